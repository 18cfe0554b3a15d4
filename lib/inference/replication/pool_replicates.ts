import type { Estimate } from "../estimate.ts";
import { makeEstimate } from "../make_estimate.ts";
import {
  type ReplicateDesign,
  replicateVariance,
} from "./designs/replicate_design.ts";
import type { NoEstimate } from "./estimates_from_sums.ts";
import {
  combinedDegreesOfFreedom,
  type PooledEstimate,
  poolPlausibleValues,
} from "./pool_plausible_values.ts";
import type { StatisticOutput } from "./statistics/replicate_statistic.ts";

/** One number of a statistic. */
export interface ReplicatedEstimate {
  /** Name of the number. */
  readonly label: string;
  /** With sampling and measurement in its ledger, or the reason why there is none. */
  readonly estimate: Estimate | NoEstimate;
  /**
   * By Rubin's rules, with the fraction of missing information; `null` with one
   * plausible value or without an estimate.
   */
  readonly pooled: PooledEstimate | null;
  /** Draws × (1 + R), by rows: with the full weights, then with each replicate's. */
  readonly replicates: Float64Array;
}

/** What else belongs to a pooled number. */
export interface PoolReplicatesOptions {
  /** How the replicates were made. */
  readonly design: ReplicateDesign;
  /** Number of plausible values. */
  readonly draws: number;
  /** People behind the number. */
  readonly n: number;
  /** People left out for missing values. */
  readonly dropped: number;
  /** Whose degrees of freedom; see `replicateEstimates`. */
  readonly degreesOfFreedom: "combined" | "Barnard–Rubin";
}

/** Values with the full weights and replicate variances, one of each per draw. */
function ofDraws(
  replicates: Float64Array,
  { multipliers, replicates: count }: ReplicateDesign,
  draws: number,
): { readonly values: Float64Array; readonly variances: Float64Array } {
  const values = new Float64Array(draws), variances = new Float64Array(draws);
  for (let m = 0; m < draws; m++) {
    const at = m * (1 + count);
    values[m] = replicates[at]!;
    variances[m] = replicateVariance(
      values[m]!,
      replicates.subarray(at + 1, at + 1 + count),
      { multipliers },
    );
  }
  return { values, variances };
}

/** A variance below this part of the squared value is rounding. */
const ROUNDING = 1e-24;

/**
 * Pools one number over plausible values.
 *
 * @param replicates Draws × (1 + R), by rows.
 */
export function poolReplicates(
  { label, unit, bounds }: StatisticOutput,
  replicates: Float64Array,
  options: PoolReplicatesOptions,
): ReplicatedEstimate {
  const { design, draws, n, dropped } = options;
  const { values, variances } = ofDraws(replicates, design, draws);
  const mean = values.reduce((total, value) => total + value / draws, 0);
  const within = variances.reduce((total, v) => total + v / draws, 0);
  const reason: NoEstimate | null = !Number.isFinite(mean)
    ? "no-value"
    : !(within > ROUNDING * mean * mean && within < Infinity)
    ? "no-uncertainty"
    : null;
  if (reason) return { label, estimate: reason, pooled: null, replicates };
  const complete = design.degreesOfFreedom;
  const pooled = draws > 1
    ? poolPlausibleValues(values, variances, {
      completeDegreesOfFreedom: complete,
    })
    : null;
  const between = pooled?.between ?? 0;
  const estimate = makeEstimate({
    value: mean,
    variance: { sampling: within, measurement: (1 + 1 / draws) * between },
    degreesOfFreedom: options.degreesOfFreedom === "Barnard–Rubin" && pooled
      ? pooled.degreesOfFreedom
      : combinedDegreesOfFreedom({
        within,
        between,
        draws,
        completeDegreesOfFreedom: complete,
      }),
    n,
    dropped,
    unit,
    method: draws > 1
      ? `mean of ${draws} plausible values, ${design.method}`
      : design.method,
    ...(bounds ? { bounds } : {}),
  });
  return { label, estimate, pooled, replicates };
}
