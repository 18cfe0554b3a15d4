/**
 * From answers to the 500-point scale: item models, person scores, plausible
 * values, the frozen scale.
 * @module
 */
export * from "./calibrate.ts";
export * from "./conditioning.ts";
export * from "./conditioning_design.ts";
export * from "./cronbach_alpha.ts";
export * from "./dif/mod.ts";
export * from "./economical_grid.ts";
export * from "./errors/calibration_errors.ts";
export type { FreeParameter } from "./errors/free_parameters.ts";
export * from "./errors/step_errors.ts";
export * from "./fit/mod.ts";
export * from "./frozen_scale.ts";
export * from "./frozen_scale_file.ts";
export type { GridSpec } from "./grid.ts";
export * from "./linking/curve_linking.ts";
export * from "./linking/haberman_linking.ts";
export * from "./linking/jackknife_link.ts";
export type { LinkPair } from "./linking/link_errors.ts";
export {
  DRIFT_LOGITS,
  DRIFT_RMSD,
  type LinkedWaves,
  linkWaves,
  type LinkWavesOptions,
  type WaveInvariance,
} from "./linking/link_waves.ts";
export * from "./linking/linking_item.ts";
export * from "./linking/moment_linking.ts";
export * from "./person_scores.ts";
export * from "./plausible_values.ts";
export * from "./regression/latent_regression.ts";
export { responsesOfScale, selectPersons } from "./responses_of_scale.ts";
export * from "./scale_respondents.ts";
export * from "./scores/map_scores.ts";
export * from "./scores/omega.ts";
export * from "./scores/sum_score_table.ts";
export * from "./scores/test_information.ts";
export * from "./scores/unit_reliability.ts";
export type {
  Correction,
  SearchMemory,
  SearchPlaces,
} from "./search_memory.ts";
export * from "./split_items.ts";
export * from "./types.ts";
export type {
  GroupPlace,
  ItemPlace,
  ParameterLayout,
  SlopeMode,
} from "./parameter_layout.ts";
