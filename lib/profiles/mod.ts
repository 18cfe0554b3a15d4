/**
 * All numbers of one class, school, municipality or the programme.
 * @module
 */
export * from "./background_index_file.ts";
export * from "./lottery/compute_lottery.ts";
export * from "./compute_results.ts";
export * from "./criteria_results.ts";
export * from "./development_types.ts";
export * from "./digests.ts";
export * from "./disclosure.ts";
export * from "./documentation/document_scale.ts";
export * from "./estimates/estimate_regions.ts";
export * from "./estimates/estimate_scale.ts";
export {
  cellAt,
  type EstimateColumn,
  type EstimateRow,
  type EstimateTable,
  estimateTable,
  NO_CHANGE,
  readEstimates,
} from "./estimate_table.ts";
export * from "./expected/mod.ts";
export * from "./lottery/lottery_draws.ts";
export * from "./lottery/lottery_outcome.ts";
export * from "./lottery/lottery_types.ts";
export * from "./open/open_evidence.ts";
export * from "./open/open_report.ts";
export * from "./open/open_scaling.ts";
export * from "./open/open_scores.ts";
export * from "./results_store.ts";
export * from "./documentation/scale_documentation.ts";
export type { ScaleInput, ScoredPeople } from "./scale_input.ts";
export type { GroupedPeople } from "./estimates/school_blocks.ts";
export * from "./statistics.ts";
export * from "./study_rows.ts";
export type { SumInput } from "./estimates/sums.ts";
export * from "./types.ts";
export * from "./units.ts";
export * from "./worker_pool.ts";
export {
  type Phase,
  PHASES,
  type PhaseSeconds,
} from "./scoring/scale_outcome.ts";
