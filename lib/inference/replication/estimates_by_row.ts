import { poolReplicates, type ReplicatedEstimate } from "./pool_replicates.ts";
import type {
  ReplicateData,
  ReplicateEstimatesOptions,
} from "./replicate_estimates.ts";
import { rowWeights } from "./replicate_rows.ts";
import type { StatisticOutput } from "./statistics/replicate_statistic.ts";

/** A statistic that needs all rows, in two steps so that plausible values share the first. */
export interface RowStatistic {
  /** The numbers that it gives. */
  readonly outputs: readonly StatisticOutput[];
  /** People behind the numbers. */
  readonly n: number;
  /**
   * Does with the weights of a replicate what does not depend on scores, e.g. ranks by
   * background, and gives what computes the numbers from the scores of a plausible value.
   *
   * @param weights One per row.
   * @param replicate 0 with the full weights, then 1 to R.
   * @returns A function of scores and the number of the plausible value that gives one
   * number per output, NaN where one is undefined.
   */
  prepare(
    weights: Float64Array,
    replicate: number,
  ): (scores: ArrayLike<number>, draw: number) => ArrayLike<number>;
}

/**
 * Computes a statistic from all rows for every replicate and plausible value and pools
 * it: slower than sums by cluster, for what is no function of sums, e.g. ranks.
 *
 * @returns One per output.
 * @throws {RangeError} If there are no plausible values or one has another length than
 * the weights.
 */
export function estimatesByRow(
  { outputs, n, prepare }: RowStatistic,
  { values, design, dropped = 0 }: ReplicateData,
  { degreesOfFreedom = "combined" }: ReplicateEstimatesOptions = {},
): readonly ReplicatedEstimate[] {
  const draws = values.length, columns = 1 + design.replicates;
  if (
    draws === 0 || values.some(({ length }) => length !== design.weights.length)
  ) {
    throw new RangeError(
      `Cannot compute statistics: found ${draws} plausible values of ${
        values.map(({ length }) => length).join(", ")
      } scores, expected at least 1, of ${design.weights.length} scores`,
    );
  }
  const numbers = outputs.map(() => new Float64Array(draws * columns));
  for (let r = 0; r < columns; r++) {
    const compute = prepare(rowWeights(design, r), r);
    for (let m = 0; m < draws; m++) {
      const found = compute(values[m]!, m);
      numbers.forEach((row, k) => {
        row[m * columns + r] = found[k]!;
      });
    }
  }
  return outputs.map((output, k) =>
    poolReplicates(output, numbers[k]!, {
      design,
      draws,
      n,
      dropped,
      degreesOfFreedom,
    })
  );
}
