import type { ItemCurves } from "../item_curves.ts";

/**
 * Distribution of the sum score at every θ, by adding one item at a time.
 *
 * S(s) ← Σ_k P_k(θ) S(s − k).
 *
 * @param nodes Number of θ.
 * @returns (highest sum + 1) × nodes.
 * @see Lord & Wingersky (1984), Applied Psychological Measurement 8, 453–461;
 * Thissen, Pommerich, Billeaud & Williams (1995), ibid. 19, 39–49.
 */
export function scoreDistribution(
  curves: readonly ItemCurves[],
  nodes: number,
): Float64Array {
  let highest = 0;
  let sums = new Float64Array(nodes).fill(1);
  for (const { categories, probabilities } of curves) {
    const top = highest + categories[categories.length - 1]!;
    const next = new Float64Array((top + 1) * nodes);
    categories.forEach((k, c) => {
      for (let s = 0; s <= highest; s++) {
        for (let q = 0; q < nodes; q++) {
          next[(s + k) * nodes + q]! += sums[s * nodes + q]! *
            probabilities[c * nodes + q]!;
        }
      }
    });
    sums = next;
    highest = top;
  }
  return sums;
}
