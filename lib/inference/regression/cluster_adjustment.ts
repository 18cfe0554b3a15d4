import { symmetricEigen } from "#lib/numerics/mod.ts";
import type { ClusterProducts } from "./cluster_products.ts";

/** Corrections of the cluster-robust covariance. */
export type ClusterCorrection = "CR0" | "CR1" | "CR1S" | "CR2" | "CR3";

/**
 * What a correction does in one cluster, in p × p matrices by rows.
 *
 * With A the cluster's adjustment of its residuals, `fromScore` × Σ w u e +
 * `fromPlain` × Σ u e is U′WAe. For a contrast c the vector a = A′WUc has the sums
 * U′a = `plain` c, U′Wa = `weighted` c and a′a = c′ `length` c.
 */
export interface ClusterAdjustment {
  /** Multiplies Σ w u e. */
  readonly fromScore: Float64Array;
  /** Multiplies Σ u e; null where it is 0. */
  readonly fromPlain: Float64Array | null;
  /** U′A′WU. */
  readonly plain: Float64Array;
  /** U′WA′WU. */
  readonly weighted: Float64Array;
  /** U′WAA′WU. */
  readonly length: Float64Array;
}

/** Eigenvalues of I − H below this are 0: the cluster alone decides a coefficient. */
const SINGULAR = 1e-10;
/** Directions shorter than this part of the longest are rounding. */
const RANK = 1e-13;

/** Products of square matrices by rows. */
function product(a: Float64Array, b: Float64Array, n: number): Float64Array {
  return rectangular(a, b, { rows: n, inner: n, columns: n });
}

function rectangular(
  a: Float64Array,
  b: Float64Array,
  { rows, inner, columns }: {
    readonly rows: number;
    readonly inner: number;
    readonly columns: number;
  },
): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const factor = a[i * inner + k]!;
      for (let j = 0; j < columns; j++) {
        out[i * columns + j]! += factor * b[k * columns + j]!;
      }
    }
  }
  return out;
}

function transpose(
  a: Float64Array,
  rows: number,
  columns: number,
): Float64Array {
  return Float64Array.from(
    { length: rows * columns },
    (_, at) => a[(at % rows) * columns + Math.floor(at / rows)]!,
  );
}

/** V f(Λ) V′ of a symmetric matrix. */
function symmetricFunction(
  matrix: Float64Array,
  n: number,
  f: (value: number) => number,
): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n);
  const scaled = vectors.map((v, at) => v * f(values[at % n]!));
  return product(scaled, transpose(vectors, n, n), n);
}

/** Adjustments A = I + W U (…) U′W act on scores alone: a = W U J c. */
function adjustScores(
  j: Float64Array,
  weighted: Float64Array,
  squared: Float64Array,
  p: number,
): ClusterAdjustment {
  const toWeighted = product(squared, j, p);
  return {
    fromScore: transpose(j, p, p),
    fromPlain: null,
    plain: product(weighted, j, p),
    weighted: toWeighted,
    length: product(transpose(j, p, p), toWeighted, p),
  };
}

function inverse(value: number): number {
  return value > SINGULAR ? 1 / value : 0;
}

function inverseRoot(value: number): number {
  return Math.sqrt(inverse(value));
}

/** (I − H)(I − H)′ of a weighted cluster in the coordinates of Z = [U, WU]: Z K Z′ − I. */
function coreOf(total: Float64Array, p: number): Float64Array {
  const core = new Float64Array(4 * p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) core[i * 2 * p + j] = total[i * p + j]!;
    core[i * 2 * p + p + i] = -1;
    core[(p + i) * 2 * p + i] = -1;
  }
  return core;
}

/** Z′Z, 2p × 2p. */
function gramOf(
  blocks: readonly [Float64Array, Float64Array, Float64Array],
  p: number,
): Float64Array {
  const gram = new Float64Array(4 * p * p);
  for (let i = 0; i < 2 * p; i++) {
    for (let j = 0; j < 2 * p; j++) {
      const block = blocks[(i < p ? 0 : 1) + (j < p ? 0 : 1)]!;
      gram[i * 2 * p + j] = block[(i % p) * p + j % p]!;
    }
  }
  return gram;
}

