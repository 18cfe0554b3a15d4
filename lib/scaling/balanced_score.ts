import { exp } from "#lib/numerics/mod.ts";
import type { ItemParameters } from "./types.ts";

/** A test at one θ. */
export interface BalancedScore {
  /** The weighted score whose Warm estimate is this θ. */
  readonly balanced: number;
  /** Its derivative by θ. */
  readonly slope: number;
  /** Test information: the variance of the weighted score. */
  readonly information: number;
}

/**
 * The weighted score at which Warm's estimate is θ, for given items.
 *
 * With the second, third and fourth cumulant I, J, K of the weighted score it is
 * expected − J / (2 I); since each cumulant is the derivative of the one before,
 * its slope is I − (K I − J²) / (2 I²).
 *
 * @see Warm (1989), Psychometrika 54, 427–450.
 */
export function balancedScore(
  items: readonly ItemParameters[],
  theta: number,
): BalancedScore {
  let expected = 0;
  let information = 0;
  let skew = 0;
  let kurtosis = 0;
  for (const { slope, intercepts } of items) {
    let top = -Infinity;
    for (let k = 0; k < intercepts.length; k++) {
      top = Math.max(top, slope * k * theta + intercepts[k]!);
    }
    let total = 0;
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let k = 0; k < intercepts.length; k++) {
      if (intercepts[k] === -Infinity) continue;
      const p = exp(slope * k * theta + intercepts[k]! - top);
      total += p;
      first += k * p;
      second += k * k * p;
      third += k * k * k * p;
      fourth += k * k * k * k * p;
    }
    const mean = first / total;
    const variance = second / total - mean * mean;
    const cubed = third / total - mean * (3 * variance + mean * mean);
    const central4 = fourth / total -
      mean * (4 * cubed + mean * (6 * variance + mean * mean));
    const square = slope * slope;
    expected += slope * mean;
    information += square * variance;
    skew += square * slope * cubed;
    kurtosis += square * square * (central4 - 3 * variance * variance);
  }
  return {
    balanced: expected - skew / (2 * information),
    slope: information -
      (kurtosis * information - skew * skew) / (2 * information * information),
    information,
  };
}
