import type { DrawSet } from "./draw_set.ts";
import { drawStatistics } from "./draw_statistics.ts";
import { recordedDraw } from "./extreme_polynomials.ts";
import { type LotteryOutcome, prepareOutcome } from "./lottery_outcome.ts";
import { recordedOnly } from "./recorded_only.ts";

/**
 * The effect that `randomisationTest` gives, without any test; needs the recorded draw
 * only, so that it may be asked for often.
 *
 * @returns In the unit of the outcome.
 * @throws {RangeError} As `randomisationTest`.
 */
export function estimateEffect(
  outcome: LotteryOutcome,
  draws: DrawSet,
): number {
  const only = recordedOnly(draws);
  return recordedDraw(drawStatistics(prepareOutcome(outcome, only), only))
    .centre;
}
