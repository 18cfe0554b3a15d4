import { exp, ln } from "#lib/numerics/mod.ts";
import type { ResponseRows } from "./collapse_responses.ts";
import type { ItemCurves } from "./item_curves.ts";
import { ratioExponential } from "./ratio_exponential.ts";
import { type Halves, LARGEST_TILT, tiltInto, tiltLogsInto } from "./tilt.ts";

/** A model at the nodes of a grid: what the E-step needs of the parameters. */
export interface ModelOnGrid {
  readonly nodes: Float64Array;
  readonly step: number;
  readonly curves: readonly ItemCurves[];
  /** Slope that multiplies each score of a row: per item, or one for sums. */
  readonly rowSlopes: Float64Array;
  /** Slope × highest score per item: the range of the weighted sum. */
  readonly itemRanges: Float64Array;
  /** groups × nodes, normalised: ln of the prior probabilities. */
  readonly logPriors: Float64Array;
}

/** Expected counts and the log-likelihood, without the constant intercept terms. */
export interface Expectation {
  readonly logLikelihood: number;
  /** items × nodes: expected number of persons who answered the item. */
  readonly itemCounts: Float64Array;
  /** groups × nodes: expected number of persons. */
  readonly groupCounts: Float64Array;
  /** Σ weight · score · posterior mean of θ, per score of a row. */
  readonly scoreMoments: Float64Array;
  /** Largest posterior probability of an end node. */
  readonly endMass: number;
}

/** Receives the posterior of each row, when it is wanted. */
export interface PosteriorSink {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/**
 * ln Σ over the nodes of the prior in logarithms: normal, normalised on the grid.
 *
 * @param distributions Mean and standard deviation of each group; NaN gives zeros.
 */
export function logPriorsOnGrid(
  nodes: Float64Array,
  distributions: readonly {
    readonly mean: number;
    readonly standardDeviation: number;
  }[],
): Float64Array {
  const Q = nodes.length;
  const result = new Float64Array(distributions.length * Q);
  distributions.forEach(({ mean, standardDeviation }, g) => {
    if (!(standardDeviation > 0)) return;
    let total = 0;
    for (let q = 0; q < Q; q++) {
      const z = (nodes[q]! - mean) / standardDeviation;
      result[g * Q + q] = -0.5 * z * z;
      total += exp(-0.5 * z * z);
    }
    const logTotal = ln(total);
    for (let q = 0; q < Q; q++) result[g * Q + q]! -= logTotal;
  });
  return result;
}

/** Sum of the items' log-denominators, and the tilt in the middle of the scores. */
export function bookletBase(
  model: ModelOnGrid,
  items: readonly number[],
  out: Float64Array,
): number {
  out.fill(0);
  let range = 0;
  for (const item of items) {
    const { logDenominators } = model.curves[item]!;
    for (let q = 0; q < out.length; q++) out[q]! -= logDenominators[q]!;
    range += model.itemRanges[item]!;
  }
  return range / 2;
}

/** The weighted sum of a row's scores. */
export function rowScore(
  { scores, width }: ResponseRows,
  rowSlopes: Float64Array,
  row: number,
): number {
  let score = 0;
  for (let k = 0; k < width; k++) {
    score += rowSlopes[k]! * scores[row * width + k]!;
  }
  return score;
}

/**
 * One E-step: posteriors of all rows, expected counts, log-likelihood.
 *
 * The likelihood of a pattern in the GPCM is e^(sθ) / Π D_i(θ), where s is the
 * sum of slope × score: all patterns of a booklet share the denominators, and on
 * the grid e^(sθ) is a geometric sequence. A row therefore costs a few
 * multiplications per node, however many items it has. The expected counts per
 * category are not needed: the gradient asks only for the number of persons at a
 * node and for Σ score × posterior mean.
 *
 * @param sink Filled with mean and variance per row when given.
 * @see Bock & Aitkin (1981), Psychometrika 46, 443–459.
 */
export function expectation(
  data: ResponseRows,
  model: ModelOnGrid,
  sink?: PosteriorSink,
): Expectation {
  const { nodes, step, rowSlopes, logPriors, curves } = model;
  const { width, scores, weight } = data;
  const Q = nodes.length;
  const middle = (Q - 1) >> 1;
  const halfWidth = middle * step;
  const itemCounts = new Float64Array(curves.length * Q);
  const groupCounts = new Float64Array(logPriors.length);
  const scoreMoments = new Float64Array(width);
  const bookletLogs = new Float64Array(Q);
  const logBase = new Float64Array(Q);
  const base = new Float64Array(Q);
  const values = new Float64Array(Q);
  const counts = new Float64Array(Q);
  const halves: Halves = { below: 0, rest: 0 };
  let logLikelihood = 0;
  let endMass = 0;
  let tilt = 0;
  let booklet = -1;
  for (const segment of data.segments) {
    if (segment.booklet !== booklet) {
      booklet = segment.booklet;
      tilt = bookletBase(model, data.booklets[booklet]!, bookletLogs);
    }
    let top = -Infinity;
    for (let q = 0; q < Q; q++) {
      logBase[q] = bookletLogs[q]! + logPriors[segment.group * Q + q]! +
        tilt * nodes[q]!;
      if (logBase[q]! > top) top = logBase[q]!;
    }
    for (let q = 0; q < Q; q++) base[q] = exp(logBase[q]! - top);
    counts.fill(0);
    for (let row = segment.start; row < segment.end; row++) {
      const difference = rowScore(data, rowSlopes, row) - tilt;
      let logScale = top;
      if (Math.abs(difference) * halfWidth <= LARGEST_TILT) {
        const ratio = ratioExponential(difference * step);
        tiltInto(values, base, 0, ratio, halves);
      } else {
        const tiltPerStep = difference * step;
        logScale = tiltLogsInto(values, logBase, 0, tiltPerStep, halves);
      }
      const total = halves.below + halves.rest;
      const share = weight[row]! / total;
      let first = 0;
      for (let q = 0; q < Q; q++) {
        const count = share * values[q]!;
        counts[q]! += count;
        first += (q - middle) * count;
      }
      logLikelihood += weight[row]! * (ln(total) + logScale);
      const ends = Math.max(values[0]!, values[Q - 1]!) / total;
      if (ends > endMass) endMass = ends;
      for (let k = 0; k < width; k++) {
        scoreMoments[k]! += first * step * scores[row * width + k]!;
      }
      if (sink) sinkPosterior(sink, row, values, total, step);
    }
    for (let q = 0; q < Q; q++) {
      groupCounts[segment.group * Q + q]! += counts[q]!;
    }
    for (const item of data.booklets[booklet]!) {
      for (let q = 0; q < Q; q++) itemCounts[item * Q + q]! += counts[q]!;
    }
  }
  return { logLikelihood, itemCounts, groupCounts, scoreMoments, endMass };
}

function sinkPosterior(
  { mean, variance }: PosteriorSink,
  row: number,
  values: Float64Array,
  total: number,
  step: number,
): void {
  const middle = (values.length - 1) >> 1;
  let first = 0;
  for (let q = 0; q < values.length; q++) first += (q - middle) * values[q]!;
  first /= total;
  let second = 0;
  for (let q = 0; q < values.length; q++) {
    const distance = q - middle - first;
    second += distance * distance * values[q]!;
  }
  mean[row] = first * step;
  variance[row] = second / total * step * step;
}
