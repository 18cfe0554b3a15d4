import type { StudyRow, StudyTable } from "#lib/profiles/mod.ts";
import {
  formatCount,
  formatNumber,
  formatShare,
  noBreakSpace,
} from "../format.ts";
import type { TableSpec } from "../table.ts";

/** Shares that a study found, quantities against settings. */
export interface StudyMatrix {
  /** In the order of the study. */
  readonly quantities: readonly string[];
  /** In the order of the study. */
  readonly settings: readonly string[];
  /** The row of a quantity in a setting, or null where it was not tried. */
  readonly at: (quantity: string, setting: string) => StudyRow | null;
}

/** Lays a study out by quantity and setting. */
export function studyMatrix({ rows }: StudyTable): StudyMatrix {
  const key = (quantity: string, setting: string) => `${quantity};${setting}`;
  const byKey = new Map(
    rows.map((row) => [key(row.quantity, row.setting), row]),
  );
  return {
    quantities: [...new Set(rows.map(({ quantity }) => quantity))],
    settings: [...new Set(rows.map(({ setting }) => setting))],
    at: (quantity, setting) => byKey.get(key(quantity, setting)) ?? null,
  };
}

/**
 * 95 % limits of a share by chance in the simulation (Wilson).
 *
 * @see Wilson (1927), Journal of the American Statistical Association 22, 209–212.
 */
export function simulationLimits(
  { value, trials }: Pick<StudyRow, "value" | "trials">,
): readonly [lower: number, upper: number] {
  const z = 1.959964, z2 = z * z / trials;
  const middle = (value + z2 / 2) / (1 + z2);
  const reach = z / (1 + z2) *
    Math.sqrt(value * (1 - value) / trials + z2 / (4 * trials));
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)];
}

/** A share and beside it half the width of its simulation limits, e.g. "95,8 % ± 0,9". */
export function shareWithError(row: StudyRow): string {
  const [lower, upper] = simulationLimits(row);
  return `${formatShare(row.value, 1)}${noBreakSpace}±${noBreakSpace}${
    formatNumber(50 * (upper - lower), { decimals: 1 })
  }`;
}

/**
 * A study of shares as a table, every share with its error: quantities against
 * settings, or one row per share where most quantities have settings of their own.
 */
export function sharesTable(study: StudyTable): TableSpec {
  const { quantities, settings } = studyMatrix(study);
  const isDense = study.rows.length * 2 > quantities.length * settings.length;
  return {
    caption: study.title,
    ...(isDense ? byQuantityAndSetting(study) : byRow(study)),
    note: simulationNote(study),
  };
}

function byRow({ rows }: StudyTable): Pick<TableSpec, "columns" | "rows"> {
  return {
    columns: [
      { label: "Tal", kind: "text" },
      { label: "Omstændigheder", kind: "text" },
      { label: "Fundet" },
    ],
    rows: rows.map((row) => [row.quantity, row.setting, shareWithError(row)]),
  };
}

function byQuantityAndSetting(
  study: StudyTable,
): Pick<TableSpec, "columns" | "rows"> {
  const { quantities, settings, at } = studyMatrix(study);
  return {
    columns: [
      { label: "Tal", kind: "text" },
      ...settings.map((label) => ({ label })),
    ],
    rows: quantities.map((quantity) => [
      quantity,
      ...settings.map((setting) => {
        const row = at(quantity, setting);
        return row ? shareWithError(row) : "–";
      }),
    ]),
  };
}

function simulationNote({ rows }: StudyTable): string {
  const trials = rows.map((row) => row.trials);
  const [fewest, most] = [Math.min(...trials), Math.max(...trials)];
  const count = fewest === most
    ? formatCount(fewest)
    : `${formatCount(fewest)} til ${formatCount(most)}`;
  return `± er simuleringens egen usikkerhed (halvdelen af et 95 %-interval). Bag hvert tal ligger ${count} simuleringer.`;
}
