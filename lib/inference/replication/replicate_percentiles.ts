import { sortedOrder } from "#lib/numerics/mod.ts";
import type { ReplicateDesign } from "./designs/replicate_design.ts";
import type { PercentileTerm } from "./factor.ts";
import { weightsBefore, weightsOfRow } from "./weights_before.ts";

/** Rows that are looked at besides those that a replicate's weights make likely. */
const SPARE_ROWS = 32;
const SPARE_SHARE = 0.25;
/** How many times more rows when a replicate's percentile lies before them. */
const MORE_ROWS = 4;

/** What percentiles are computed with. */
export interface PercentileWeights {
  /** Weights and replicate weights. */
  readonly design: Pick<ReplicateDesign, "weights" | "replicateWeights">;
  /** Sums of the full and of each replicate's weights, length 1 + R. */
  readonly totals: Float64Array;
}

/** Where a percentile is looked for. */
interface Search extends PercentileTerm, PercentileWeights {
  readonly values: Float64Array;
  readonly order: Uint32Array;
  /** Place of the percentile with the full weights. */
  readonly place: number;
  /** Sums of weights before it, per column. */
  readonly beforePlace: Float64Array;
}

/** A search from a row on. */
interface Walk extends Search {
  /** Place of the first row. */
  readonly start: number;
  /** Sums of weights before it, per column; is changed. */
  readonly before: Float64Array;
}

/** How many rows before the place some column's percentile is likely to lie. */
function rowsBefore({ order, p, totals, beforePlace }: Search): number {
  let largest = 0;
  for (let r = 0; r < totals.length; r++) {
    const surplus = (beforePlace[r]! - p * totals[r]!) / totals[r]!;
    if (surplus > largest) largest = surplus;
  }
  return SPARE_ROWS + Math.ceil((1 + SPARE_SHARE) * largest * order.length);
}

/** Percentiles of all columns of weights, from as many rows before as are needed. */
function searchInPlace(out: Float64Array, search: Search): void {
  const { order, design, place, beforePlace } = search;
  const before = beforePlace.slice(), w = new Float64Array(before.length);
  let start = place;
  for (let rows = rowsBefore(search);; rows *= MORE_ROWS) {
    for (const end = Math.max(0, place - rows); start > end;) {
      weightsOfRow(order[--start]!, design, w);
      for (let r = 0; r < w.length; r++) before[r]! -= w[r]!;
    }
    if (start === 0) before.fill(0);
    const walk = { ...search, start, before: before.slice() };
    if (walkInPlace(out, walk)) return;
  }
}

/**
 * Percentiles of all columns of weights, from the row at place `start` on.
 *
 * @returns False if the percentile of some column may lie before `start`.
 */
function walkInPlace(out: Float64Array, walk: Walk): boolean {
  const { values, order, design, totals, p, definition, start, before } = walk;
  const columns = totals.length;
  const w = new Float64Array(columns);
  const lastValue = new Float64Array(columns).fill(NaN);
  const lastPlace = new Float64Array(columns);
  const ownPart = definition === "midpoint" ? 0.5 : 1;
  out.fill(NaN);
  let open = columns;
  for (let k = start; k < order.length && open > 0; k++) {
    const value = values[order[k]!]!;
    weightsOfRow(order[k]!, design, w);
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
 * Percentiles with the full weights and with all replicate weights: each plausible value
 * is sorted once, and the weights of all replicates are summed along that order together.
 *
 * People without weight in a replicate do not exist in it.
 *
 * @param draws Scores of each plausible value, none NaN.
 * @param terms By rising share.
 * @returns Per plausible value: terms × (1 + R), by rows; NaN where a replicate has no weight.
 */
export function replicatePercentiles(
  draws: readonly Float64Array[],
  terms: readonly PercentileTerm[],
  weights: PercentileWeights,
): Float64Array[] {
  if (terms.length === 0) return draws.map(() => new Float64Array());
  const { design, totals: { length: columns } } = weights;
  const sorted = draws.map((values) => {
    const order = sortedOrder(values);
    return { values, order, positions: placesOf(terms, order, design.weights) };
  });
  const sums = weightsBefore(sorted, design);
  return sorted.map(({ values, order, positions }, m) => {
    const result = new Float64Array(terms.length * columns);
    terms.forEach((term, t) => {
      const from = t * columns, to = from + columns;
      searchInPlace(result.subarray(from, to), {
        ...term,
        ...weights,
        values,
        order,
        place: positions[t]!,
        beforePlace: sums[m]!.subarray(from, to),
      });
    });
    return result;
  });
}
