/**
 * What a gap, or the variance of scores, is made of: by group, by block of background,
 * by rank and along the distribution. Splits of differences, not of causes.
 * @module
 */
export * from "./column_block.ts";
export * from "./decompose_gap.ts";
export * from "./decompose_gap_once.ts";
export { type GapReference } from "./reference_weights.ts";
export { GAP_PARTS, type GapPartName } from "./gap_parts.ts";
export { type GapSpec, gapStatistic } from "./gap_statistic.ts";
export type { GapVariance } from "./gap_uncertainty.ts";
