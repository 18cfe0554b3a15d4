/**
 * What a gap, or the variance of scores, is made of: by group, by block of background,
 * by rank and along the distribution. Splits of differences, not of causes.
 * @module
 */
export * from "./column_block.ts";
export {
  decomposeGap,
  type DecomposeGapOptions,
  type GapDecomposition,
  type GapPart,
} from "./decompose_gap.ts";
export * from "./decompose_gap_once.ts";
export { type GapReference } from "./reference_weights.ts";
export { GAP_PARTS, type GapPartName } from "./gap_parts.ts";
export { GAP_HEAD, type GapSpec, gapStatistic } from "./gap_statistic.ts";
export type { GapVariance } from "./gap_uncertainty.ts";
export * from "./explain_slope.ts";
export * from "./explain_slope_once.ts";
export * from "./fair_shares.ts";
export {
  type FitSharesSpec,
  fitSharesStatistic,
} from "./fit_shares_statistic.ts";
export * from "./share_out_fit.ts";
export {
  type SlopeChangeSpec,
  slopeChangeStatistic,
} from "./slope_change_statistic.ts";
export * from "./stack_groups.ts";
export * from "./subset_fits.ts";
export {
  checkConcentration,
  type ConcentrationIndex,
  type OutcomeScale,
} from "./concentration.ts";
export * from "./concentration_by_rank.ts";
export {
  decomposePercentileGap,
  type PercentileGap,
  type PercentileGapSpec,
} from "./decompose_percentile_gap.ts";
export * from "./reweight_percentile_gap.ts";
export * from "./decompose_rate_gap.ts";
export * from "./fractional_rank.ts";
export { type RateGapSpec, rateGapStatistic } from "./rate_gap_statistic.ts";
export type { DensityKernel } from "./kernel_density.ts";
