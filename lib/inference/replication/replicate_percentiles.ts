import { sortedOrder } from "#lib/numerics/mod.ts";
import {
  type CumulativeWeights,
  cumulativeWeights,
} from "./cumulative_weights.ts";
import type { ReplicateDesign } from "./designs/replicate_design.ts";
import type { PercentileTerm } from "./factor.ts";

/** Rows before a percentile of the full weights from which those of the replicates are looked for. */
const LEAST_ROWS_BEFORE = 32;
const SHARE_OF_ROWS_BEFORE = 0.004;

/** Scores in ascending order with their weights. */
interface SortedScores {
  readonly values: Float64Array;
  readonly order: Uint32Array;
  readonly weights: CumulativeWeights;
  /** Sum of each column of weights. */
  readonly totals: Float64Array;
}

/** Where a percentile is looked for. */
interface Walk extends PercentileTerm {
  /** Place of the first row. */
  readonly start: number;
  /** Sums of weights before it, per column; is changed. */
  readonly before: Float64Array;
}

/**
 * Percentiles of all columns of weights, from the row at place `start` on.
 *
 * @returns False if the percentile of some column may lie before `start`.
 */
function walkInPlace(
  out: Float64Array,
  { values, order, weights, totals }: SortedScores,
  { p, definition, start, before }: Walk,
): boolean {
  const { columns } = weights;
  const w = new Float64Array(columns);
  const lastValue = new Float64Array(columns).fill(NaN);
  const lastPlace = new Float64Array(columns);
  const ownPart = definition === "midpoint" ? 0.5 : 1;
  out.fill(NaN);
  let open = columns;
  for (let k = start; k < order.length && open > 0; k++) {
    const value = values[order[k]!]!;
    weights.ofRow(order[k]!, w);
    for (let r = 0; r < columns; r++) {
      const weight = w[r]!;
      if (weight === 0 || out[r]! === out[r]!) continue;
      const place = before[r]! + ownPart * weight, target = p * totals[r]!;
      if (place < target) {
        before[r]! += weight;
        lastValue[r] = value;
        lastPlace[r] = place;
        continue;
      }
      const last = lastValue[r]!, isFirst = last !== last;
      if (isFirst && start > 0) return false;
      out[r] = isFirst || definition === "inverse" ? value : last +
        (value - last) * (target - lastPlace[r]!) / (place - lastPlace[r]!);
      open--;
    }
  }
  // At p = 1 rounding may leave the last score just short of the target.
  for (let r = 0; r < columns; r++) {
    if (out[r]! !== out[r]!) out[r] = lastValue[r]!;
  }
  return true;
}

/** Place of the first row at which the full weights reach each share. */
function placesOf(
  terms: readonly PercentileTerm[],
  order: Uint32Array,
  weights: Float64Array,
): readonly number[] {
  const cumulative = new Float64Array(order.length);
  let sum = 0;
  for (let k = 0; k < order.length; k++) {
    cumulative[k] = sum += weights[order[k]!]!;
  }
  return terms.map(({ p }) => {
    let low = 0, high = order.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! < p * sum) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

/**
 * Percentiles with the full weights and with all replicate weights: scores are sorted
 * once, and the weights of all replicates are summed along that order together.
 *
 * People without weight in a replicate do not exist in it.
 *
 * @param values Scores, none NaN.
 * @param totals Sums of the full and of each replicate's weights, length 1 + R.
 * @returns Terms × (1 + R), by rows; NaN where a replicate has no weight.
 */
export function replicatePercentiles(
  values: Float64Array,
  terms: readonly PercentileTerm[],
  { design, totals }: {
    readonly design: Pick<ReplicateDesign, "weights" | "replicateWeights">;
    readonly totals: Float64Array;
  },
): Float64Array {
  const order = sortedOrder(values);
  const weights = cumulativeWeights(order, design);
  const { columns } = weights;
  const result = new Float64Array(terms.length * columns);
  const places = placesOf(terms, order, design.weights);
  const sorted: SortedScores = { values, order, weights, totals };
  const least = Math.max(
    LEAST_ROWS_BEFORE,
    Math.ceil(SHARE_OF_ROWS_BEFORE * order.length),
  );
  const starts = places.map((place) => Math.max(0, place - least));
  const rising = starts.toSorted((a, b) => a - b);
  const sums = weights.before(rising);
  terms.forEach((term, t) => {
    const out = result.subarray(t * columns, (t + 1) * columns);
    let start = starts[t]!, rows = least;
    const at = rising.indexOf(start) * columns;
    let before: Float64Array = sums.slice(at, at + columns);
    while (!walkInPlace(out, sorted, { ...term, start, before })) {
      rows *= 8;
      start = Math.max(0, places[t]! - rows);
      before = weights.before([start]);
    }
  });
  return result;
}
