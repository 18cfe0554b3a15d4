import {
  WILD_WIDTH,
  WildAccumulator,
  type WildClusters,
  type WildStatistics,
} from "./wild_statistics.ts";
import { type WildWeights, writeWildWeights } from "./wild_signs.ts";

/** All signs of the clusters but the last: its sign only mirrors the others. */
export function everySign(clusters: WildClusters): WildStatistics {
  const sums = new WildAccumulator(clusters);
  const free = clusters.count - 1;
  const count = 1 << free;
  const signs = new Int8Array(clusters.count).fill(1);
  for (let g = 0; g < clusters.count; g++) {
    sums.addLinear(g, 1);
    sums.addSquares(g, 1);
  }
  const draws = new Float64Array(count * WILD_WIDTH);
  sums.write(draws, 0);
  for (let b = 1; b < count; b++) {
    // Gray code: one cluster changes its sign from one draw to the next.
    const g = 31 - Math.clz32(b & -b);
    signs[g] = -signs[g]!;
    sums.addLinear(g, 2 * signs[g]!);
    sums.write(draws, b);
  }
  return { draws, count };
}

/** Draws that depend on the seed and their number alone. */
export function randomSigns(
  clusters: WildClusters,
  { draws: count, seed, kind }: {
    readonly draws: number;
    readonly seed: number;
    readonly kind: WildWeights;
  },
): WildStatistics {
  const sums = new WildAccumulator(clusters);
  const multipliers = new Float64Array(clusters.count);
  const draws = new Float64Array(count * WILD_WIDTH);
  for (let b = 0; b < count; b++) {
    writeWildWeights(multipliers, { seed, draw: b, kind });
    sums.clear();
    for (let g = 0; g < clusters.count; g++) {
      const v = multipliers[g]!;
      sums.addLinear(g, v);
      sums.addSquares(g, v * v);
    }
    sums.write(draws, b);
  }
  return { draws, count };
}
