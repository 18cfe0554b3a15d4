import {
  clusterAdjustment,
  type ClusterCorrection,
} from "./cluster_adjustment.ts";
import type { ClusterProducts } from "./cluster_products.ts";

/** Sums over clusters from which the degrees of freedom of one contrast follow. */
interface ContrastSums {
  /** Σ of the diagonal of P. */
  trace: number;
  /** Σ over clusters of D² + 2 D F. */
  own: number;
  /** Σ [β γ]′[β γ], 2p × 2p. */
  readonly cross: Float64Array;
}

function multiplyVector(
  matrix: Float64Array,
  vector: Float64Array,
  out: Float64Array,
): void {
  const n = vector.length;
  for (let i = 0; i < n; i++) {
    let value = 0;
    for (let k = 0; k < n; k++) value += matrix[i * n + k]! * vector[k]!;
    out[i] = value;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let value = 0;
  for (let i = 0; i < a.length; i++) value += a[i]! * b[i]!;
  return value;
}

/** tr(K N K N) with K = [T, −I; −I, 0]: the squared length of all of F. */
function squaredLength(cross: Float64Array, total: Float64Array): number {
  const p = Math.sqrt(total.length), size = 2 * p;
  const kn = new Float64Array(size * size);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < size; j++) {
      let value = -cross[(p + i) * size + j]!;
      for (let k = 0; k < p; k++) {
        value += total[i * p + k]! * cross[k * size + j]!;
      }
      kn[i * size + j] = value;
      kn[(p + i) * size + j] = -cross[i * size + j]!;
    }
  }
  let trace = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      trace += kn[i * size + j]! * kn[j * size + i]!;
    }
  }
  return trace;
}

/** Adds up one cluster after another; see {@linkcode satterthwaiteDegrees}. */
export class SatterthwaiteSums {
  readonly #contrasts: readonly Float64Array[];
  readonly #total: Float64Array;
  readonly #sums: readonly ContrastSums[];
  readonly #both: Float64Array;
  readonly #work: Float64Array;

  /**
   * @param contrasts On the coefficients of the orthonormal basis, each of length p.
   * @param total Σ w² u u′, p × p.
   */
  constructor(contrasts: readonly Float64Array[], total: Float64Array) {
    const p = Math.sqrt(total.length);
    this.#contrasts = contrasts;
    this.#total = total;
    this.#both = new Float64Array(2 * p);
    this.#work = new Float64Array(p);
    this.#sums = contrasts.map(() => ({
      trace: 0,
      own: 0,
      cross: new Float64Array(4 * p * p),
    }));
  }

  /** Adds a cluster. */
  add(
    { plain, weighted, length }: {
      readonly plain: Float64Array;
      readonly weighted: Float64Array;
      readonly length: Float64Array;
    },
  ): void {
    const work = this.#work, both = this.#both;
    const p = work.length, size = 2 * p;
    const beta = both.subarray(0, p), gamma = both.subarray(p);
    this.#contrasts.forEach((contrast, index) => {
      const sums = this.#sums[index]!;
      multiplyVector(length, contrast, work);
      const own = dot(contrast, work);
      multiplyVector(plain, contrast, beta);
      multiplyVector(weighted, contrast, gamma);
      multiplyVector(this.#total, beta, work);
      const shared = dot(beta, work) - 2 * dot(beta, gamma);
      sums.trace += own + shared;
      sums.own += own * (own + 2 * shared);
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) {
          sums.cross[i * size + j]! += both[i]! * both[j]!;
        }
      }
    });
  }

  /** Degrees of freedom of each contrast; NaN where its variance is 0. */
  degrees(): Float64Array {
    return Float64Array.from(this.#sums, ({ trace, own, cross }) => {
      const squares = own + squaredLength(cross, this.#total);
      return squares > 0 ? trace * trace / squares : NaN;
    });
  }
}

/**
 * Satterthwaite degrees of freedom of contrasts under a cluster-robust covariance.
 *
 * The variance estimate is a quadratic form in independent errors of equal variance;
 * with P_gk the inner products of its vectors, df = (Σ P_gg)² / Σ P_gk². P is
 * diagonal but for a part of rank 2p, so that no G × G matrix is needed.
 *
 * @param contrasts On the coefficients of the orthonormal basis, each of length p.
 * @see Bell & McCaffrey (2002); Pustejovsky & Tipton (2018), section 3.
 */
export function satterthwaiteDegrees(
  products: ClusterProducts,
  contrasts: readonly Float64Array[],
  correction: ClusterCorrection,
): Float64Array {
  const p = Math.sqrt(products.total.length);
  const sums = new SatterthwaiteSums(contrasts, products.total);
  for (let g = 0; g < products.count; g++) {
    sums.add(clusterAdjustment(products, g, { p, correction }));
  }
  return sums.degrees();
}