/** Q = Z V Λ^−½ spans Z; returns V Λ^−½ (2p × r) and its r columns. */
function orthonormalCoordinates(
  gram: Float64Array,
  size: number,
): { readonly map: Float64Array; readonly rank: number } {
  const { values, vectors } = symmetricEigen(gram, size);
  const largest = Math.max(...values);
  const kept = [...values.keys()].filter((k) => values[k]! > RANK * largest);
  const map = new Float64Array(size * kept.length);
  for (let i = 0; i < size; i++) {
    kept.forEach((k, j) => {
      map[i * kept.length + j] = vectors[i * size + k]! / Math.sqrt(values[k]!);
    });
  }
  return { map, rank: kept.length };
}

/**
 * CR2 where weights vary: the inverse root of the cluster's block of (I − H)(I − H)′.
 *
 * That block is the identity but for the span of [U, WU], at most 2p directions.
 */
function weightedCR2(
  blocks: readonly [Float64Array, Float64Array, Float64Array],
  total: Float64Array,
  p: number,
): ClusterAdjustment {
  const size = 2 * p;
  const gram = gramOf(blocks, p);
  const { map, rank } = orthonormalCoordinates(gram, size);
  const toQ = rectangular(transpose(map, size, rank), gram, {
    rows: rank,
    inner: size,
    columns: size,
  });
  const block = rectangular(
    rectangular(toQ, coreOf(total, p), {
      rows: rank,
      inner: size,
      columns: size,
    }),
    transpose(toQ, rank, size),
    { rows: rank, inner: size, columns: rank },
  );
  for (let k = 0; k < rank; k++) block[k * rank + k]! += 1;
  const root = symmetricFunction(block, rank, inverseRoot);
  const qPlain = new Float64Array(rank * p),
    qWeighted = new Float64Array(rank * p);
  for (let k = 0; k < rank; k++) {
    for (let j = 0; j < p; j++) {
      qPlain[k * p + j] = toQ[k * size + j]!;
      qWeighted[k * p + j] = toQ[k * size + p + j]!;
    }
  }
  const shape = { rows: p, inner: rank, columns: p };
  const adjusted = rectangular(root, qWeighted, {
    rows: rank,
    inner: rank,
    columns: p,
  });
  const adjustedTransposed = transpose(adjusted, rank, p);
  const fromZ = rectangular(adjustedTransposed, transpose(map, size, rank), {
    ...shape,
    columns: size,
  });
  const half = (from: number) =>
    Float64Array.from(
      { length: p * p },
      (_, at) => fromZ[Math.floor(at / p) * size + from + at % p]!,
    );
  return {
    fromPlain: half(0),
    fromScore: half(p),
    plain: rectangular(transpose(qPlain, rank, p), adjusted, shape),
    weighted: rectangular(transpose(qWeighted, rank, p), adjusted, shape),
    length: rectangular(adjustedTransposed, adjusted, shape),
  };
}

function identity(p: number): Float64Array {
  return Float64Array.from(
    { length: p * p },
    (_, at) => at % (p + 1) === 0 ? 1 : 0,
  );
}

/**
 * The adjustment of one cluster's residuals, from its sums alone.
 *
 * CR0, CR1 and CR1S leave residuals as they are; CR2 multiplies them by the inverse
 * root of their covariance under independent errors of equal variance; CR3 by the
 * inverse of I − H, which leaves the cluster out. Directions that the cluster decides
 * alone count 0.
 *
 * @see Bell & McCaffrey (2002), Survey Methodology 28, 169–181; Pustejovsky & Tipton
 * (2018), Journal of Business & Economic Statistics 36, 672–683.
 */
export function clusterAdjustment(
  products: ClusterProducts,
  cluster: number,
  { p, correction }: {
    readonly p: number;
    readonly correction: ClusterCorrection;
  },
): ClusterAdjustment {
  const from = cluster * p * p, to = from + p * p;
  const weighted = products.weighted.subarray(from, to);
  const squared = products.squared.subarray(from, to);
  if (correction === "CR2" && products.plain !== products.weighted) {
    const plain = products.plain.subarray(from, to);
    return weightedCR2([plain, weighted, squared], products.total, p);
  }
  const j = correction === "CR3"
    ? symmetricFunction(weighted, p, (value) => inverse(1 - value))
    : correction === "CR2"
    ? symmetricFunction(weighted, p, (value) => inverseRoot(1 - value))
    : identity(p);
  return adjustScores(j, weighted, squared, p);
}
