/**
 * Social background: the index, the gradient, its parts between and within schools,
 * gaps, and what can make it look flatter than it is.
 * @module
 */
export * from "./decompositions/mod.ts";
export * from "./education_gap.ts";
export * from "./gradient/mod.ts";
export * from "./guards/gradient_guards.ts";
export * from "./expected/mod.ts";
export * from "./slope_condition.ts";
export * from "./index/mod.ts";
export * from "./imputation/impute_background.ts";
export * from "./imputation/impute_education.ts";
export * from "./social_gradient.ts";
export * from "./split_gradient_change.ts";
