import { balancedScore } from "./balanced_score.ts";
import type { ItemParameters } from "./types.ts";
import { type WarmEstimate, warmEstimate } from "./warm_estimate.ts";

/** Intervals of the table: leaves an error below 1e-7 in θ on every scale tried. */
const INTERVALS = 512;

/** Gives the Warm estimate of a weighted score. */
export type WarmFunction = (score: number) => WarmEstimate;

/** Cubic through two values and slopes at the ends of [0, width]. */
function hermite(
  at: number,
  width: number,
  [left, leftSlope, right, rightSlope]: readonly [
    number,
    number,
    number,
    number,
  ],
): number {
  const t = at / width;
  const change = right - left;
  const c2 = 3 * change - width * (2 * leftSlope + rightSlope);
  const c3 = width * (leftSlope + rightSlope) - 2 * change;
  return left + t * (width * leftSlope + t * (c2 + t * c3));
}

/**
 * Tabulates Warm estimates of one booklet, for many different weighted scores.
 *
 * The estimate is the inverse of {@linkcode balancedScore}, which is computed with
 * its slope at equally spaced θ between the estimates of the lowest and highest
 * score; between them θ is a cubic in the score. Where the balanced score does
 * not rise throughout, every score is solved by itself.
 *
 * @param lowest Lowest weighted score.
 * @param highest Highest weighted score.
 */
export function warmTable(
  items: readonly ItemParameters[],
  { lowest, highest }: { readonly lowest: number; readonly highest: number },
): WarmFunction {
  const from = warmEstimate(items, lowest).estimate;
  const to = warmEstimate(items, highest).estimate;
  const step = (to - from) / INTERVALS;
  const scores = new Float64Array(INTERVALS + 1);
  const slopes = new Float64Array(INTERVALS + 1);
  const errors = new Float64Array(INTERVALS + 1);
  let rising = step > 0;
  for (let j = 0; j <= INTERVALS; j++) {
    const point = balancedScore(items, from + j * step);
    scores[j] = point.balanced;
    slopes[j] = 1 / point.slope;
    errors[j] = 1 / Math.sqrt(point.information);
    rising = rising && point.slope > 0 &&
      (j === 0 || scores[j]! > scores[j - 1]!);
  }
  if (!rising) return (score) => warmEstimate(items, score);
  return (score) => {
    const j = intervalOf(scores, score);
    const width = scores[j + 1]! - scores[j]!;
    const left = from + j * step;
    const estimate = hermite(score - scores[j]!, width, [
      left,
      slopes[j]!,
      left + step,
      slopes[j + 1]!,
    ]);
    return {
      estimate,
      standardError: errorBetween(errors, j, (estimate - left) / step),
    };
  };
}

/** The error is smooth in θ: a quadratic through three nodes. */
function errorBetween(errors: Float64Array, j: number, t: number): number {
  const centre = Math.max(1, Math.min(INTERVALS - 1, t < 0.5 ? j : j + 1));
  const x = t + j - centre;
  const before = errors[centre - 1]!;
  const here = errors[centre]!;
  const after = errors[centre + 1]!;
  return here + x * ((after - before) + x * (after - 2 * here + before)) / 2;
}

function intervalOf(scores: Float64Array, score: number): number {
  let low = 0;
  let high = INTERVALS;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (scores[middle]! <= score) low = middle;
    else high = middle;
  }
  return low;
}
