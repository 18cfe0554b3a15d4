/**
 * Social background: the index, the gradient, its parts between and within schools,
 * gaps, and what can make it look flatter than it is.
 * @module
 */
export * from "./decompositions/mod.ts";
export * from "./education_gap.ts";
export * from "./expected/mod.ts";
export * from "./slope_condition.ts";
export * from "./gradient/background_sums.ts";
export * from "./gradient/between_schools.ts";
export * from "./gradient/estimate_gradients.ts";
export * from "./gradient/gradient_measures.ts";
export { BACKGROUND_WIDTH } from "./gradient/layout.ts";
export * from "./gradient/measures.ts";
export * from "./gradient/rank_measures.ts";
export * from "./imputation/impute_background.ts";
export * from "./index/component_parts.ts";
export * from "./index/frozen_index.ts";
export * from "./index/frozen_index_file.ts";
export * from "./index/index_reliability.ts";
export * from "./social_gradient.ts";
export * from "./split_gradient_change.ts";
