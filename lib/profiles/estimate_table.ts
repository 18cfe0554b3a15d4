import { readParquet, writeParquet } from "#lib/data/mod.ts";
import { makeEstimate } from "#lib/inference/mod.ts";
import {
  type Statistic,
  statisticBounds,
  statisticCode,
  STATISTICS,
  statisticScale,
  statisticUnit,
} from "./statistics.ts";
import type { Cell, HiddenReason } from "./types.ts";

/** Reasons in the order of their code; 0 is "shown". Append only. */
const HIDDEN: readonly HiddenReason[] = [
  "too-few",
  "secondary",
  "not-asked",
  "no-answers",
  "level",
  "no-uncertainty",
];

/** Value of {@linkcode EstimateRow.to} where the row is not a change. */
export const NO_CHANGE: number = -1;

/** One number of one unit, before it becomes a {@linkcode Cell}. */
export interface EstimateRow {
  /** Index of the unit in the results' list. */
  readonly unit: number;
  /** Index of the scale in the codebook. */
  readonly scale: number;
  /** Index of the wave; of the earlier wave for a change. */
  readonly wave: number;
  /** Index of the later wave of a change, else {@linkcode NO_CHANGE}. */
  readonly to: number;
  /** What the number says of the unit. */
  readonly statistic: Statistic;
  /** Why it is not shown; null where it is. */
  readonly hidden: HiddenReason | null;
  /** The number in the statistic's unit; NaN where hidden. */
  readonly value: number;
  /** Variance from sampling, in squared units. */
  readonly sampling: number;
  /** Variance from measurement, in squared units. */
  readonly measurement: number;
  /** Variance from imputed background; else 0. */
  readonly missing: number;
  /** Variance from the choice of common items, in a change over waves; else 0. */
  readonly link: number;
  /** Of the t distribution; Infinity for the normal. */
  readonly degreesOfFreedom: number;
  /** People behind the number. */
  readonly n: number;
  /** People left out of it. */
  readonly dropped: number;
}

/** Columns of an estimate table; the first eight hold integers. */
export type EstimateColumn =
  | "unit"
  | "scale"
  | "wave"
  | "to"
  | "statistic"
  | "hidden"
  | "n"
  | "dropped"
  | "value"
  | "sampling"
  | "measurement"
  | "missing"
  | "link"
  | "df";

const COLUMNS: readonly EstimateColumn[] = [
  "unit",
  "scale",
  "wave",
  "to",
  "statistic",
  "hidden",
  "n",
  "dropped",
  "value",
  "sampling",
  "measurement",
  "missing",
  "link",
  "df",
];
const INTEGER_COLUMNS = 8;

/** Rows of estimates as plain columns, cheap to send between workers. */
export interface EstimateTable {
  /** Number of rows. */
  readonly rows: number;
  /** Columns by name, all of that length. */
  readonly columns: Readonly<
    Record<EstimateColumn, Int32Array | Float64Array>
  >;
}

/** Collects rows; the table is the rows in the order they were added. */
export function estimateTable(rows: readonly EstimateRow[]): EstimateTable {
  const n = rows.length;
  const columns = Object.fromEntries(
    COLUMNS.map((
      name,
      c,
    ) => [name, c < INTEGER_COLUMNS ? new Int32Array(n) : new Float64Array(n)]),
  ) as Record<EstimateColumn, Int32Array | Float64Array>;
  rows.forEach((row, i) => {
    columns.unit[i] = row.unit;
    columns.scale[i] = row.scale;
    columns.wave[i] = row.wave;
    columns.to[i] = row.to;
    columns.statistic[i] = statisticCode(row.statistic);
    columns.hidden[i] = row.hidden === null
      ? 0
      : 1 + HIDDEN.indexOf(row.hidden);
    columns.n[i] = row.n;
    columns.dropped[i] = row.dropped;
    // A hidden number is not stored at all: no file to read it back from.
    const shown = row.hidden === null;
    columns.value[i] = shown ? row.value : NaN;
    columns.sampling[i] = shown ? row.sampling : NaN;
    columns.measurement[i] = shown ? row.measurement : NaN;
    columns.missing[i] = shown ? row.missing : NaN;
    columns.link[i] = shown ? row.link : NaN;
    columns.df[i] = shown ? row.degreesOfFreedom : NaN;
  });
  return { rows: n, columns };
}

/** The rows with the given numbers, in that order. */
export function selectRows(
  table: EstimateTable,
  rows: ArrayLike<number>,
): EstimateTable {
  const columns = Object.fromEntries(COLUMNS.map((name) => {
    const from = table.columns[name];
    const to = from instanceof Int32Array
      ? new Int32Array(rows.length)
      : new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) to[i] = from[rows[i]!]!;
    return [name, to];
  })) as EstimateTable["columns"];
  return { rows: rows.length, columns };
}

/** The rows of each unit as a table of their own. */
export function tablesByUnit(
  table: EstimateTable,
): ReadonlyMap<number, EstimateTable> {
  const rows = new Map<number, number[]>();
  for (let i = 0; i < table.rows; i++) {
    const unit = table.columns.unit[i]!;
    const known = rows.get(unit);
    if (known) known.push(i);
    else rows.set(unit, [i]);
  }
  return new Map(
    [...rows].map(([unit, own]) => [unit, selectRows(table, own)]),
  );
}

/** One table with the rows of all, in the order given. */
export function concatTables(tables: readonly EstimateTable[]): EstimateTable {
  const rows = tables.reduce((n, table) => n + table.rows, 0);
  const columns = Object.fromEntries(COLUMNS.map((name, c) => {
    const all = c < INTEGER_COLUMNS
      ? new Int32Array(rows)
      : new Float64Array(rows);
    let at = 0;
    for (const table of tables) {
      all.set(table.columns[name], at);
      at += table.rows;
    }
    return [name, all];
  })) as EstimateTable["columns"];
  return { rows, columns };
}

/** Writes a table as Parquet. */
export function writeEstimates(path: URL, table: EstimateTable): Promise<void> {
  return writeParquet(path, table.columns);
}

/** Reads a table written by {@linkcode writeEstimates}. */
export async function readEstimates(path: URL): Promise<EstimateTable> {
  const columns = await readParquet(path, COLUMNS) as EstimateTable["columns"];
  return { rows: columns.unit.length, columns };
}

/** Row `i` of a table as the number it stands for, or the reason it is hidden. */
export function cellAt(table: EstimateTable, i: number): Cell {
  const { columns } = table;
  const hidden = columns.hidden[i]!;
  if (hidden > 0) return { hidden: HIDDEN[hidden - 1]! };
  const statistic = STATISTICS[columns.statistic[i]!]!;
  return makeEstimate({
    value: columns.value[i]!,
    variance: {
      sampling: columns.sampling[i]!,
      measurement: columns.measurement[i]!,
      missing: columns.missing[i]!,
      link: columns.link[i]!,
    },
    degreesOfFreedom: columns.df[i]!,
    n: columns.n[i]!,
    dropped: columns.dropped[i]!,
    unit: statisticUnit(statistic),
    ...(columns.to[i] === NO_CHANGE
      ? {
        bounds: statisticBounds(statistic),
        scale: statisticScale(statistic),
      }
      : {}),
    method: "mean over 10 plausible values, jackknife",
  });
}
