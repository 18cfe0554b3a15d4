/**
 * Simulations that hold the methods against a known truth; too long for the
 * tests, which run short versions of them.
 * @module
 */
export * from "./background/background_studies.ts";
export * from "./background/condition_coverage.ts";
export * from "./background/coverage_tally.ts";
export * from "./background/decomposition_coverage.ts";
export * from "./background/education_coverage.ts";
export * from "./background/expected_coverage.ts";
export * from "./background/homes_input.ts";
export * from "./background/homes_truth.ts";
export * from "./background/imputed_coverage.ts";
export * from "./background/measure_coverage.ts";
export * from "./background/programme_homes.ts";
export * from "./choices/asymptotic_p.ts";
export { type ChoiceOptions } from "./choices/count_shares.ts";
export * from "./choices/no_change_as_finding.ts";
export * from "./choices/planned_power.ts";
export * from "./choices/plausible_values.ts";
export * from "./choices/pupils_as_independent.ts";
export * from "./choices/school_by_wave.ts";
export * from "./choices/without_link_error.ts";
export * from "./coverage.ts";
export * from "./criteria_study.ts";
export * from "./development_study.ts";
export * from "./dif_study.ts";
export * from "./dose_coverage.ts";
export * from "./error_study.ts";
export * from "./estimate_homes.ts";
export * from "./expected_band.ts";
export * from "./few_answers.ts";
export * from "./gradient_illusions.ts";
export * from "./gradient_recovery.ts";
export * from "./gradient_study.ts";
export * from "./interval_tally.ts";
export * from "./level_study.ts";
export type { LotterySetting } from "./lottery/draw_lottery_schools.ts";
export * from "./lottery/lottery_study.ts";
export * from "./recovery_study.ts";
export * from "./school_study.ts";
export * from "./shrunken_coverage.ts";
export * from "./simulate_answers.ts";
export * from "./simulate_cohorts.ts";
export * from "./simulate_homes.ts";
export * from "./small_programme.ts";
export * from "./studies.ts";
export * from "./study.ts";
export * from "./study_table.ts";
export * from "./trend_study.ts";
