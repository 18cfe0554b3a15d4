import {
  adjustOverOutcomes,
  type BalanceRank,
  balanceRank,
  effectEstimate,
  leaveOneSchoolOut,
  type LotteryData,
  type RandomisationTest,
  randomisationTest,
} from "#lib/effects/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import type { LotteryOutcomeData, LotteryReport } from "#lib/profiles/mod.ts";

/** What the draw says about one outcome. */
export interface OutcomeAnalysis {
  /** The outcome as it was before and after. */
  readonly outcome: LotteryOutcomeData;
  /** The exact test over all draws. */
  readonly test: RandomisationTest;
  /** Effect in points with the exact interval. */
  readonly effect: Estimate;
  /** Chance of any such finding among all outcomes if none has an effect. */
  readonly pAdjusted: number;
  /** Smallest and largest effect when one school is left out, points. */
  readonly withoutOneSchool: readonly [smallest: number, largest: number];
}

/** Everything the lottery's report says about the draw. */
export interface LotteryAnalysis {
  /** In the order of the lottery's outcomes. */
  readonly outcomes: readonly OutcomeAnalysis[];
  /** Balance over all outcomes as they were before the draw. */
  readonly balance: BalanceRank;
  /** Draws that were equally likely. */
  readonly draws: number;
  /** Schools drawn. */
  readonly drawn: number;
}

/**
 * Analyses the lottery as planned: per outcome the school means after, adjusted
 * for the same school's mean before, each school counting once, tested over all
 * possible draws; p-values adjusted over all outcomes together.
 *
 * @throws {RangeError} As the tests of `lib/effects`.
 */
export function analyseLottery(lottery: LotteryReport): LotteryAnalysis {
  const treated = lottery.schools.map((school) => school.treated ? 1 : 0);
  const pupils = lottery.schools.reduce((total, { n }) => total + n, 0);
  const adjusted = adjustOverOutcomes(
    lottery.outcomes.map(({ scale, before, after }) => ({
      id: scale,
      outcome: after,
      baseline: [before],
    })),
    treated,
  );
  const outcomes = lottery.outcomes.map((outcome) => {
    const data = {
      outcome: outcome.after,
      treated,
      baseline: [outcome.before],
    };
    const test = randomisationTest(data);
    return {
      outcome,
      test,
      effect: effectEstimate(test, { unit: "points", n: pupils }),
      pAdjusted: adjusted.find(({ id }) => id === outcome.scale)?.pAdjusted ??
        1,
      withoutOneSchool: rangeWithoutOne(data),
    };
  });
  return {
    outcomes,
    balance: balanceRank(lottery.outcomes.map(({ before }) => before), treated),
    draws: outcomes[0]?.test.draws ?? 0,
    drawn: treated.filter(Boolean).length,
  };
}

function rangeWithoutOne(data: LotteryData): [number, number] {
  const effects = leaveOneSchoolOut(data).map(({ effect }) => effect);
  return [Math.min(...effects), Math.max(...effects)];
}
