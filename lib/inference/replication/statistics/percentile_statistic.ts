import type { PercentileDefinition } from "../factor.ts";
import type { ReplicateStatistic } from "./replicate_statistic.ts";

/** Options for {@linkcode percentileStatistic}. */
export interface PercentileStatisticOptions {
  /** What a percentile is between two scores. @default {"midpoint"} */
  readonly definition?: PercentileDefinition;
}

/**
 * Percentiles of everyone's scores.
 *
 * @param shares From 0 to 1, e.g. [0.1, 0.9].
 * @throws {RangeError} If a share is not from 0 to 1.
 */
export function percentileStatistic(
  shares: readonly number[],
  { definition = "midpoint" }: PercentileStatisticOptions = {},
): ReplicateStatistic {
  const wrong = shares.find((p) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) {
    throw new RangeError(
      `Cannot compute a percentile: share ${wrong} is not from 0 to 1`,
    );
  }
  return {
    outputs: shares.map((p) => ({
      label: `percentile ${p}`,
      unit: "points",
    })),
    terms: [],
    percentiles: shares.map((p) => ({ p, definition })),
    evaluate: (atoms, out) => out.set(atoms.subarray(0, shares.length)),
  };
}
