/**
 * Social background: the gradient, its parts between and within schools, gaps.
 * @module
 */
export * from "./decompositions/mod.ts";
export * from "./education_gap.ts";
export * from "./expected/mod.ts";
export * from "./slope_condition.ts";
export * from "./social_gradient.ts";
export * from "./split_gradient_change.ts";
