import type { SocialGradient } from "./social_gradient.ts";

/** Parts of a change in the social gradient; they add up to `total`. */
export interface GradientChange {
  /** Later minus first gradient. */
  readonly total: number;
  /** From background being more or less unevenly spread over schools. */
  readonly segregation: number;
  /** From schools of different background differing more or less. */
  readonly between: number;
  /** From pupils of the same school differing more or less. */
  readonly within: number;
}

/**
 * Splits the change in a social gradient into its three sources.
 *
 * In total = eta² b + (1 − eta²) w each of the three is changed in turn, and its part
 * is the mean over the orders in which that can be done. The formula is linear in
 * each, so the mean has a closed form with the averages of both waves.
 *
 * @see Shorrocks (2013), Journal of Economic Inequality 11, 99–126.
 */
export function splitGradientChange(
  from: SocialGradient,
  to: SocialGradient,
): GradientChange {
  const eta = (from.segregation + to.segregation) / 2;
  const contrast = (from.between - from.within + to.between - to.within) / 2;
  return {
    total: to.total - from.total,
    segregation: (to.segregation - from.segregation) * contrast,
    between: eta * (to.between - from.between),
    within: (1 - eta) * (to.within - from.within),
  };
}
