import type { DrawSet } from "./draw_set.ts";
import { fillInteracted } from "./fill_interacted.ts";
import { fillPairs } from "./fill_pairs.ts";
import { fillSimple } from "./fill_simple.ts";
import { fillStratified } from "./fill_stratified.ts";
import type { PreparedOutcome } from "./lottery_outcome.ts";

/** Numbers held per draw. */
export const WIDTH = 5;

/**
 * What every draw says, as a function of an assumed effect τ.
 *
 * The difference between the groups is a − τ c, its variance v0 − 2 τ v1 + τ² v2;
 * element 5 z + (0, 1, 2, 3, 4) of `values` is draw z's a, c, v0, v1, v2.
 */
export interface DrawStatistics {
  /** Five numbers per draw. */
  readonly values: Float64Array;
  /** Number of the recorded draw. */
  readonly recorded: number;
  /** Draws. */
  readonly size: number;
  /** Whether a variance can be had: at least two schools in every group. */
  readonly hasVariance: boolean;
  /** No difference is larger. */
  readonly scale: number;
}

/** Whether all strata are pairs, whose variance is that between pairs. */
function isPaired({ schools, strata }: DrawSet): boolean {
  return strata > 1 && schools === 2 * strata;
}

function hasVariance(draws: DrawSet, values: Float64Array): boolean {
  if (isPaired(draws)) return true;
  const { stratum, treated, strata, sizes, size } = draws;
  if (sizes === "varying") {
    for (let z = 0; z < size; z++) {
      if (!Number.isFinite(values[WIDTH * z + 2]!)) return false;
    }
    return true;
  }
  const counts = new Float64Array(2 * strata);
  stratum.forEach((s, i) => counts[2 * s + treated[i]!]!++);
  return counts.every((count) => count >= 2);
}

/**
 * Computes what every draw says about an outcome.
 *
 * @param workspace Array of 5 numbers per draw that is overwritten, so that many
 * outcomes share it. @default {a new one}
 */
export function drawStatistics(
  outcome: PreparedOutcome,
  draws: DrawSet,
  workspace?: Float64Array,
): DrawStatistics {
  const values = workspace ?? new Float64Array(WIDTH * draws.size);
  if (outcome.interacted.length > 0) fillInteracted(outcome, draws, values);
  else if (isPaired(draws)) fillPairs(outcome, draws, values);
  else if (
    draws.strata === 1 && outcome.weights === null && draws.sizes === "fixed"
  ) fillSimple(outcome, draws, values);
  else fillStratified(outcome, draws, values);
  return {
    values,
    recorded: draws.recorded,
    size: draws.size,
    hasVariance: hasVariance(draws, values),
    scale: 2 * outcome.residuals.reduce((m, e) => Math.max(m, Math.abs(e)), 0),
  };
}
