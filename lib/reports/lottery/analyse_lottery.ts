import {
  type BalanceRank,
  balanceRank,
  type DrawDistribution,
  drawDistribution,
  type DrawSet,
  effectEstimate,
  effectsWithoutEachSchool,
  type JointTest,
  type LotteryOutcome,
  testOutcomes,
} from "#lib/effects/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import {
  lotteryDraws,
  type LotteryOutcomeData,
  type LotteryReport,
} from "#lib/profiles/mod.ts";
import { directionOf } from "../words.ts";
import { analyseChecks, type LotteryChecks } from "./analyse_checks.ts";
import { meanOutcome } from "./lottery_inputs.ts";

/** Level of the adjusted p-value under which an effect is told. */
const level = 0.05;

/** What is analysed of a lottery. */
export type LotteryData = Pick<
  LotteryReport,
  "schools" | "outcomes" | "primaryScale" | "rule"
>;

/** What the draw says about one outcome. */
export interface OutcomeAnalysis {
  /** The outcome as it was before and after. */
  readonly outcome: LotteryOutcomeData;
  /** The exact test over all draws. */
  readonly test: JointTest;
  /** Effect in points with the exact interval. */
  readonly effect: Estimate;
  /** Chance of any such finding among all outcomes if none has an effect. */
  readonly pAdjusted: number;
  /** Whether it may be called an effect: interval without 0 and adjusted p under 0.05. */
  readonly certain: boolean;
  /** Smallest and largest effect when one school is left out, points. */
  readonly withoutOneSchool: readonly [smallest: number, largest: number];
}

/** The outcome that was named before any result, with all its draws. */
export interface PrimaryOutcome extends OutcomeAnalysis {
  /** All differences that could have been drawn. */
  readonly distribution: DrawDistribution;
}

/** Everything the lottery's report says about the draw. */
export interface LotteryAnalysis {
  /** In the order of the lottery's outcomes. */
  readonly outcomes: readonly OutcomeAnalysis[];
  /** One of `outcomes`, or null where none was named. */
  readonly primary: PrimaryOutcome | null;
  /** Balance over all outcomes as they were before the draw. */
  readonly balance: BalanceRank;
  /** The draws that the recorded one is compared with. */
  readonly draws: DrawSet;
  /** Spread, attrition, compliance and other ways to compute. */
  readonly checks: LotteryChecks;
}

/**
 * Analyses the lottery as planned: per outcome the school means after, adjusted
 * for the same school's mean before, each school counting once, tested over all
 * possible draws; p-values adjusted over all outcomes together.
 *
 * @param draws What the recorded draw is compared with; the draws that were possible.
 * @throws {RangeError} As the tests of `lib/effects`.
 */
export function analyseLottery(
  lottery: LotteryData,
  draws: DrawSet = lotteryDraws(lottery),
): LotteryAnalysis {
  const { schools, outcomes, primaryScale } = lottery;
  const n = schools.reduce((total, school) => total + school.n, 0);
  const inputs = outcomes.map(meanOutcome);
  const tests = testOutcomes(inputs, draws, { intervals: "studentised" });
  const analysed = outcomes.map((outcome, k) =>
    analyseOutcome(outcome, { input: inputs[k]!, draws, test: tests[k]!, n })
  );
  const first = outcomes.findIndex(({ scale }) => scale === primaryScale);
  return {
    outcomes: analysed,
    primary: first < 0 ? null : {
      ...analysed[first]!,
      distribution: drawDistribution(inputs[first]!, draws, {
        kind: "studentised",
        bins: 60,
      }),
    },
    balance: balanceRank(outcomes.map(({ before }) => before), draws),
    draws,
    checks: analyseChecks(lottery, draws),
  };
}

function analyseOutcome(
  outcome: LotteryOutcomeData,
  { input, draws, test, n }: {
    readonly input: LotteryOutcome;
    readonly draws: DrawSet;
    readonly test: JointTest;
    readonly n: number;
  },
): OutcomeAnalysis {
  const effect = effectEstimate(test, { unit: "points", n });
  const without = effectsWithoutEachSchool(input, draws);
  return {
    outcome,
    test,
    effect,
    pAdjusted: test.pAdjusted,
    certain: directionOf(effect) !== "same" && test.pAdjusted < level,
    withoutOneSchool: [Math.min(...without), Math.max(...without)],
  };
}
