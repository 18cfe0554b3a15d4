import type { DrawSet } from "./draw_set.ts";
import type { LotteryOutcome } from "./lottery_outcome.ts";
import {
  type RandomisationTest,
  randomisationTest,
  type RandomisationTestOptions,
} from "./randomisation_test.ts";

/** The effect of taking part, where not all drawn schools did or others did too. */
export interface ComplierEffect extends RandomisationTest {
  /** Mean of what drawn schools received, 0–1. */
  readonly receivedByDrawn: number;
  /** Mean of what the other schools received, 0–1. */
  readonly receivedByOthers: number;
}

/**
 * Estimates the effect of taking part for the schools that the draw made take part.
 *
 * The estimate is the effect of being drawn over the difference in participation that
 * the draw made. The interval holds every effect τ for which outcome less τ times
 * participation does not differ more than by chance over the draws; it is exact also
 * when few complied, and infinite when the draw moved participation too little to tell.
 * It rests on two assumptions: the draw matters only through participation, and it kept
 * no school from taking part. The p-values are those of being drawn.
 *
 * @param outcome As in `randomisationTest`.
 * @param received Share of the programme that each school took part in, 0–1, in the
 * order of the schools.
 * @throws {RangeError} As `randomisationTest`, if a share is not 0–1, or if the draw
 * made no difference to participation.
 * @see Imbens & Rosenbaum (2005), Journal of the Royal Statistical Society A 168, 109–126.
 */
export function complierEffect(
  outcome: LotteryOutcome,
  draws: DrawSet,
  { received, ...options }: Omit<RandomisationTestOptions, "exposure"> & {
    readonly received: ArrayLike<number>;
  },
): ComplierEffect {
  const { schools, treated, drawn } = draws;
  if (received.length !== schools) {
    throw new RangeError(
      `Cannot estimate the effect of taking part: found ${received.length} shares received, ${schools} are needed`,
    );
  }
  let byDrawn = 0, byOthers = 0;
  for (let i = 0; i < schools; i++) {
    const share = received[i]!;
    if (!(share >= 0 && share <= 1)) {
      throw new RangeError(
        `Cannot estimate the effect of taking part: school ${i} received ${share}, it must be 0 to 1`,
      );
    }
    if (treated[i] === 1) byDrawn += share / drawn;
    else byOthers += share / (schools - drawn);
  }
  if (!(Math.abs(byDrawn - byOthers) > 1e-9)) {
    throw new RangeError(
      `Cannot estimate the effect of taking part: drawn and other schools both received ${byDrawn}, the draw must have made a difference`,
    );
  }
  const test = randomisationTest(outcome, draws, {
    ...options,
    exposure: received,
  });
  return { ...test, receivedByDrawn: byDrawn, receivedByOthers: byOthers };
}
