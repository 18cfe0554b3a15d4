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

/** Adds factor × u u′ of each row to the block of its cluster, lower triangles only. */
function addRowsInPlace(
  blocks: Float64Array,
  { basis, p, codes }: {
    readonly basis: Float64Array;
    readonly p: number;
    readonly codes: Int32Array;
  },
  factor: Float64Array | null,
): void {
  const size = p * p;
  for (let i = 0; i < codes.length; i++) {
    const row = i * p;
    let place = codes[i]! * size;
    const f = factor === null ? 1 : factor[i]!;
    for (let j = 0; j < p; j++, place += p) {
      const value = f * basis[row + j]!;
      for (let k = 0; k <= j; k++) {
        blocks[place + k]! += value * basis[row + k]!;
      }
    }
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
  const rows = { basis, p, codes };
  addRowsInPlace(plain, rows, null);
  if (weights !== null) {
    addRowsInPlace(weighted, rows, weights);
    addRowsInPlace(squared, rows, weights.map((w) => w * w));
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
