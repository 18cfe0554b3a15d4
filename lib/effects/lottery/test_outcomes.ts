import type { DrawSet } from "./draw_set.ts";
import { drawStatistics } from "./draw_statistics.ts";
import {
  type LotteryOutcome,
  type PreparedOutcome,
  prepareOutcome,
} from "./lottery_outcome.ts";
import {
  createWorkspace,
  type DrawComparison,
  type RandomisationTest,
  type RandomisationTestOptions,
  testPrepared,
} from "./randomisation_test.ts";
import { recordedOnly } from "./recorded_only.ts";

/** One of several outcomes, tested alone and among all. */
export interface JointTest extends RandomisationTest {
  /** Chance of any such finding among all outcomes if none has an effect. */
  readonly pAdjusted: number;
  /** Never null. */
  readonly studentised: DrawComparison;
}

/** Squared studentised difference of the recorded draw alone. */
function recordedSquare(outcome: PreparedOutcome, draws: DrawSet): number {
  const only = recordedOnly(draws);
  const [a = 0, , variance = 0] = drawStatistics(outcome, only).values;
  return a * a / variance;
}

/**
 * Tests several outcomes of one lottery, each alone and all together, from the same
 * draws.
 *
 * From the least to the most extreme outcome, each is compared over all draws with the
 * largest studentised difference among itself and those before it; adjusted p-values
 * never fall going back. Correlated outcomes cost less than by Holm, since the draws
 * show how they move together. Outcomes are gone through one at a time, so the room
 * needed does not grow with their number.
 *
 * @param outcomes In the order of the schools of the draw.
 * @returns In the order of the outcomes.
 * @throws {RangeError} As `randomisationTest`, or when an outcome has no studentised
 * difference.
 * @see Westfall & Young (1993), Resampling-Based Multiple Testing, chapter 2.
 */
export function testOutcomes(
  outcomes: readonly LotteryOutcome[],
  draws: DrawSet,
  options: Omit<RandomisationTestOptions, "exposure"> = {},
): readonly JointTest[] {
  const workspace = createWorkspace(draws);
  const prepared = outcomes.map((outcome) => prepareOutcome(outcome, draws));
  const squares = prepared.map((outcome) => recordedSquare(outcome, draws));
  const order = outcomes.map((_, k) => k)
    .sort((a, b) => squares[a]! - squares[b]! || b - a);
  const tests: Omit<JointTest, "pAdjusted">[] = [];
  const adjusted = new Float64Array(outcomes.length);
  for (const k of order) {
    const { test, asExtremeSoFar } = testPrepared(prepared[k]!, draws, {
      ...options,
      workspace,
    });
    const { studentised } = test;
    if (studentised === null) {
      throw new RangeError(
        `Cannot test outcomes together: outcome ${k} has no standard error, at least two schools that differ are needed in both groups`,
      );
    }
    tests[k] = { ...test, studentised };
    adjusted[k] = asExtremeSoFar / draws.size;
  }
  let highest = 0;
  for (const k of order.toReversed()) {
    highest = Math.max(highest, adjusted[k]!);
    adjusted[k] = highest;
  }
  return tests.map((test, k) => ({ ...test, pAdjusted: adjusted[k]! }));
}
