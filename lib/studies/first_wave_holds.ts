import {
  cellAt,
  type EstimateTable,
  NO_CHANGE,
  type Statistic,
  STATISTICS,
} from "#lib/profiles/mod.ts";

/** A number of the first wave and its true value. */
export interface KnownLevel {
  /** Which number. */
  readonly statistic: Statistic;
  /** 0 the programme, 1 the first municipality. */
  readonly unit: 0 | 1;
  /** In the number's own unit. */
  readonly truth: number;
}

/** Whether a printed 95 % interval holds the truth; a hidden number does not. */
export function firstWaveHolds(
  table: EstimateTable,
  { statistic, unit, truth }: KnownLevel,
): boolean {
  const { columns } = table;
  for (let i = 0; i < table.rows; i++) {
    const isWanted = columns.unit[i] === unit && columns.wave[i] === 0 &&
      columns.to[i] === NO_CHANGE &&
      STATISTICS[columns.statistic[i]!] === statistic;
    if (!isWanted) continue;
    const cell = cellAt(table, i);
    return !("hidden" in cell) && cell.interval[0] <= truth &&
      truth <= cell.interval[1];
  }
  return false;
}
