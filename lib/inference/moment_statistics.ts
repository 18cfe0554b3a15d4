/**
 * Sums over people from which means, spreads and shares follow. Everything is a
 * sum, so clusters can be added and left out.
 * @module
 */

/** Scores are summed as their distance from this, so that squares lose no digits. */
export const SCORE_ORIGIN = 500;
/** Scores below are low, one SD under the mean of 2015. */
export const LOW_SCORE = 400;
/** Scores above are high, one SD over the mean of 2015. */
export const HIGH_SCORE = 600;

/** Places in a moment block; d is score − 500. */
export const MOMENT = {
  /** Σ weight. */
  weight: 0,
  /** Σ weight × d. */
  score: 1,
  /** Σ weight × d². */
  scoreSquare: 2,
  /** Σ weight of scores under 400. */
  low: 3,
  /** Σ weight of scores over 600. */
  high: 4,
} as const;

/** Numbers in a moment block. */
export const MOMENT_WIDTH = 5;

/** Places in the output of {@linkcode momentStatistics}. */
export const STATISTIC = {
  mean: 0,
  standardDeviation: 1,
  shareLow: 2,
  shareHigh: 3,
} as const;

/** Numbers that {@linkcode momentStatistics} writes. */
export const STATISTIC_COUNT = 4;

/** What one person adds to a moment block. */
export interface PersonMoments {
  /** 0 or more. */
  readonly weight: number;
  /** Points. */
  readonly score: number;
}

/**
 * Adds one person to the moment block that begins at `offset`.
 *
 * @param sums Block of {@linkcode MOMENT_WIDTH} numbers, laid out as {@linkcode MOMENT}.
 */
export function addPersonInPlace(
  sums: Float64Array,
  offset: number,
  { weight, score }: PersonMoments,
): void {
  const d = score - SCORE_ORIGIN;
  sums[offset + MOMENT.weight]! += weight;
  sums[offset + MOMENT.score]! += weight * d;
  sums[offset + MOMENT.scoreSquare]! += weight * d * d;
  if (score < LOW_SCORE) sums[offset + MOMENT.low]! += weight;
  if (score > HIGH_SCORE) sums[offset + MOMENT.high]! += weight;
}

/**
 * Computes mean, SD and shares under 400 and over 600 from the moment block that
 * begins at `offset`, into `out` from place `at` on.
 *
 * The SD divides by the sum of weights. Everything is NaN when nobody answered.
 *
 * @param out Receives {@linkcode STATISTIC_COUNT} numbers, laid out as {@linkcode STATISTIC}.
 */
export function momentStatistics(
  sums: Float64Array,
  offset: number,
  { out, at }: { readonly out: Float64Array; readonly at: number },
): void {
  const weight = sums[offset + MOMENT.weight]!;
  if (!(weight > 0)) {
    out.fill(NaN, at, at + STATISTIC_COUNT);
    return;
  }
  const mean = sums[offset + MOMENT.score]! / weight;
  const variance = sums[offset + MOMENT.scoreSquare]! / weight - mean * mean;
  out[at + STATISTIC.mean] = SCORE_ORIGIN + mean;
  out[at + STATISTIC.standardDeviation] = Math.sqrt(Math.max(0, variance));
  out[at + STATISTIC.shareLow] = sums[offset + MOMENT.low]! / weight;
  out[at + STATISTIC.shareHigh] = sums[offset + MOMENT.high]! / weight;
}
