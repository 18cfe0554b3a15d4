import {
  balanceDistance,
  type CompletePlan,
  type DrawPlan,
  type DrawSet,
  possibleDraws,
  type StratifiedPlan,
} from "#lib/effects/mod.ts";
import type { DrawRule, LotterySchool } from "./lottery_types.ts";

/** Distances closer than this to the largest that passed, relative, have passed. */
const ROUNDING = 1e-9;

/** What is written down about a draw, apart from its outcomes. */
export interface DrawRecord {
  /** In the order of the data. */
  readonly schools: readonly Pick<LotterySchool, "treated" | "stratum">[];
  /** As in `LotteryReport`. */
  readonly rule: DrawRule | null;
}

function withRule(
  of: CompletePlan | StratifiedPlan,
  { covariates, largestDistance }: DrawRule,
): DrawPlan {
  const distance = balanceDistance(covariates);
  const limit = largestDistance * (1 + ROUNDING);
  return {
    kind: "accepted",
    of,
    accept: (treated) => distance(treated) <= limit,
  };
}

/**
 * The draws that were possible, as the record says that the schools were drawn: all at
 * once or within strata, and only those that a rule let pass.
 *
 * @throws {RangeError} As `possibleDraws`; if the covariates of the rule are dependent.
 */
export function lotteryDraws({ schools, rule }: DrawRecord): DrawSet {
  const strata = schools.map(({ stratum }) => stratum);
  const plan: CompletePlan | StratifiedPlan =
    strata.every((stratum) => stratum !== null)
      ? { kind: "stratified", strata }
      : { kind: "complete" };
  return possibleDraws(schools.map(({ treated }) => treated ? 1 : 0), {
    plan: rule ? withRule(plan, rule) : plan,
  });
}
