/**
 * Uncertainty: from sums per school and plausible value to published numbers.
 * @module
 */
export * from "./adjust_p_values.ts";
export * from "./between_variance.ts";
export * from "./cluster_sums.ts";
export * from "./empirical_bayes.ts";
export * from "./estimate.ts";
export * from "./estimates_from_sums.ts";
export * from "./fay_replicate_variance.ts";
export * from "./histogram_percentile.ts";
export * from "./jackknife_from_sums.ts";
export * from "./make_estimate.ts";
export * from "./moment_statistics.ts";
export * from "./nested_spread.ts";
export * from "./pool_plausible_values.ts";
export * from "./regress.ts";
export * from "./size_degrees_of_freedom.ts";
export * from "./weighted_percentile.ts";
