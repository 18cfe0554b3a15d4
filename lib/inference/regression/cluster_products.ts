import type { PreparedRegression } from "./prepare_regression.ts";

/**
 * Sums over the rows of each cluster, all that its size matters for.
 *
 * Each is G × p × p; without weights the three are one and the same array.
 */
export interface ClusterProducts {
  /** Number of clusters, G. */
  readonly count: number;
  /** Σ u u′. */
  readonly plain: Float64Array;
  /** Σ w u u′; they add to the identity. */
  readonly weighted: Float64Array;
  /** Σ w² u u′. */
  readonly squared: Float64Array;
  /** Σ w² u u′ over all clusters, p × p. */
  readonly total: Float64Array;
}

/** Copies the lower triangle of each block into its upper one. */
function mirrorInPlace(blocks: Float64Array, p: number): void {
  for (let at = 0; at < blocks.length; at += p * p) {
    for (let j = 0; j < p; j++) {
      for (let k = 0; k < j; k++) {
        blocks[at + k * p + j] = blocks[at + j * p + k]!;
      }
    }
  }
}

function addRowInPlace(
  block: Float64Array,
  basis: Float64Array,
  { at, row, p, factor }: {
    readonly at: number;
    readonly row: number;
    readonly p: number;
    readonly factor: number;
  },
): void {
  for (let j = 0; j < p; j++) {
    const value = factor * basis[row + j]!;
    const place = at + j * p;
    for (let k = 0; k <= j; k++) block[place + k]! += value * basis[row + k]!;
  }
}

/** Adds up the products of the basis within clusters. */
export function clusterProducts(
  { basis, p, weights }: PreparedRegression,
  codes: Int32Array,
  count: number,
): ClusterProducts {
  const size = p * p;
  const plain = new Float64Array(count * size);
  const weighted = weights === null ? plain : new Float64Array(count * size);
  const squared = weights === null ? plain : new Float64Array(count * size);
  for (let i = 0; i < codes.length; i++) {
    const place = { at: codes[i]! * size, row: i * p, p };
    addRowInPlace(plain, basis, { ...place, factor: 1 });
    if (weights === null) continue;
    const w = weights[i]!;
    addRowInPlace(weighted, basis, { ...place, factor: w });
    addRowInPlace(squared, basis, { ...place, factor: w * w });
  }
  for (const blocks of new Set([plain, weighted, squared])) {
    mirrorInPlace(blocks, p);
  }
  const total = new Float64Array(size);
  for (let i = 0; i < squared.length; i++) total[i % size]! += squared[i]!;
  return { count, plain, weighted, squared, total };
}

/** Sums of weight^power × residual × row over each cluster, G × p. */
export function clusterScores(
  { basis, p, weights }: PreparedRegression,
  residuals: Float64Array,
  { codes, count, isWeighted }: {
    readonly codes: Int32Array;
    readonly count: number;
    readonly isWeighted: boolean;
  },
): Float64Array {
  const scores = new Float64Array(count * p);
  const w = isWeighted ? weights : null;
  for (let i = 0; i < codes.length; i++) {
    const factor = residuals[i]! * (w === null ? 1 : w[i]!);
    const at = codes[i]! * p;
    for (let j = 0; j < p; j++) scores[at + j]! += factor * basis[i * p + j]!;
  }
  return scores;
}
