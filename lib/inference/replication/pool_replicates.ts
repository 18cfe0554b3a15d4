import type { Estimate } from "../estimate.ts";
import {
  type ReplicateDesign,
  replicateVariance,
} from "./designs/replicate_design.ts";
import {
  type DegreesOfFreedomRule,
  estimateFromStatistic,
  type NoEstimate,
} from "./estimates_from_sums.ts";
import type { JackknifeStatus } from "./jackknife_from_sums.ts";
import {
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
  /** How degrees of freedom are put together. */
  readonly degreesOfFreedom: DegreesOfFreedomRule;
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

function statusOf(value: number, sampling: number): JackknifeStatus {
  if (!Number.isFinite(value)) return "no-value";
  return sampling > ROUNDING * value * value && sampling < Infinity
    ? "ok"
    : "no-uncertainty";
}

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
  const { design, draws, n, dropped, degreesOfFreedom } = options;
  const { values, variances } = ofDraws(replicates, design, draws);
  const value = values.reduce((total, one) => total + one / draws, 0);
  const sampling = variances.reduce((total, v) => total + v / draws, 0);
  const status = statusOf(value, sampling);
  const complete = design.degreesOfFreedom;
  const pooled = status === "ok" && draws > 1
    ? poolPlausibleValues(values, variances, {
      completeDegreesOfFreedom: complete,
    })
    : null;
  const estimate = estimateFromStatistic(
    {
      status,
      value,
      sampling,
      between: pooled?.between ?? 0,
      degreesOfFreedom: complete,
      clusters: design.replicates,
    },
    {
      unit,
      n,
      dropped,
      method: draws > 1
        ? `mean of ${draws} plausible values, ${design.method}`
        : design.method,
      ...(bounds ? { bounds } : {}),
    },
    { draws, degreesOfFreedom },
  );
  return { label, estimate, pooled, replicates };
}
