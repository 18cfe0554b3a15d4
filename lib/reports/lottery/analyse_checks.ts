import {
  type AttritionComparison,
  compareAttrition,
  type ComplierEffect,
  complierEffect,
  type DrawSet,
  type RandomisationTest,
  randomisationTest,
  robustEffect,
  type StatisticKind,
  testOutcomes,
  wildEffect,
} from "#lib/effects/mod.ts";
import { expm1 } from "#lib/numerics/mod.ts";
import type { LotteryOutcomeData } from "#lib/profiles/mod.ts";
import type { LotteryData } from "./analyse_lottery.ts";
import { meanOutcome, spreadOutcome } from "./lottery_inputs.ts";

/** What the draw did to the spread among the pupils of a school. */
export interface SpreadAnalysis {
  /** The outcome it is the spread of. */
  readonly outcome: LotteryOutcomeData;
  /** By how much larger the spread became, as a share; below 0 it shrank. */
  readonly change: number;
  /** Exact interval of that. */
  readonly interval: readonly [lower: number, upper: number];
  /** Chance of any such finding in the spread of all outcomes if none has an effect. */
  readonly pAdjusted: number;
}

/** Effects of one outcome if those who did not answer were the most or least able. */
export interface AttritionBounds {
  /** The outcome. */
  readonly outcome: LotteryOutcomeData;
  /** Smallest and largest effect, points. */
  readonly effects: readonly [smallest: number, largest: number];
  /** From the lower end of the one's 95 % interval to the upper end of the other's. */
  readonly interval: readonly [lower: number, upper: number];
}

/** One other way to compute the effect on the primary outcome. */
export interface OtherAnalysis {
  /** Danish name of what is different. */
  readonly label: string;
  /** Points. */
  readonly effect: number;
  /** 95 % interval. */
  readonly interval: readonly [lower: number, upper: number];
  /** Two-sided. */
  readonly pValue: number;
}

/** What could have gone wrong after the draw, and other ways to compute. */
export interface LotteryChecks {
  /** Effects on the spread, in the order of the outcomes. */
  readonly spread: readonly SpreadAnalysis[];
  /** Who answered. */
  readonly attrition: AttritionComparison;
  /** What lost answers could have done; empty where both groups answered alike. */
  readonly bounds: readonly AttritionBounds[];
  /** Effects of taking part, per outcome; null where nobody wrote down who did. */
  readonly compliers: readonly ComplierEffect[] | null;
  /** Other ways to compute the effect on the primary outcome; empty without one. */
  readonly others: readonly OtherAnalysis[];
}

/** Examines everything but the main results. */
export function analyseChecks(
  lottery: LotteryData,
  draws: DrawSet,
): LotteryChecks {
  const { schools, outcomes } = lottery;
  return {
    spread: analyseSpread(lottery, draws),
    attrition: compareAttrition({
      invited: schools.map(({ invited }) => invited),
      answered: schools.map(({ answered }) => answered),
    }, draws),
    bounds: outcomes.filter(({ trimmedShare }) => trimmedShare > 0)
      .map((outcome) => boundEffect(outcome, draws)),
    compliers: analyseCompliers(lottery, draws),
    others: analyseOtherwise(lottery, draws),
  };
}

function boundEffect(
  outcome: LotteryOutcomeData,
  draws: DrawSet,
): AttritionBounds {
  const [smallest, largest] = [outcome.lowestAfter, outcome.highestAfter].map(
    (after) => {
      const input = { ...meanOutcome(outcome), outcome: after };
      return randomisationTest(input, draws, { intervals: "studentised" });
    },
  ) as [RandomisationTest, RandomisationTest];
  const ends = ({ studentised, plain }: RandomisationTest) =>
    (studentised ?? plain).interval;
  return {
    outcome,
    effects: [smallest.effect, largest.effect],
    interval: [ends(smallest)[0], ends(largest)[1]],
  };
}

function analyseSpread(
  { outcomes }: LotteryData,
  draws: DrawSet,
): SpreadAnalysis[] {
  const tests = testOutcomes(outcomes.map(spreadOutcome), draws, {
    intervals: "studentised",
  });
  return tests.map(({ effect, studentised: { interval }, pAdjusted }, k) => ({
    outcome: outcomes[k]!,
    change: expm1(effect),
    interval: [expm1(interval[0]), expm1(interval[1])],
    pAdjusted,
  }));
}

function analyseCompliers(
  { schools, outcomes }: LotteryData,
  draws: DrawSet,
): ComplierEffect[] | null {
  if (schools.some(({ received }) => received === null)) return null;
  const received = schools.map((school) => school.received ? 1 : 0);
  return outcomes.map((outcome) =>
    complierEffect(meanOutcome(outcome), draws, {
      received,
      intervals: "studentised",
    })
  );
}

function analyseOtherwise(
  { schools, outcomes, primaryScale }: LotteryData,
  draws: DrawSet,
): OtherAnalysis[] {
  const primary = outcomes.find(({ scale }) => scale === primaryScale);
  if (primary === undefined) return [];
  const input = meanOutcome(primary);
  const weights = schools.map(({ n }) => n);
  const test = (
    label: string,
    outcome: typeof input,
    kind: StatisticKind = "studentised",
  ): OtherAnalysis => {
    const found = randomisationTest(outcome, draws, { intervals: kind });
    const { interval, pValue } = found[kind] ?? found.plain;
    return { label, effect: found.effect, interval, pValue };
  };
  return [
    test("Uden skolens resultat før", { outcome: primary.after }),
    test("Hver elev tæller lige meget", { ...input, weights }),
    test(
      "Uden hensyn til, at grupperne kan spredes forskelligt",
      input,
      "plain",
    ),
    {
      ...robustEffect(input, draws),
      label: "Regression over skolerne med robuste fejl (CR2, Satterthwaite)",
    },
    {
      ...wildEffect(input, draws),
      label: "Regression over skolerne med wild bootstrap",
    },
    {
      ...primary.pupilRegression,
      label:
        "Regression over eleverne, med robuste fejl efter skole (CR2, Satterthwaite)",
    },
  ];
}
