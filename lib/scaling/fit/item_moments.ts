import { ln } from "#lib/numerics/mod.ts";
import type { ItemCurves } from "../item_curves.ts";

/** Moments of the score of one item, and of its log-probability, at every θ. */
export interface ItemMoments {
  readonly expected: Float64Array;
  readonly variance: Float64Array;
  /** Fourth central moment. */
  readonly fourth: Float64Array;
}

/** Mean and variance of ln P(x) of one item at every θ. */
export interface LogMoments {
  readonly expected: Float64Array;
  readonly variance: Float64Array;
}

/** Moments of the score: Σ k P_k and the central ones of order 2 and 4. */
export function itemMoments(
  { categories, probabilities }: ItemCurves,
): ItemMoments {
  const size = probabilities.length / categories.length;
  const expected = new Float64Array(size);
  const variance = new Float64Array(size);
  const fourth = new Float64Array(size);
  categories.forEach((k, c) => {
    for (let q = 0; q < size; q++) {
      expected[q]! += k * probabilities[c * size + q]!;
    }
  });
  categories.forEach((k, c) => {
    for (let q = 0; q < size; q++) {
      const p = probabilities[c * size + q]!;
      const square = (k - expected[q]!) * (k - expected[q]!);
      variance[q]! += p * square;
      fourth[q]! += p * square * square;
    }
  });
  return { expected, variance, fourth };
}

/** Mean and variance of the log-probability of the answer: Σ P ln P and so on. */
export function logMoments(
  { categories, probabilities }: ItemCurves,
): LogMoments {
  const size = probabilities.length / categories.length;
  const expected = new Float64Array(size);
  const variance = new Float64Array(size);
  for (let q = 0; q < size; q++) {
    let square = 0;
    for (let c = 0; c < categories.length; c++) {
      const p = probabilities[c * size + q]!;
      // P (ln P)² goes to 0 with P.
      if (p === 0) continue;
      const log = ln(p);
      expected[q]! += p * log;
      square += p * log * log;
    }
    variance[q] = square - expected[q]! * expected[q]!;
  }
  return { expected, variance };
}
