import type { ColumnPair } from "./sum_products.ts";

/** Rows at a time, so that products and weights stay in the fast part of memory. */
const BLOCK = 256;

/**
 * Adds Σ_i product × weight over a block for two products and four weights at a time;
 * eight sums that do not wait for each other and stay in registers.
 */
function addBlockInPlace(
  sums: Float64Array,
  products: Float64Array,
  { weights, rows, pairs, columns, isZero }: {
    readonly weights: Float64Array;
    readonly isZero: Uint8Array;
    readonly rows: number;
    readonly pairs: number;
    readonly columns: number;
  },
): void {
  for (let t = 0; t < pairs; t += 2) {
    if (isZero[t]! & isZero[t + 1]!) continue;
    const p = t * BLOCK, q = p + BLOCK;
    for (let r = 0; r < columns; r += 4) {
      const u = r * BLOCK, v = u + BLOCK, x = v + BLOCK, z = x + BLOCK;
      let a0 = 0, a1 = 0, a2 = 0, a3 = 0, b0 = 0, b1 = 0, b2 = 0, b3 = 0;
      for (let i = 0; i < rows; i++) {
        const a = products[p + i]!, b = products[q + i]!;
        const w0 = weights[u + i]!, w1 = weights[v + i]!;
        const w2 = weights[x + i]!, w3 = weights[z + i]!;
        a0 += a * w0;
        a1 += a * w1;
        a2 += a * w2;
        a3 += a * w3;
        b0 += b * w0;
        b1 += b * w1;
        b2 += b * w2;
        b3 += b * w3;
      }
      const at = t * columns + r, below = at + columns;
      sums[at]! += a0;
      sums[at + 1]! += a1;
      sums[at + 2]! += a2;
      sums[at + 3]! += a3;
      sums[below]! += b0;
      sums[below + 1]! += b1;
      sums[below + 2]! += b2;
      sums[below + 3]! += b3;
    }
  }
}

/**
 * {@linkcode sumProducts} where replicate weights differ from row to row: a blocked
 * product of the matrices of products and of weights.
 *
 * @param weights Columns of full and replicate weights.
 * @returns Pairs × columns of weights, by rows.
 */
export function sumByRow(
  pairs: readonly ColumnPair[],
  weights: readonly Float64Array[],
): Float64Array {
  const n = weights[0]!.length;
  // Padded to whole groups of two products and four weights; the rest stays 0.
  const evenPairs = pairs.length + pairs.length % 2;
  const columns = Math.ceil(weights.length / 4) * 4;
  const products = new Float64Array(evenPairs * BLOCK);
  const block = new Float64Array(columns * BLOCK);
  const sums = new Float64Array(evenPairs * columns);
  // Products of a group are 0 in blocks without its people, e.g. of another wave.
  const isZero = new Uint8Array(evenPairs).fill(1);
  for (let start = 0; start < n; start += BLOCK) {
    const rows = Math.min(BLOCK, n - start);
    pairs.forEach(({ left, right }, t) => {
      const at = t * BLOCK;
      let isNothing = 1;
      for (let i = 0; i < rows; i++) {
        const product = left[start + i]! * right[start + i]!;
        products[at + i] = product;
        if (product !== 0) isNothing = 0;
      }
      isZero[t] = isNothing;
    });
    weights.forEach((column, r) =>
      block.set(column.subarray(start, start + rows), r * BLOCK)
    );
    addBlockInPlace(sums, products, {
      weights: block,
      rows,
      pairs: evenPairs,
      columns,
      isZero,
    });
  }
  const result = new Float64Array(pairs.length * weights.length);
  for (let t = 0; t < pairs.length; t++) {
    const from = t * columns;
    result.set(sums.subarray(from, from + weights.length), t * weights.length);
  }
  return result;
}
