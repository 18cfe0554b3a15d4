import type { Estimate } from "#lib/inference/mod.ts";
import {
  cellAt,
  type EstimateTable,
  NO_CHANGE,
  type Statistic,
  STATISTICS,
} from "#lib/profiles/mod.ts";

/** A number of the first wave. */
export interface LevelReference {
  /** Which number. */
  readonly statistic: Statistic;
  /** 0 the programme, 1 the first municipality. */
  readonly unit: 0 | 1;
}

/** Finds a number of the first wave; null where it is hidden. */
export function firstWaveNumber(
  table: EstimateTable,
  { statistic, unit }: LevelReference,
): Estimate | null {
  const { columns } = table;
  for (let i = 0; i < table.rows; i++) {
    const isWanted = columns.unit[i] === unit && columns.wave[i] === 0 &&
      columns.to[i] === NO_CHANGE &&
      STATISTICS[columns.statistic[i]!] === statistic;
    if (!isWanted) continue;
    const cell = cellAt(table, i);
    return "hidden" in cell ? null : cell;
  }
  return null;
}
