import {
  type DrawSet,
  type LotteryOutcome,
  possibleDraws,
} from "#lib/effects/mod.ts";
import { ln } from "#lib/numerics/mod.ts";
import type { LotteryOutcomeData, LotteryReport } from "#lib/profiles/mod.ts";

/** The draws that were possible, as the record says that the schools were drawn. */
export function drawsOf({ schools }: LotteryReport): DrawSet {
  const treated = schools.map((school) => school.treated ? 1 : 0);
  const strata = schools.map(({ stratum }) => stratum);
  return possibleDraws(treated, {
    plan: strata.every((stratum) => stratum !== null)
      ? { kind: "stratified", strata }
      : { kind: "complete" },
  });
}

/** School means after, adjusted for the school's own mean before. */
export function meanOutcome(
  { before, after }: LotteryOutcomeData,
): LotteryOutcome {
  return { outcome: after, baseline: [before] };
}

/**
 * Logarithm of the pupils' spread after, adjusted for that before: its effect is the
 * logarithm of the factor by which the spread has become larger.
 */
export function spreadOutcome(
  { spreadBefore, spreadAfter }: LotteryOutcomeData,
): LotteryOutcome {
  return { outcome: spreadAfter.map(ln), baseline: [spreadBefore.map(ln)] };
}
