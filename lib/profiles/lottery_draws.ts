import { type DrawSet, possibleDraws } from "#lib/effects/mod.ts";
import type { LotterySchool } from "./lottery_types.ts";

/**
 * The draws that were possible, as the record says that the schools were drawn.
 *
 * @throws {RangeError} As `possibleDraws`.
 */
export function lotteryDraws(
  schools: readonly Pick<LotterySchool, "treated" | "stratum">[],
): DrawSet {
  const treated = schools.map((school) => school.treated ? 1 : 0);
  const strata = schools.map(({ stratum }) => stratum);
  return possibleDraws(treated, {
    plan: strata.every((stratum) => stratum !== null)
      ? { kind: "stratified", strata }
      : { kind: "complete" },
  });
}
