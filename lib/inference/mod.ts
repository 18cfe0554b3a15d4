/**
 * Uncertainty: from sums per school and plausible value to published numbers.
 * @module
 */
export * from "./adjust_p_values.ts";
export * from "./between_variance.ts";
export * from "./empirical_bayes.ts";
export * from "./estimate.ts";
export * from "./interval_scale.ts";
export * from "./make_estimate.ts";
export * from "./mixed/mod.ts";
export * from "./moment_statistics.ts";
export * from "./nested_spread.ts";
export * from "./regression/mod.ts";
export * from "./replication/mod.ts";
