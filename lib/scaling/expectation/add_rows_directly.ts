import { ln } from "#lib/numerics/mod.ts";
import type { ResponseRows } from "../collapse_responses.ts";
import { ratioExponential } from "../ratio_exponential.ts";
import { type Halves, LARGEST_TILT, tiltInto, tiltLogsInto } from "../tilt.ts";
import type { PartSums } from "./part_sums.ts";
import type { TiltBase } from "./tilt_cells.ts";

/** A product within these bounds times one more total stays a normal number. */
const [SMALLEST_PRODUCT, LARGEST_PRODUCT] = [1e-100, 1e100];

/** Receives the posterior of each row, when it is wanted. */
export interface PosteriorSink {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Rows of one booklet and group. */
export interface RowRange {
  readonly start: number;
  readonly end: number;
  /** Weighted score less the tilt of the base, at position row − start. */
  readonly tilts: Float64Array;
  /** Per node: expected persons, added to. */
  readonly counts: Float64Array;
}

/** Adds rows to the sums one by one, each as a sum over the nodes. */
export function addRowsDirectly(
  { weight, scores, width }: ResponseRows,
  { base, logBase, logScale, step }: TiltBase,
  { start, end, tilts, counts, sums, sink }: RowRange & {
    readonly sums: PartSums;
    readonly sink?: PosteriorSink;
  },
): void {
  const Q = base.length;
  const middle = (Q - 1) >> 1;
  const halfWidth = middle * step;
  const values = new Float64Array(Q);
  const halves: Halves = { below: 0, rest: 0 };
  const { totals, scoreMoments } = sums;
  let product = 1;
  for (let row = start; row < end; row++) {
    const tilt = tilts[row - start]!;
    let scale = logScale;
    if (Math.abs(tilt) * halfWidth <= LARGEST_TILT) {
      tiltInto(values, base, 0, ratioExponential(tilt * step), halves);
    } else {
      scale = tiltLogsInto(values, logBase, 0, tilt * step, halves);
    }
    const total = halves.below + halves.rest;
    const share = weight[row]! / total;
    let first = 0;
    for (let q = 0; q < Q; q++) {
      const count = share * values[q]!;
      counts[q]! += count;
      first += (q - middle) * count;
    }
    const w = weight[row]!;
    if (w === 1 && total > SMALLEST_PRODUCT && total < LARGEST_PRODUCT) {
      product *= total;
      totals[0]! += scale;
      if (!(product > SMALLEST_PRODUCT && product < LARGEST_PRODUCT)) {
        totals[0]! += ln(product);
        product = 1;
      }
    } else totals[0]! += w * (ln(total) + scale);
    const ends = Math.max(values[0]!, values[Q - 1]!) / total;
    if (ends > totals[1]!) totals[1] = ends;
    for (let k = 0; k < width; k++) {
      scoreMoments[k]! += first * step * scores[row * width + k]!;
    }
    if (sink) sinkPosterior(sink, row, values, total, step);
  }
  totals[0]! += ln(product);
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
