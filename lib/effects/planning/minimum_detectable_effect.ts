import {
  checkShare,
  type DetectableEffect,
  detectableEffect,
  type DetectableEffectOptions,
} from "./detectable_effect.ts";

/** A planned comparison of drawn and other schools. */
export interface LotteryDesign {
  /** Schools in the draw. */
  readonly schools: number;
  /** Schools that are drawn, 1 to schools − 1. */
  readonly treated: number;
  /** Pupils with a score, on average. */
  readonly pupilsPerSchool: number;
  /** Share of the variance of pupils' scores that lies between schools, 0–1. */
  readonly icc: number;
  /** Share of the variance between schools that the baseline explains. @default {0} */
  readonly schoolR2?: number;
  /** Share of the variance between pupils of a school that the baseline explains. @default {0} */
  readonly pupilR2?: number;
  /** School covariates; each costs a degree of freedom. @default {0} */
  readonly covariates?: number;
}

/**
 * The effect that a lottery finds with the given power, to be told before any result.
 *
 * With P the share of schools drawn, J schools and n pupils in each, the variance is
 * ICC (1 − R²school) / (P (1 − P) J) + (1 − ICC) (1 − R²pupil) / (P (1 − P) J n); the
 * effect is its root times t(1 − alpha/2) + t(power) with J − 2 − covariates degrees of
 * freedom.
 *
 * @throws {RangeError} If a share is not 0–1 or no degrees of freedom are left.
 * @see Bloom, Richburg-Hayes & Black (2007), Educational Evaluation and Policy
 * Analysis 29, 30–59.
 */
export function minimumDetectableEffect(
  {
    schools,
    treated,
    pupilsPerSchool,
    icc,
    schoolR2 = 0,
    pupilR2 = 0,
    covariates = 0,
  }: LotteryDesign,
  options: DetectableEffectOptions = {},
): DetectableEffect {
  checkShare(icc, "ICC");
  checkShare(schoolR2, "R² of schools");
  checkShare(pupilR2, "R² of pupils");
  const degreesOfFreedom = schools - 2 - covariates;
  if (
    !(degreesOfFreedom > 0 && treated > 0 && treated < schools &&
      pupilsPerSchool > 0)
  ) {
    throw new RangeError(
      `Cannot compute a detectable effect: ${treated} of ${schools} schools with ${pupilsPerSchool} pupils and ${covariates} covariates leave nothing to compare`,
    );
  }
  const share = treated / schools;
  const perSchool = icc * (1 - schoolR2) +
    (1 - icc) * (1 - pupilR2) / pupilsPerSchool;
  const standardError = Math.sqrt(perSchool / (share * (1 - share) * schools));
  return detectableEffect({ standardError, degreesOfFreedom }, options);
}
