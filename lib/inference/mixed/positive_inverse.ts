import { symmetricEigen } from "#lib/numerics/mod.ts";

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
