import {
  checkShare,
  type DetectableEffect,
  detectableEffect,
  type DetectableEffectOptions,
} from "./detectable_effect.ts";

/** A planned comparison of two waves in the same schools; variances in SDs² of pupils' scores. */
export interface WaveChangeDesign {
  /** Schools that take part in both waves. */
  readonly schools: number;
  /** Pupils with a score per school and wave, on average. */
  readonly pupilsPerSchool: number;
  /** Share of the variance of pupils' scores that lies between schools, 0–1. */
  readonly icc: number;
  /**
   * Correlation of a school's true mean in the two waves, 0–1: the rest of the
   * variance between schools is school × wave variance. At 1 all schools move alike.
   */
  readonly schoolStability: number;
  /** Share of pupils who are in both waves. @default {0} */
  readonly overlap?: number;
  /** Correlation of the scores of the same pupil of a school in the two waves, 0–1. @default {0} */
  readonly pupilStability?: number;
  /**
   * Standard error from the choice of common items, SDs; it is common to all schools
   * and is not made smaller by more of them. @default {0}
   */
  readonly linkError?: number;
  /** Common items; the link error has that less 1 degrees of freedom. @default {Infinity} */
  readonly commonItems?: number;
}

function checkDesign(
  {
    schools,
    pupilsPerSchool,
    icc,
    schoolStability,
    overlap = 0,
    pupilStability = 0,
    linkError = 0,
    commonItems = Infinity,
  }: WaveChangeDesign,
): void {
  checkShare(icc, "ICC");
  checkShare(schoolStability, "stability of schools");
  checkShare(overlap, "share of pupils in both waves");
  checkShare(pupilStability, "stability of pupils");
  if (!(schools > 1 && pupilsPerSchool > 0 && linkError >= 0)) {
    throw new RangeError(
      `Cannot compute a detectable change: found ${schools} schools, ${pupilsPerSchool} pupils in each and link error ${linkError}, at least 2 schools with pupils and a link error of 0 or more are needed`,
    );
  }
  if (!(commonItems > 1)) {
    throw new RangeError(
      `Cannot compute a detectable change: found ${commonItems} common items, at least 2 are needed`,
    );
  }
}

/**
 * The change between two waves that is found with the given power, to be told before
 * the next wave.
 *
 * With J schools and n pupils in each, the variance of the change is
 * 2 ICC (1 − c) / J for school × wave, with c the stability of schools, plus
 * 2 (1 − ICC) (1 − o r) / (J n) for pupils, of whom a share o is in both waves with
 * correlation r, plus the squared link error. The first two have J − 1 degrees of
 * freedom, the last the number of common items − 1, and are put together by
 * Satterthwaite's rule.
 *
 * @throws {RangeError} If a share is not 0–1 or there are too few schools or items.
 * @see Bloom (1995), Evaluation Review 19, 547–556, for the principle.
 */
export function minimumDetectableChange(
  design: WaveChangeDesign,
  options: DetectableEffectOptions = {},
): DetectableEffect {
  checkDesign(design);
  const {
    schools,
    pupilsPerSchool,
    icc,
    schoolStability,
    overlap = 0,
    pupilStability = 0,
    linkError = 0,
    commonItems = Infinity,
  } = design;
  const sampling = 2 * icc * (1 - schoolStability) / schools +
    2 * (1 - icc) * (1 - overlap * pupilStability) /
      (schools * pupilsPerSchool);
  const link = linkError * linkError;
  const variance = sampling + link;
  if (!(variance > 0)) {
    throw new RangeError(
      "Cannot compute a detectable change: found no variance at all, neither of schools, pupils nor items",
    );
  }
  const degreesOfFreedom = link === 0 ? schools - 1 : variance * variance /
    (sampling * sampling / (schools - 1) + link * link / (commonItems - 1));
  return detectableEffect(
    { standardError: Math.sqrt(variance), degreesOfFreedom },
    options,
  );
}
