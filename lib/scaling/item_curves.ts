import { exp, ln } from "#lib/numerics/mod.ts";
import type { ItemParameters } from "./types.ts";

/** An item at the nodes of a grid; only categories that occur. */
export interface ItemCurves {
  /** Scores of the categories, lowest first. */
  readonly categories: readonly number[];
  /** categories × nodes: P(x = k | θ_q). */
  readonly probabilities: Float64Array;
  /** ln Σ_k exp(slope · k · θ_q + intercept_k), length nodes. */
  readonly logDenominators: Float64Array;
}

/** Categories with a finite intercept, i.e. those that occur. */
export function occurringCategories(item: ItemParameters): readonly number[] {
  return item.intercepts.flatMap((d, k) => d > -Infinity ? [k] : []);
}

/**
 * Probabilities of an item's categories at every node.
 *
 * P_k = exp(a k θ + d_k) / Σ_h exp(a h θ + d_h), with the largest exponent taken out.
 *
 * @see Muraki (1992), Applied Psychological Measurement 16, 159–176.
 */
export function itemCurves(
  item: ItemParameters,
  nodes: Float64Array,
): ItemCurves {
  const categories = occurringCategories(item);
  const probabilities = new Float64Array(categories.length * nodes.length);
  const logDenominators = new Float64Array(nodes.length);
  const logits = new Float64Array(categories.length);
  for (let q = 0; q < nodes.length; q++) {
    let top = -Infinity;
    for (let c = 0; c < logits.length; c++) {
      const k = categories[c]!;
      logits[c] = item.slope * k * nodes[q]! + item.intercepts[k]!;
      if (logits[c]! > top) top = logits[c]!;
    }
    let total = 0;
    for (let c = 0; c < logits.length; c++) {
      logits[c] = exp(logits[c]! - top);
      total += logits[c]!;
    }
    for (let c = 0; c < logits.length; c++) {
      probabilities[c * nodes.length + q] = logits[c]! / total;
    }
    logDenominators[q] = top + ln(total);
  }
  return { categories, probabilities, logDenominators };
}
