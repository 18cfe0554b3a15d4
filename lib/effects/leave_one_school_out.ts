import { countAsExtreme } from "./count_as_extreme.ts";
import { drawStatistics, residualise } from "./draw_statistics.ts";
import { type LotteryData, toLottery } from "./lottery.ts";

/** The lottery without one of its schools. */
export interface LeftOutSchool {
  /** Place of the school in the data. */
  readonly school: number;
  /** In the unit of the outcome. */
  readonly effect: number;
  /** Two-sided, over the draws of the remaining schools. */
  readonly pValue: number;
}

/**
 * Repeats the exact test without each school in turn: a finding that hangs on one
 * school is not a finding.
 *
 * @throws {RangeError} As `toLottery`, also for the data without one school.
 */
export function leaveOneSchoolOut(data: LotteryData): readonly LeftOutSchool[] {
  const { schools, outcome, treated, baseline, weights } = toLottery(data);
  return Array.from({ length: schools }, (_, school) => {
    const without = (values: Float64Array) =>
      values.filter((_, i) => i !== school);
    const rest = toLottery({
      outcome: without(outcome),
      treated: without(treated),
      baseline: baseline.map(without),
      weights: without(weights),
    });
    const { difference, exposure, actual } = drawStatistics(
      rest,
      residualise(rest),
    );
    return {
      school,
      effect: difference[actual]! / exposure[actual]!,
      pValue: countAsExtreme(difference, actual, "two-sided") / rest.draws,
    };
  });
}
