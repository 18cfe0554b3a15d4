import type { Estimate } from "#lib/inference/mod.ts";
import type { UnitResults } from "#lib/profiles/mod.ts";
import { type Display, display } from "./display.ts";
import { formatEstimate, formatNumber, noBreakSpace } from "./format.ts";
import { type Markup, markup, trusted } from "./markup.ts";
import { formatPlainNumber } from "./plain_number.ts";
import { dataTable } from "./table.ts";

/** A table of Arquero, as far as it is read here. */
export interface ArqueroLike {
  /** Names of the columns. */
  columnNames(): readonly string[];
  /** Number of rows. */
  numRows(): number;
  /** One value. */
  get(column: string, row: number): unknown;
}

/** A data frame of Danfo.js, as far as it is read here. */
export interface DanfoLike {
  /** Names of the columns. */
  readonly columns: readonly string[];
  /** Rows and columns. */
  readonly shape: readonly number[];
  /** Rows of values. */
  readonly values: readonly unknown[];
}

/** A drawing, e.g. a plot: an element or its text. */
export interface DrawingLike {
  /** The SVG or HTML of the drawing, which is not escaped. */
  readonly outerHTML: string;
}

/** What {@linkcode view} makes readable. */
export type Viewable =
  | Display
  | ArqueroLike
  | DanfoLike
  | Estimate
  | UnitResults
  | DrawingLike
  | readonly Readonly<Record<string, unknown>>[];

/** Options for {@linkcode view}. */
export interface ViewOptions {
  /** Stands over the table. @default {what the value is} */
  readonly caption?: string;
  /** Rows that are shown; the rest is counted. @default {20} */
  readonly rows?: number;
}

/** Decimals of a number that is no estimate. */
const DECIMALS = 3;

/**
 * Makes a value readable under a notebook cell, as `show` does with it. Takes
 * tables of Arquero, frames of Danfo.js, rows, an estimate, the results of a
 * unit, and drawings; a display is left as it is.
 *
 * @param value What to look at; it is not changed.
 * @throws {TypeError} If the value is none of these.
 */
export function view(value: Viewable, options: ViewOptions = {}): Display {
  if ("html" in value && "estimates" in value) return value;
  if ("standardError" in value && "interval" in value) {
    return viewEstimate(value, options);
  }
  if ("scales" in value && "unit" in value) return viewUnit(value, options);
  if ("outerHTML" in value) {
    return display(markup`<figure>${trusted(value.outerHTML)}</figure>`);
  }
  return viewTable(toGrid(value), options);
}

interface Grid {
  readonly columns: readonly string[];
  /** Number of all rows. */
  readonly count: number;
  row(index: number): readonly unknown[];
}

function toGrid(
  value: ArqueroLike | DanfoLike | readonly Readonly<Record<string, unknown>>[],
): Grid {
  if ("columnNames" in value) {
    const columns = value.columnNames();
    const row = (at: number) => columns.map((name) => value.get(name, at));
    return { columns, count: value.numRows(), row };
  }
  if ("columns" in value && "shape" in value) {
    const row = (at: number) => [value.values[at]].flat();
    return { columns: value.columns, count: value.shape[0] ?? 0, row };
  }
  if (Array.isArray(value)) {
    const rows = value as readonly Readonly<Record<string, unknown>>[];
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const row = (at: number) => columns.map((name) => rows[at]?.[name]);
    return { columns, count: rows.length, row };
  }
  throw new TypeError(
    `Cannot view a value: found ${
      Object.keys(value).slice(0, 5).join(", ") || "nothing in it"
    }, allowed are tables, rows, estimates, results of a unit and drawings`,
  );
}

function viewTable(
  { columns, count, row }: Grid,
  { caption = "Tabel", rows: most = 20 }: ViewOptions,
): Display {
  const shown = Math.min(count, most);
  const rows = Array.from({ length: shown }, (_, at) => row(at));
  const size = `${formatNumber(count)} ${
    count === 1 ? "række" : "rækker"
  }, ${columns.length} ${columns.length === 1 ? "kolonne" : "kolonner"}`;
  const note = shown < count ? `${size}; de første ${shown} vises` : size;
  const isNumber = (at: number) =>
    rows.some((cells) => typeof cells[at] === "number");
  return display(dataTable({
    caption,
    columns: columns.map((label, at) => ({
      label,
      kind: isNumber(at) ? "number" : "text",
    })),
    rows: rows.map((cells) => columns.map((_, at) => cellText(cells[at]))),
    note: `${note}.`,
  }));
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "number"
    ? formatPlainNumber(value, DECIMALS)
    : String(value);
}

function viewEstimate(
  estimate: Estimate,
  { caption = "Estimat" }: ViewOptions,
): Display {
  const { standardError, degreesOfFreedom, variance, n, method } = estimate;
  const number = (value: number) => formatNumber(value, { decimals: DECIMALS });
  const total = Object.values(variance).reduce((sum, part) => sum + part, 0);
  const share = (part: number) =>
    total > 0 ? `${formatNumber(100 * part / total)}${noBreakSpace}%` : "–";
  const isNormal = degreesOfFreedom === Infinity;
  const rows: readonly (readonly [string, string])[] = [
    ["Værdi (95 %-interval)", formatEstimate(estimate)],
    ["Standardfejl", number(standardError)],
    ["Frihedsgrader", isNormal ? "normal" : number(degreesOfFreedom)],
    ["Personer", formatNumber(n)],
    ["Usikkerhed fra stikprøven", share(variance.sampling)],
    ["Usikkerhed fra målingen", share(variance.measurement)],
    ["Usikkerhed fra manglende svar", share(variance.missing)],
    ["Usikkerhed fra sammenkædningen", share(variance.link)],
    ["Metode", method],
  ];
  const columns = [
    { label: "Hvad", kind: "text" as const },
    { label: "Tal", kind: "text" as const },
  ];
  return display(dataTable({ caption, columns, rows }));
}

function viewUnit(
  { unit, scales }: UnitResults,
  { caption = unit.label }: ViewOptions,
): Display {
  const waves = [
    ...new Set(scales.flatMap((s) => s.waves.map(({ wave }) => wave))),
  ].sort((a, b) => a - b);
  const rows = scales.map((scale): readonly (string | Markup)[] => [
    scale.scale,
    ...waves.map((wave) => {
      const mean = scale.waves.find((result) => result.wave === wave)?.mean;
      return mean === undefined || "hidden" in mean
        ? "–"
        : formatEstimate(mean);
    }),
  ]);
  const columns = [
    { label: "Skala", kind: "text" as const },
    ...waves.map((wave) => ({ label: String(wave) })),
  ];
  return display(dataTable({ caption, columns, rows }));
}
