import type { LeftOutResults } from "./leave_unit_out.ts";

/** Expected means of the same units and schools in two waves, or in one wave twice. */
export interface CoefficientPair {
  /** Of the one wave. */
  readonly from: LeftOutResults;
  /** Of the other, or the same. */
  readonly to: LeftOutResults;
}

/**
 * Covariance, from the coefficients, of a unit's expected means in two waves.
 *
 * The mean over the draws of Σ influence × influence over the schools: the others are
 * the same schools in both waves, so what lasts in them is in both expected means, and
 * cancels in a change. With one wave twice it is the variance.
 *
 * @param unit Number of the unit.
 * @returns Points²; NaN where one of the waves has no expected mean.
 */
export function coefficientCovariance(
  { from, to }: CoefficientPair,
  unit: number,
): number {
  const { draws, units, schools } = from;
  let sum = 0;
  for (let d = 0; d < draws; d++) {
    const at = (d * units + unit) * schools;
    for (let s = 0; s < schools; s++) {
      sum += from.influence[at + s]! * to.influence[at + s]!;
    }
  }
  return sum / draws;
}
