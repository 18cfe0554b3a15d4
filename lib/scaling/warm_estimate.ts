import { balancedScore } from "./balanced_score.ts";
import type { ItemParameters } from "./types.ts";

/** A weighted likelihood estimate. */
export interface WarmEstimate {
  /** θ. */
  readonly estimate: number;
  /** 1 / √(test information at the estimate). */
  readonly standardError: number;
}

/** Absolute precision of θ. */
const TOLERANCE = 1e-10;
const MOST_STEPS = 100;
/** An item of nearly unbounded slope makes steps that a secant does not get over. */
const STEPS_BEFORE_HALVING = 50;
/** A test says nothing of a θ this far out, in units of 1 / slope. */
const LARGEST_THETA = 200;

/**
 * Warm's weighted likelihood estimate for one booklet and weighted score.
 *
 * Solves score − expected(θ) + skew(θ) / (2 information(θ)) = 0 by the secant
 * method inside a bracket, and by halving it where that gets nowhere. It is finite also for the lowest and highest score.
 *
 * @param items The items that were answered.
 * @param score Σ slope × category.
 * @throws {RangeError} If the items give no information.
 * @see Warm (1989), Psychometrika 54, 427–450; Penfield & Bergeron (2005),
 * Applied Psychological Measurement 29, 218–233.
 */
export function warmEstimate(
  items: readonly ItemParameters[],
  score: number,
): WarmEstimate {
  const at = (theta: number): { value: number; information: number } => {
    const { balanced, information } = balancedScore(items, theta);
    return { value: score - balanced, information };
  };
  let theta = 0;
  let here = at(theta);
  let low = -Infinity;
  let high = Infinity;
  let slope = -here.information;
  for (let n = 0; n < MOST_STEPS; n++) {
    if (here.value > 0) low = theta;
    else high = theta;
    // Far out the information vanishes and a full step would leave the scale.
    const largest = 2 / Math.sqrt(here.information);
    let next = theta +
      Math.max(-largest, Math.min(largest, -here.value / slope));
    if (n >= STEPS_BEFORE_HALVING) {
      next = (Math.max(low, -LARGEST_THETA) + Math.min(high, LARGEST_THETA)) /
        2;
    } else if (!(next > low && next < high)) {
      next = high - low < Infinity ? (low + high) / 2 : theta;
    }
    const moved = Math.abs(next - theta);
    if (!(Math.abs(next) < LARGEST_THETA)) break;
    const there = at(next);
    const secant = (there.value - here.value) / (next - theta);
    slope = secant < 0 ? secant : -there.information;
    theta = next;
    here = there;
    if (moved < TOLERANCE) {
      return {
        estimate: theta,
        standardError: 1 / Math.sqrt(here.information),
      };
    }
  }
  throw new RangeError(
    `Cannot estimate θ for weighted score ${score}: no root within ±${LARGEST_THETA} for items ${
      items.map(({ id }) => id).join(", ")
    }`,
  );
}
