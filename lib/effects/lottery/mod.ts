/**
 * A lottery between schools: effects from the draws that could have been made.
 * @module
 */
export * from "./balance_rank.ts";
export * from "./compare_attrition.ts";
export * from "./complier_effect.ts";
export type { Alternative } from "./count_as_extreme.ts";
export * from "./cross_checks.ts";
export * from "./draw_distribution.ts";
export * from "./draw_plan.ts";
export type { DrawSet } from "./draw_set.ts";
export * from "./effect_estimate.ts";
export * from "./estimate_effect.ts";
export * from "./effects_without_each_school.ts";
export { countDraws } from "./enumerate_draws.ts";
export type { StatisticKind } from "./extreme_polynomials.ts";
export type { Adjustment, LotteryOutcome } from "./lottery_outcome.ts";
export * from "./possible_draws.ts";
export {
  type DrawComparison,
  type RandomisationTest,
  randomisationTest,
  type RandomisationTestOptions,
} from "./randomisation_test.ts";
export * from "./test_outcomes.ts";
export * from "./trimmed_means.ts";
