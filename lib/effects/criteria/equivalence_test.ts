import type { Estimate } from "#lib/inference/mod.ts";
import { studentCdf } from "#lib/numerics/mod.ts";

/** The parts of an estimate that tests need. */
export type TestedEstimate = Pick<
  Estimate,
  "value" | "standardError" | "degreesOfFreedom"
>;

/** Share of Student's distribution below t; a standard error of 0 leaves no doubt. */
function shareBelow(
  distance: number,
  { standardError, degreesOfFreedom }: TestedEstimate,
): number {
  if (standardError === 0) return distance > 0 ? 1 : distance < 0 ? 0 : 0.5;
  return studentCdf(distance / standardError, degreesOfFreedom);
}

/**
 * Two-sided p-value of the hypothesis that a number is 0.
 *
 * @returns 0–1.
 */
export function differencePValue(estimate: TestedEstimate): number {
  return Math.min(1, 2 * shareBelow(-Math.abs(estimate.value), estimate));
}

/**
 * p-value of the hypothesis that a number lies outside ±margin: small where the
 * number is shown to be small, which "not different from 0" does not show.
 *
 * Two one-sided tests: the larger of P(t ≥ (value + margin) / error) and
 * P(t ≤ (value − margin) / error). At level α it says the same as a 1 − 2α interval
 * that lies within ±margin.
 *
 * @param margin Above 0, in the estimate's unit.
 * @throws {RangeError} If the margin is not above 0.
 * @see Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657–680.
 */
export function equivalencePValue(
  estimate: TestedEstimate,
  margin: number,
): number {
  if (!(margin > 0)) {
    throw new RangeError(
      `Cannot test that a change is small: margin ${margin} is not above 0`,
    );
  }
  return Math.max(
    shareBelow(-(estimate.value + margin), estimate),
    shareBelow(estimate.value - margin, estimate),
  );
}
