import type { DrawSet } from "./draw_set.ts";
import {
  type RandomisationTest,
  randomisationTest,
} from "./randomisation_test.ts";

/** How many pupils each school asked and heard from after the draw. */
export interface SchoolResponse {
  /** Pupils asked, above 0 in every school. */
  readonly invited: ArrayLike<number>;
  /** Pupils with an answer, 0 to invited. */
  readonly answered: ArrayLike<number>;
}

/** Response in both groups after the draw. */
export interface AttritionComparison {
  /** Pupils of drawn schools who answered, over those asked, 0–1. */
  readonly rateDrawn: number;
  /** The same in the other schools. */
  readonly rateOthers: number;
  /** The schools' response rates tested over all draws; null where they are all alike. */
  readonly test: RandomisationTest | null;
}

/**
 * Compares who answered in the two groups: a lottery makes groups alike, but not those
 * who are left after some have gone.
 *
 * The test asks whether response rates of schools differ more than other draws would
 * make them; that no difference is found does not show that the same pupils answered.
 *
 * @throws {RangeError} If lengths differ or a count is impossible.
 */
export function compareAttrition(
  { invited, answered }: SchoolResponse,
  draws: DrawSet,
): AttritionComparison {
  const { schools, treated } = draws;
  if (invited.length !== schools || answered.length !== schools) {
    throw new RangeError(
      `Cannot compare attrition: found ${invited.length} and ${answered.length} counts, ${schools} of each are needed`,
    );
  }
  const asked = [0, 0], heard = [0, 0];
  const rates = Float64Array.from({ length: schools }, (_, i) => {
    const all = invited[i]!, some = answered[i]!;
    if (!(all > 0 && some >= 0 && some <= all)) {
      throw new RangeError(
        `Cannot compare attrition: ${some} of ${all} pupils of school ${i} answered, more than 0 must be asked and no more can answer`,
      );
    }
    asked[treated[i]!]! += all;
    heard[treated[i]!]! += some;
    return some / all;
  });
  return {
    rateDrawn: heard[1]! / asked[1]!,
    rateOthers: heard[0]! / asked[0]!,
    test: rates.every((rate) => rate === rates[0])
      ? null
      : randomisationTest({ outcome: rates }, draws),
  };
}
