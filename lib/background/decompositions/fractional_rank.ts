import { sortedOrder } from "#lib/numerics/mod.ts";

/** Rows in ascending order of a column, and where equal values begin. */
export interface RankOrder {
  /** Rows, the least value first. */
  readonly order: Uint32Array;
  /** Places in `order` at which a new value begins, and the length at the end. */
  readonly starts: Uint32Array;
}

/**
 * Orders rows by a column, to rank them later with any weights.
 * @throws {RangeError} If a value is missing.
 */
export function rankOrder(column: ArrayLike<number>): RankOrder {
  const values = Float64Array.from(column);
  const missing = values.findIndex((x) => !Number.isFinite(x));
  if (missing >= 0) {
    throw new RangeError(
      `Cannot rank people: value ${
        values[missing]
      } in row ${missing}, leave out rows without a value first`,
    );
  }
  const order = sortedOrder(values);
  const starts: number[] = [];
  for (let k = 0; k < order.length; k++) {
    if (k === 0 || values[order[k]!] !== values[order[k - 1]!]) starts.push(k);
  }
  starts.push(order.length);
  return { order, starts: Uint32Array.from(starts) };
}

/**
 * Weighted fractional ranks: the share of weight below a person plus half of that at
 * the same value, so that those who are alike have the same rank and the mean is ½.
 *
 * @param weights One per row, 0 or more.
 * @returns One per row, 0 to 1.
 * @see Lerman and Yitzhaki (1989), Journal of Econometrics 42, 43–47.
 */
export function fractionalRanks(
  { order, starts }: RankOrder,
  weights: Float64Array,
): Float64Array {
  const ranks = new Float64Array(order.length);
  let below = 0;
  for (let t = 0; t + 1 < starts.length; t++) {
    const start = starts[t]!, end = starts[t + 1]!;
    let same = 0;
    for (let k = start; k < end; k++) same += weights[order[k]!]!;
    const rank = below + same / 2;
    for (let k = start; k < end; k++) ranks[order[k]!] = rank;
    below += same;
  }
  for (let i = 0; i < ranks.length; i++) ranks[i]! /= below;
  return ranks;
}
