/**
 * Uncertainty: from sums per school and plausible value to published numbers.
 * @module
 */
export * from "./adjust_p_values.ts";
export * from "./between_variance.ts";
export * from "./replication/cluster_sums.ts";
export * from "./empirical_bayes.ts";
export * from "./estimate.ts";
export * from "./replication/estimates_from_sums.ts";
export * from "./replication/fay_replicate_variance.ts";
export * from "./replication/histogram_percentile.ts";
export * from "./replication/jackknife_from_sums.ts";
export * from "./make_estimate.ts";
export * from "./moment_statistics.ts";
export * from "./nested_spread.ts";
export * from "./replication/pool_plausible_values.ts";
export * from "./regression/mod.ts";
export * from "./replication/size_degrees_of_freedom.ts";
export * from "./replication/weighted_percentile.ts";
