/** Eigenvalues and eigenvectors of a small symmetric matrix. */
export interface SymmetricEigen {
  /** In no order. */
  readonly values: Float64Array;
  /** Column j belongs to value j; q × q by rows. */
  readonly vectors: Float64Array;
}

/** Sweeps of rotations; a dozen suffices for any matrix of this size. */
const MAX_SWEEPS = 50;

/**
 * Eigenvalues by Jacobi's rotations, for a few rows.
 *
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., section 8.5.
 */
export function symmetricEigen(
  matrix: Float64Array,
  q: number,
): SymmetricEigen {
  const a = Float64Array.from(matrix), vectors = new Float64Array(q * q);
  for (let i = 0; i < q; i++) vectors[i * q + i] = 1;
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let off = 0, whole = 0;
    for (let i = 0; i < q; i++) {
      for (let j = 0; j < q; j++) {
        whole += a[i * q + j]! * a[i * q + j]!;
        if (i !== j) off += a[i * q + j]! * a[i * q + j]!;
      }
    }
    if (!(off > 1e-30 * whole)) break;
    for (let i = 0; i < q; i++) {
      for (let j = i + 1; j < q; j++) {
        const x = a[i * q + j]!;
        if (x === 0) continue;
        const tau = (a[j * q + j]! - a[i * q + i]!) / (2 * x);
        const t = (tau >= 0 ? 1 : -1) /
          (Math.abs(tau) + Math.sqrt(1 + tau * tau));
        const c = 1 / Math.sqrt(1 + t * t), s = t * c;
        for (let m = 0; m < q; m++) {
          const left = a[m * q + i]!, right = a[m * q + j]!;
          a[m * q + i] = c * left - s * right;
          a[m * q + j] = s * left + c * right;
          const u = vectors[m * q + i]!, v = vectors[m * q + j]!;
          vectors[m * q + i] = c * u - s * v;
          vectors[m * q + j] = s * u + c * v;
        }
        for (let m = 0; m < q; m++) {
          const left = a[i * q + m]!, right = a[j * q + m]!;
          a[i * q + m] = c * left - s * right;
          a[j * q + m] = s * left + c * right;
        }
      }
    }
  }
  return {
    values: Float64Array.from({ length: q }, (_, i) => a[i * q + i]!),
    vectors,
  };
}

/** Eigenvalues below this part of the largest are directions without information. */
const FLAT = 1e-8;

/** Inverse in the directions where the matrix is clearly positive, 0 in the others. */
export function positiveInverse(matrix: Float64Array, q: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, q);
  const largest = values.reduce((a, b) => Math.max(a, b), 0);
  const inverse = new Float64Array(q * q);
  for (let m = 0; m < q; m++) {
    if (!(values[m]! > FLAT * largest)) continue;
    for (let i = 0; i < q; i++) {
      for (let j = 0; j < q; j++) {
        inverse[i * q + j]! += vectors[i * q + m]! * vectors[j * q + m]! /
          values[m]!;
      }
    }
  }
  return inverse;
}
