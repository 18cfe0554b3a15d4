/**
 * Sampling drawn anew and scores drawn several times: replicate designs, statistics
 * over them, and pooling.
 * @module
 */
export * from "./cluster_sums.ts";
export {
  balancedDesign,
  type BalancedDesignOptions,
} from "./designs/balanced_design.ts";
export * from "./designs/given_design.ts";
export * from "./designs/hadamard.ts";
export * from "./designs/jackknife_design.ts";
export * from "./designs/paired_jackknife_design.ts";
export type { PairOptions } from "./designs/paired_units.ts";
export {
  type ClusterFactors,
  type ReplicateDesign,
  replicateVariance,
  type RowWeights,
} from "./designs/replicate_design.ts";
export * from "./estimates_by_row.ts";
export * from "./estimates_from_sums.ts";
export {
  type ColumnSource,
  type Factor,
  one as constantFactor,
  type PercentileDefinition,
  type PercentileTerm,
  score as scoreFactor,
  scoreBeyond,
  type Term,
  variable as columnFactor,
  within as withinGroup,
} from "./factor.ts";
export * from "./histogram_percentile.ts";
export * from "./jackknife_from_sums.ts";
export * from "./pool_nested.ts";
export * from "./pool_plausible_values.ts";
export type { ReplicatedEstimate } from "./pool_replicates.ts";
export * from "./replicate_estimates.ts";
export * from "./size_degrees_of_freedom.ts";
export * from "./smooth_percentile.ts";
export * from "./statistics/combined_statistic.ts";
export * from "./statistics/correlation_statistic.ts";
export * from "./statistics/moments.ts";
export * from "./statistics/percentile_statistic.ts";
export * from "./statistics/regression_statistic.ts";
export type * from "./statistics/replicate_statistic.ts";
export * from "./weighted_percentile.ts";
