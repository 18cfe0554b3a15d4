import type { DrawSet } from "./draw_set.ts";
import { estimateEffect } from "./estimate_effect.ts";
import type { LotteryOutcome } from "./lottery_outcome.ts";
import { withoutSchool } from "./recorded_only.ts";

/**
 * Estimates the effect without each school in turn: a finding that hangs on one
 * school is not a finding.
 *
 * Each is the effect that `randomisationTest` gives for the remaining schools, which
 * needs the recorded draw only. Without one school of a pair its partner is left out too.
 *
 * @returns One effect per school left out, in the unit of the outcome.
 * @throws {RangeError} As `randomisationTest`, also for the data without one school.
 */
export function effectsWithoutEachSchool(
  { outcome, baseline = [], weights, adjustment = "residual" }: LotteryOutcome,
  draws: DrawSet,
): Float64Array {
  return Float64Array.from({ length: draws.schools }, (_, school) => {
    const { draw, kept } = withoutSchool(draws, school);
    const only = (values: ArrayLike<number>) => kept.map((i) => values[i]!);
    return estimateEffect({
      outcome: only(outcome),
      baseline: baseline.map(only),
      adjustment,
      ...(weights && { weights: only(weights) }),
    }, draw);
  });
}
