import { residualise } from "./draw_statistics.ts";
import { type Lottery, type LotteryData, toLottery } from "./lottery.ts";

/**
 * The effect of the actual draw alone: weighted sum of the drawn schools' residual
 * outcomes over that of their residual draw. As residuals sum to zero over all
 * schools, this is the difference of means over the exposure.
 */
function effectOf(lottery: Lottery): number {
  const { outcome, treated } = residualise(lottery);
  let outcomes = 0, exposure = 0;
  for (let i = 0; i < lottery.schools; i++) {
    if (lottery.treated[i] !== 1) continue;
    outcomes += lottery.weights[i]! * outcome[i]!;
    exposure += lottery.weights[i]! * treated[i]!;
  }
  return outcomes / exposure;
}

/**
 * Estimates the effect without each school in turn: a finding that hangs on one
 * school is not a finding.
 *
 * Each is the effect that `randomisationTest` gives for the remaining schools, which
 * needs the actual draw only.
 *
 * @returns One effect per school left out, in the unit of the outcome.
 * @throws {RangeError} As `randomisationTest`, also for the data without one school.
 */
export function effectsWithoutEachSchool(data: LotteryData): Float64Array {
  const { schools, outcome, treated, baseline, weights } = toLottery(data);
  return Float64Array.from({ length: schools }, (_, school) => {
    const without = (values: Float64Array) =>
      values.filter((_, i) => i !== school);
    return effectOf(toLottery({
      outcome: without(outcome),
      treated: without(treated),
      baseline: baseline.map(without),
      weights: without(weights),
    }));
  });
}
