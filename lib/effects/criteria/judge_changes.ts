import { adjustBenjaminiHochberg, adjustHolm } from "#lib/inference/mod.ts";
import {
  differencePValue,
  equivalencePValue,
  type TestedEstimate,
} from "./equivalence_test.ts";

/**
 * What the numbers say of a change:
 * - "documented-progress" or "decline": it is different from 0, in the desired
 *   direction or the other one;
 * - "no-certain-change": it is not, and it is shown to be within the margin, which is
 *   a finding of its own;
 * - "uncertain": it is not, and it may be beyond the margin: the data cannot tell.
 */
export type Verdict =
  | "documented-progress"
  | "no-certain-change"
  | "decline"
  | "uncertain";

/** What is stated of a change before it is looked at. */
export interface ChangeRule {
  /** Smallest change that matters, in the estimate's unit, above 0. */
  readonly margin: number;
  /** +1 where a rise is success, −1 where a fall is. */
  readonly desired: 1 | -1;
  /** Level of the tests, e.g. 0.05. */
  readonly alpha: number;
}

/** A change with the rule that it is judged by. */
export interface ChangeToJudge extends ChangeRule {
  /** The change, in the unit of the margin. */
  readonly change: TestedEstimate;
}

/** A change judged within its family. */
export interface ChangeJudgement {
  /** What the numbers say. */
  readonly verdict: Verdict;
  /** Whether the change is shown to be within the margin, whatever the verdict. */
  readonly isSmall: boolean;
  /** Two-sided p-value of no change, adjusted within the family. */
  readonly differenceP: number;
  /** p-value of a change beyond the margin, adjusted within the family. */
  readonly equivalenceP: number;
}

/** Options for {@linkcode judgeChanges}. */
export interface JudgeOptions {
  /**
   * "Holm" keeps the chance of any false claim in the family below alpha;
   * "Benjamini-Hochberg" keeps the expected share of false claims below it.
   */
  readonly adjustment: "Holm" | "Benjamini-Hochberg";
}

/**
 * Judges a family of changes against rules stated beforehand.
 *
 * Each is tested for being different from 0 and for being within its margin; either
 * set of p-values is adjusted for the number of changes. This speaks of development,
 * never of an effect: there is no comparison group.
 *
 * @returns In the order given.
 * @throws {RangeError} If a margin is not above 0 or an alpha not between 0 and 1.
 */
export function judgeChanges(
  family: readonly ChangeToJudge[],
  { adjustment }: JudgeOptions,
): readonly ChangeJudgement[] {
  for (const { alpha } of family) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new RangeError(
        `Cannot judge a change: alpha ${alpha} is not between 0 and 1`,
      );
    }
  }
  const adjust = adjustment === "Holm" ? adjustHolm : adjustBenjaminiHochberg;
  const difference = adjust(
    family.map(({ change }) => differencePValue(change)),
  );
  const equivalence = adjust(
    family.map(({ change, margin }) => equivalencePValue(change, margin)),
  );
  return family.map((one, i) => {
    const differenceP = difference[i]!, equivalenceP = equivalence[i]!;
    const isSmall = equivalenceP <= one.alpha;
    return {
      verdict: verdictOf(one, {
        isDifferent: differenceP <= one.alpha,
        isSmall,
      }),
      isSmall,
      differenceP,
      equivalenceP,
    };
  });
}

function verdictOf(
  { change, desired }: ChangeToJudge,
  { isDifferent, isSmall }: {
    readonly isDifferent: boolean;
    readonly isSmall: boolean;
  },
): Verdict {
  if (isDifferent) {
    return change.value * desired > 0 ? "documented-progress" : "decline";
  }
  return isSmall ? "no-certain-change" : "uncertain";
}
