/**
 * Sums over people from which means, spreads, shares and the social gradient
 * follow. Everything is a sum, so clusters can be added and left out.
 * @module
 */

/** Scores are summed as their distance from this, so that squares lose no digits. */
export const SCORE_ORIGIN = 500;
/** Scores below are low. */
export const LOW_SCORE = 400;
/** Scores above are high. */
export const HIGH_SCORE = 600;

/**
 * Places in a moment block; d is score − 500, the last six are over people whose
 * background is known.
 */
export const MOMENT = {
  weight: 0,
  score: 1,
  scoreSquare: 2,
  low: 3,
  high: 4,
  knownWeight: 5,
  knownScore: 6,
  knownScoreSquare: 7,
  background: 8,
  backgroundSquare: 9,
  product: 10,
} as const;

/** Numbers in a moment block. */
export const MOMENT_WIDTH = 11;

/** Places in the output of {@linkcode momentStatistics}. */
export const STATISTIC = {
  mean: 0,
  standardDeviation: 1,
  shareLow: 2,
  shareHigh: 3,
  gradient: 4,
  explained: 5,
  standardisedGradient: 6,
} as const;

/** Numbers that {@linkcode momentStatistics} writes. */
export const STATISTIC_COUNT = 7;

/** What one person adds to a moment block. */
export interface PersonMoments {
  /** 0 or more. */
  readonly weight: number;
  /** Points. */
  readonly score: number;
  /** Index of social background; NaN when unknown. */
  readonly background: number;
}

/**
 * Adds one person to the moment block that begins at `offset`.
 *
 * @param sums Block of {@linkcode MOMENT_WIDTH} numbers, laid out as {@linkcode MOMENT}.
 */
export function addPersonInPlace(
  sums: Float64Array,
  offset: number,
  { weight, score, background }: PersonMoments,
): void {
  const d = score - SCORE_ORIGIN;
  sums[offset]! += weight;
  sums[offset + 1]! += weight * d;
  sums[offset + 2]! += weight * d * d;
  if (score < LOW_SCORE) sums[offset + 3]! += weight;
  if (score > HIGH_SCORE) sums[offset + 4]! += weight;
  if (Number.isNaN(background)) return;
  sums[offset + 5]! += weight;
  sums[offset + 6]! += weight * d;
  sums[offset + 7]! += weight * d * d;
  sums[offset + 8]! += weight * background;
  sums[offset + 9]! += weight * background * background;
  sums[offset + 10]! += weight * d * background;
}

/** A variance below this part of its mean square is rounding. */
const DEGENERATE = 1e-12;

/** Writes slope, R² and standardised slope of score on background. */
function writeGradient(
  sums: Float64Array,
  offset: number,
  out: Float64Array,
  at: number,
): void {
  const weight = sums[offset + MOMENT.knownWeight]!;
  const score = sums[offset + MOMENT.knownScore]! / weight;
  const background = sums[offset + MOMENT.background]! / weight;
  const scoreSquare = sums[offset + MOMENT.knownScoreSquare]! / weight;
  const backgroundSquare = sums[offset + MOMENT.backgroundSquare]! / weight;
  const scoreVariance = scoreSquare - score * score;
  const backgroundVariance = backgroundSquare - background * background;
  const covariance = sums[offset + MOMENT.product]! / weight -
    score * background;
  const varies = backgroundVariance > DEGENERATE * backgroundSquare &&
    scoreVariance > DEGENERATE * scoreSquare;
  const slope = varies ? covariance / backgroundVariance : NaN;
  out[at + STATISTIC.gradient] = slope;
  out[at + STATISTIC.explained] = varies
    ? slope * covariance / scoreVariance
    : NaN;
  out[at + STATISTIC.standardisedGradient] = varies
    ? covariance / Math.sqrt(scoreVariance * backgroundVariance)
    : NaN;
}

/**
 * Computes mean, SD, shares under 400 and over 600, and the social gradient from
 * the moment block that begins at `offset`, into `out` from place `at` on.
 *
 * The SD divides by the sum of weights. The gradient is the least-squares slope of
 * score on background (points per unit of the index), its explained share R², and
 * the standardised slope, their correlation. What is undefined is NaN: everything
 * when nobody answered, the gradient when no background varies.
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
  writeGradient(sums, offset, out, at);
}
