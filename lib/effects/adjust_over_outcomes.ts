import { countAsExtreme } from "./count_as_extreme.ts";
import { listDraws, type ListedDraws } from "./list_draws.ts";
import type { LotteryData } from "./lottery.ts";

/** An outcome's p-value, alone and among all. */
export interface AdjustedOutcome {
  /** Studentised difference of the actual draw. */
  readonly statistic: number;
  /** Two-sided, studentised, for this outcome alone. */
  readonly pValue: number;
  /** Chance of any such finding among all outcomes if none has an effect. */
  readonly pAdjusted: number;
}

/** A statistic this much below counts as equal, relative. */
const TIE = 1e-9;

/**
 * Tests several outcomes of one lottery together, exactly.
 *
 * From the least to the most extreme outcome, each is compared over all draws with
 * the largest studentised difference among itself and those before it; adjusted
 * p-values never fall going back. Correlated outcomes cost less than by Holm, since
 * the draws show how they move together.
 *
 * @param outcomes At least one; the schools and the draw are the same in all.
 * @returns In the order of the outcomes.
 * @throws {RangeError} As `listDraws`, when the draws differ, or when a studentised
 * difference is undefined.
 * @see Westfall & Young (1993), Resampling-Based Multiple Testing, chapter 2.
 */
export function adjustOverOutcomes(
  outcomes: readonly (LotteryData | ListedDraws)[],
): readonly AdjustedOutcome[] {
  const listed = outcomes.map(listDraws);
  checkComparable(listed);
  const tested = listed.map(({ statistics: { studentised, actual } }) => {
    const pValue = countAsExtreme(studentised, actual, "two-sided") /
      studentised.length;
    return { statistic: studentised[actual]!, pValue, studentised };
  });
  const adjusted = stepDown(tested);
  return tested.map(({ statistic, pValue }, k) => ({
    statistic,
    pValue,
    pAdjusted: adjusted[k]!,
  }));
}

function checkComparable(listed: readonly ListedDraws[]): void {
  const first = listed[0]?.lottery.treated.join();
  listed.forEach(({ lottery, statistics: { studentised, actual } }, k) => {
    if (lottery.treated.join() !== first) {
      throw new RangeError(
        `Cannot test outcomes together: outcome ${k} has another draw than outcome 0, all must have the same`,
      );
    }
    if (Number.isNaN(studentised[actual]!)) {
      throw new RangeError(
        `Cannot test outcomes together: the studentised difference of outcome ${k} is not a number, at least two schools that differ are needed in both groups`,
      );
    }
  });
}

function stepDown(
  tested: readonly {
    readonly statistic: number;
    readonly studentised: Float64Array;
  }[],
): Float64Array {
  const adjusted = new Float64Array(tested.length);
  const size = (k: number) => Math.abs(tested[k]!.statistic);
  const order = tested.map((_, k) => k).sort((a, b) =>
    size(a) - size(b) || b - a
  );
  const largest = new Float64Array(tested[0]?.studentised.length ?? 0);
  for (const k of order) {
    const { studentised } = tested[k]!;
    const bar = size(k) * (1 - TIE);
    let count = 0;
    for (let z = 0; z < largest.length; z++) {
      largest[z] = Math.max(largest[z]!, Math.abs(studentised[z]!));
      if (largest[z]! >= bar) count++;
    }
    adjusted[k] = count / largest.length;
  }
  let highest = 0;
  for (const k of order.reverse()) {
    highest = Math.max(highest, adjusted[k]!);
    adjusted[k] = highest;
  }
  return adjusted;
}
