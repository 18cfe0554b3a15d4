import type { DetectableEffect } from "./detectable_effect.ts";

/** Options for {@linkcode requiredSchools}. */
export interface RequiredSchoolsOptions {
  /** Least number of schools to try. @default {4} */
  readonly from?: number;
  /** Most schools that can be had. @default {10000} */
  readonly most?: number;
}

/**
 * The least number of schools with which an effect can be detected.
 *
 * @param effect Smallest effect that matters, SDs of pupils' scores, above 0.
 * @param plan What can be detected with a number of schools, e.g. `(schools) =>
 * minimumDetectableEffect({ ...design, schools, treated: Math.round(schools / 2) })`.
 * @returns `null` where even the most schools are too few, as when a link error alone
 * is larger than the effect.
 * @throws {RangeError} If the effect is not above 0 or the numbers are not in order.
 */
export function requiredSchools(
  effect: number,
  plan: (schools: number) => DetectableEffect,
  { from = 4, most = 10000 }: RequiredSchoolsOptions = {},
): number | null {
  if (!(effect > 0 && from <= most)) {
    throw new RangeError(
      `Cannot find a number of schools: found effect ${effect} and ${from} to ${most} schools, the effect must be above 0 and the numbers in order`,
    );
  }
  const isEnough = (schools: number) => plan(schools).standardised <= effect;
  let tooFew = from - 1, enough = from;
  while (!isEnough(enough)) {
    if (enough === most) return null;
    tooFew = enough;
    enough = Math.min(most, 2 * enough);
  }
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  // Rounding the share drawn makes odd and even numbers differ: look a little lower.
  for (let schools = Math.max(from, enough - 3); schools < enough; schools++) {
    if (isEnough(schools)) return schools;
  }
  return enough;
}
