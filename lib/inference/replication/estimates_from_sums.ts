import type { Estimate, EstimateUnit } from "../estimate.ts";
import type { ClusterSums } from "./cluster_sums.ts";
import {
  jackknifeFromSums,
  type JackknifeStatistic,
} from "./jackknife_from_sums.ts";
import { makeEstimate } from "../make_estimate.ts";
import {
  combinedDegreesOfFreedom,
  pooledDegreesOfFreedom,
} from "./pool_plausible_values.ts";

/** Why a statistic has not become an estimate; see `JackknifeStatus`. */
export type NoEstimate = "no-value" | "no-uncertainty";

/** What is to be printed beside one statistic. */
export interface StatisticDescription {
  /** What the statistic is counted in. */
  readonly unit: EstimateUnit;
  /** People behind the number. */
  readonly n: number;
  /** People left out for missing values. @default {0} */
  readonly dropped?: number;
  /** How it was computed, for the reader. */
  readonly method: string;
  /** Variance from the choice of common items, unit². @default {0} */
  readonly linkVariance?: number;
  /** Values that the true number can take. @default {[-Infinity, Infinity]} */
  readonly bounds?: readonly [lower: number, upper: number];
}

/**
 * How the degrees of freedom of sampling and measurement are put together: see
 * `combinedDegreesOfFreedom` and `pooledDegreesOfFreedom`.
 */
export type DegreesOfFreedomRule = "combined" | "Barnard–Rubin";

/** Options for {@linkcode estimateFromStatistic}. */
export interface EstimateFromStatisticOptions {
  /** Number of plausible values, M. */
  readonly draws: number;
  /** How degrees of freedom are put together. @default {"combined"} */
  readonly degreesOfFreedom?: DegreesOfFreedomRule;
}

/**
 * Makes an estimate of a statistic over replicates and draws: the variance between
 * draws, times 1 + 1/M, is the measurement part of its ledger.
 */
export function estimateFromStatistic(
  statistic: JackknifeStatistic,
  description: StatisticDescription,
  { draws, degreesOfFreedom: rule = "combined" }: EstimateFromStatisticOptions,
): Estimate | NoEstimate {
  const { status, value, sampling, between } = statistic;
  if (status !== "ok") return status;
  const { linkVariance = 0, ...printed } = description;
  const combine = rule === "combined"
    ? combinedDegreesOfFreedom
    : pooledDegreesOfFreedom;
  return makeEstimate({
    ...printed,
    value,
    variance: {
      sampling,
      measurement: (1 + 1 / draws) * between,
      link: linkVariance,
    },
    degreesOfFreedom: combine({
      within: sampling,
      between,
      draws,
      completeDegreesOfFreedom: statistic.degreesOfFreedom,
    }),
  });
}

/**
 * Computes all statistics of {@linkcode jackknifeFromSums} as estimates.
 *
 * @param descriptions One per statistic, in order.
 * @returns Per statistic an estimate, or the reason why there is none.
 * @throws {RangeError} If there are not as many descriptions as statistics.
 */
export function estimatesFromSums(
  sums: ClusterSums,
  descriptions: readonly StatisticDescription[],
): readonly (Estimate | NoEstimate)[] {
  if (descriptions.length !== sums.count) {
    throw new RangeError(
      `Cannot make estimates: found ${descriptions.length} descriptions of ${sums.count} statistics`,
    );
  }
  return jackknifeFromSums(sums).map((statistic, s) =>
    estimateFromStatistic(statistic, descriptions[s]!, { draws: sums.draws })
  );
}
