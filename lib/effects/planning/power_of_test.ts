import {
  exp,
  gammaln,
  ln,
  normalCdf,
  normalQuantile,
  studentQuantile,
} from "#lib/numerics/mod.ts";
import { checkShare, type DetectableEffect } from "./detectable_effect.ts";

/** Intervals of Simpson's rule: the error is below 1e-9 from 2 degrees of freedom on. */
const INTERVALS = 1000;
/** How many SDs of an estimated standard error are integrated over, on either side. */
const REACH = 12;

/**
 * Mean of f(s) over an estimated standard error s that has the true one as 1: s² times
 * the degrees of freedom is chi-square.
 */
function meanOverScale(f: (s: number) => number, df: number): number {
  const spread = 1 / Math.sqrt(2 * df);
  const low = Math.max(0, 1 - REACH * spread), high = 1 + REACH * spread;
  const constant = ln(2) + df / 2 * ln(df / 2) - gammaln(df / 2);
  const step = (high - low) / INTERVALS;
  let sum = 0;
  for (let k = 0; k <= INTERVALS; k++) {
    const s = low + k * step;
    const density = s > 0
      ? exp(constant + (df - 1) * ln(s) - df * s * s / 2)
      : df === 1
      ? exp(constant)
      : 0;
    const coefficient = k === 0 || k === INTERVALS ? 1 : k % 2 === 1 ? 4 : 2;
    sum += coefficient * density * f(s);
  }
  return sum * step / 3;
}

/**
 * The chance that a two-sided t test finds a true effect.
 *
 * Exact for a normal estimate whose standard error is estimated with the given degrees
 * of freedom: P(|T| > t(1 − alpha/2)) for a non-central T. With 8 or more degrees of freedom
 * the power at the minimum detectable effect is 0.80 to two decimals; with fewer the
 * usual formula of that effect is a little too hopeful.
 *
 * @param effect True effect, in the unit of the standard error.
 * @param plan Standard error and degrees of freedom, as of a minimum detectable effect.
 * @throws {RangeError} If the level is not 0–1 or the plan has no standard error or degrees.
 * @see Johnson, Kotz & Balakrishnan (1995), Continuous Univariate Distributions, vol. 2,
 * chapter 31.
 */
export function powerOfTest(
  effect: number,
  plan: Pick<DetectableEffect, "standardError" | "degreesOfFreedom">,
  { alpha = 0.05 }: { readonly alpha?: number } = {},
): number {
  checkShare(alpha, "level");
  const { standardError, degreesOfFreedom: df } = plan;
  if (!(standardError > 0 && df >= 1)) {
    throw new RangeError(
      `Cannot compute power: found standard error ${standardError} and ${df} degrees of freedom, they must be above 0 and at least 1`,
    );
  }
  const shift = effect / standardError;
  const cut = df === Infinity
    ? normalQuantile(1 - alpha / 2)
    : studentQuantile(1 - alpha / 2, df);
  const found = (s: number) =>
    normalCdf(shift - cut * s) + normalCdf(-shift - cut * s);
  return df === Infinity ? found(1) : meanOverScale(found, df);
}
