import type { Estimate } from "#lib/inference/mod.ts";

/**
 * What the numbers say about a success criterion:
 * - "documented-progress": the interval lies entirely on the desired side of 0;
 * - "decline": it lies entirely on the other side;
 * - "no-certain-change": it holds 0 and lies within the margin, a finding of its own;
 * - "uncertain": it holds 0 and reaches beyond the margin, so nothing can be said.
 */
export type Verdict =
  | "documented-progress"
  | "no-certain-change"
  | "decline"
  | "uncertain";

/** What counts as a change for a criterion. */
export interface CriterionRule {
  /** Smallest change that counts as one, in the estimate's unit, above 0. */
  readonly margin: number;
  /** +1 where a rise is success, −1 where a fall is. */
  readonly desired: 1 | -1;
}

/**
 * Judges a change against a success criterion by its 95 % interval.
 *
 * This speaks of development, never of an effect: there is no comparison group.
 *
 * @throws {RangeError} If the margin is not above 0.
 */
export function judgeCriterion(
  { interval: [lower, upper] }: Pick<Estimate, "interval">,
  { margin, desired }: CriterionRule,
): Verdict {
  if (!(margin > 0)) {
    throw new RangeError(
      `Cannot judge a criterion: margin ${margin} is not above 0`,
    );
  }
  if (lower > 0) return desired === 1 ? "documented-progress" : "decline";
  if (upper < 0) return desired === 1 ? "decline" : "documented-progress";
  return lower > -margin && upper < margin ? "no-certain-change" : "uncertain";
}
