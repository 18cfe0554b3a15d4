/** Scores with their standard errors, equally long. */
export interface ScoreMoments {
  readonly value: Float64Array;
  /** Standard error, or posterior standard deviation. */
  readonly error: Float64Array;
}

interface SpreadOfScores {
  readonly variance: number;
  readonly meanSquaredError: number;
}

function spreadOfScores(
  { value, error }: ScoreMoments,
  weight: Float64Array,
): SpreadOfScores {
  let total = 0;
  let mean = 0;
  for (let i = 0; i < value.length; i++) total += weight[i]!;
  for (let i = 0; i < value.length; i++) mean += weight[i]! * value[i]! / total;
  let squares = 0;
  let errors = 0;
  for (let i = 0; i < value.length; i++) {
    const distance = value[i]! - mean;
    squares += weight[i]! * distance * distance;
    errors += weight[i]! * error[i]! * error[i]!;
  }
  return { variance: squares / (total - 1), meanSquaredError: errors / total };
}

/**
 * Marginal reliability of EAP scores: var(EAP) / (var(EAP) + mean posterior variance).
 *
 * @param weight Number of persons behind each score.
 */
export function eapReliability(
  scores: ScoreMoments,
  weight: Float64Array,
): number {
  const { variance, meanSquaredError } = spreadOfScores(scores, weight);
  return variance / (variance + meanSquaredError);
}

/**
 * Marginal reliability of WLE scores: 1 − mean squared error / var(WLE).
 *
 * It can be negative for a very short scale.
 *
 * @param weight Number of persons behind each score.
 */
export function wleReliability(
  scores: ScoreMoments,
  weight: Float64Array,
): number {
  const { variance, meanSquaredError } = spreadOfScores(scores, weight);
  return 1 - meanSquaredError / variance;
}
