import { createMatrix, type Matrix } from "#lib/numerics/mod.ts";

/** Difference for a central derivative: rounding and curvature both stay below 1e-8. */
const STEP = 1e-4;

/**
 * Minus the Hessian of a log-likelihood, from central differences of its gradient.
 *
 * @param gradientAt Analytic gradient at a parameter vector.
 * @param at Where to differentiate; not changed.
 * @param map Directions to differentiate along, one per column (length of `at` × directions).
 * @returns directions × directions, symmetric.
 * @see Oakes (1999), Journal of the Royal Statistical Society B 61, 479–482, who
 * gives the same matrix from the derivatives of the EM algorithm.
 */
export function observedInformation(
  gradientAt: (parameters: Float64Array) => Float64Array,
  at: Float64Array,
  map: Matrix,
): Matrix {
  const n = map.columns;
  const result = createMatrix({ rows: n, columns: n });
  const gradientAlong = (direction: number, step: number): Float64Array => {
    const moved = at.map((x, i) => x + step * map.values[i * n + direction]!);
    return gradientAt(moved);
  };
  for (let j = 0; j < n; j++) {
    const above = gradientAlong(j, STEP);
    const below = gradientAlong(j, -STEP);
    for (let k = 0; k < n; k++) {
      let change = 0;
      for (let i = 0; i < at.length; i++) {
        change += map.values[i * n + k]! * (below[i]! - above[i]!);
      }
      // Both halves of a numerical Hessian count equally.
      result.values[j * n + k]! += change / (4 * STEP);
      result.values[k * n + j]! += change / (4 * STEP);
    }
  }
  return result;
}
