import {
  addPersonInPlace,
  MOMENT_WIDTH,
  momentStatistics,
  STATISTIC_COUNT,
} from "#lib/inference/mod.ts";

/** One person as the reference data give them. */
export interface Person {
  readonly weight: number;
  /** Points. */
  readonly score: number;
  /** NaN when unknown. */
  readonly background: number;
}

/** How the people of a school become sums, and sums become statistics. */
export interface StatisticsBlock {
  /** Numbers in a block of sums. */
  readonly width: number;
  /** Numbers that `statistics` writes. */
  readonly count: number;
  addSchoolInPlace(
    sums: Float64Array,
    offset: number,
    people: readonly Person[],
  ): void;
  statistics(sums: Float64Array, out: Float64Array): void;
}

/** Mean, SD and shares, laid out as `STATISTIC`. */
export const MOMENTS: StatisticsBlock = {
  width: MOMENT_WIDTH,
  count: STATISTIC_COUNT,
  addSchoolInPlace: (sums, offset, people) => {
    for (const person of people) addPersonInPlace(sums, offset, person);
  },
  statistics: (sums, out) => momentStatistics(sums, 0, { out, at: 0 }),
};
