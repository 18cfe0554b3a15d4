/** Equal bins over a range of scores; the outer bins also hold what lies beyond. */
export interface HistogramLayout {
  /** Lower edge of the first bin. */
  readonly start: number;
  /** Width of a bin, above 0. */
  readonly width: number;
  /** Number of bins, 1 or more. */
  readonly bins: number;
}

/** The bin that a score falls into, 0 to bins − 1; a score on an edge goes up. */
export function histogramBin(
  score: number,
  { start, width, bins }: HistogramLayout,
): number {
  const bin = Math.floor((score - start) / width);
  return bin < 0 ? 0 : bin >= bins ? bins - 1 : bin;
}

/** Where the histogram lies in an array of sums, and which percentile is wanted. */
export interface HistogramPercentileOptions extends HistogramLayout {
  /** Place of the first bin. @default {0} */
  readonly offset?: number;
}

/**
 * The score that a share p of the weight lies below, from a histogram.
 *
 * Within a bin the weight is taken to be spread evenly, so the result moves
 * smoothly with the weights and has a jackknife variance. With bins of 10 points
 * and the SD 100 that error is below half a point.
 *
 * @param sums Weights per bin, from `offset` on.
 * @param p Above 0 and below 1.
 * @returns NaN when the histogram is empty.
 */
export function percentileFromHistogram(
  sums: Float64Array,
  p: number,
  { start, width, bins, offset = 0 }: HistogramPercentileOptions,
): number {
  let total = 0;
  for (let k = 0; k < bins; k++) total += sums[offset + k]!;
  if (!(total > 0)) return NaN;
  const target = p * total;
  let below = 0;
  for (let k = 0; k < bins; k++) {
    const weight = sums[offset + k]!;
    if (weight > 0 && below + weight >= target) {
      return start + width * (k + (target - below) / weight);
    }
    below += weight;
  }
  return start + width * bins;
}
