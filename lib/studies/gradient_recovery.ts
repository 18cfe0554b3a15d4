import type { Codebook, ProgrammeSpec } from "#lib/codebook/mod.ts";
import {
  cellAt,
  type EstimateTable,
  NO_CHANGE,
  type Statistic,
  STATISTICS,
} from "#lib/profiles/mod.ts";
import { scaleTruth, type Truth } from "#lib/samples/mod.ts";
import type { StudyRow } from "./study.ts";

/** What {@linkcode gradientRecovery} compares. */
export interface GradientRecoveryInput {
  /** Estimates of the programme (unit 0) and its municipalities. */
  readonly table: EstimateTable;
  /** What the answers were simulated from. */
  readonly truth: Truth;
  /** Gives the scales their ids. */
  readonly codebook: Pick<Codebook, "scales">;
  /** Gives waves and municipalities their order. */
  readonly programme: Pick<ProgrammeSpec, "waves" | "municipalities">;
}

/** Slopes with their Danish name and the share of intervals they must hold. */
const SLOPES: readonly {
  readonly statistic: Statistic;
  readonly name: string;
  /** Only where there are enough intervals that do not hang together. */
  readonly band: readonly [number, number] | null;
}[] = [
  {
    statistic: "gradient",
    name: "hældning, alle elevskalaer",
    band: [0.92, 0.98],
  },
  { statistic: "observed-slope", name: "hældning, kendt baggrund", band: null },
  {
    statistic: "imputed-slope",
    name: "hældning, manglende baggrund indsat",
    band: null,
  },
];

/**
 * Compares the municipalities' slopes on social background, and their changes, with
 * those that the sample was simulated from: points per SD of the index, the same in all
 * municipalities.
 *
 * The intervals of one municipality in one wave share its schools, so shares over three
 * scales say little; over all scales of pupils they do.
 */
export function gradientRecovery(
  { table, truth, codebook, programme }: GradientRecoveryInput,
): readonly StudyRow[] {
  const { columns } = table;
  return SLOPES.flatMap(({ statistic, name, band }) => {
    const code = STATISTICS.indexOf(statistic);
    const held = { level: 0, change: 0 }, trials = { level: 0, change: 0 };
    for (let i = 0; i < table.rows; i++) {
      const unit = columns.unit[i]!;
      if (columns.statistic[i] !== code) continue;
      if (unit < 1 || unit > programme.municipalities.length) continue;
      const scale = codebook.scales[columns.scale[i]!]!.id;
      const { gradient } = scaleTruth(truth, scale);
      const cell = cellAt(table, i);
      if (gradient === null || "hidden" in cell) continue;
      const to = columns.to[i]!, from = gradient[columns.wave[i]!]!;
      const target = to === NO_CHANGE ? from : gradient[to]! - from;
      const kind = to === NO_CHANGE ? "level" : "change";
      trials[kind]++;
      const [lower, upper] = cell.interval;
      if (lower <= target && target <= upper) held[kind]++;
    }
    return (["level", "change"] as const).flatMap((kind): StudyRow[] =>
      trials[kind] === 0 ? [] : [{
        quantity: `dækning, ${kind === "level" ? "" : "ændring i "}${name}`,
        setting: "det fulde datasæt, kommunerne",
        value: held[kind] / trials[kind],
        trials: trials[kind],
        band: kind === "change" ? band : null,
      }]
    );
  });
}
