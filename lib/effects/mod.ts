/**
 * Development over waves, success criteria, and the lottery between schools.
 * @module
 */
export * from "./adjust_over_outcomes.ts";
export * from "./balance_rank.ts";
export type { Alternative } from "./count_as_extreme.ts";
export * from "./effect_estimate.ts";
export * from "./judge_criterion.ts";
export * from "./leave_one_school_out.ts";
export { countDraws, type LotteryData } from "./lottery.ts";
export * from "./minimum_detectable_effect.ts";
export {
  type RandomisationTest,
  randomisationTest,
  type RandomisationTestOptions,
} from "./randomisation_test.ts";
