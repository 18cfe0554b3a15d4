import {
  solveUpperInPlace,
  triangulariseInPlace,
  writeWeightedColumnsInPlace,
} from "./householder.ts";
import type { Matrix } from "./matrix.ts";

/** A design in columns that are orthogonal and of length one. */
export interface OrthonormalBasis {
  /** U = X R⁻¹, n × p, with U′WU = I. */
  readonly basis: Matrix;
  /** R⁻¹, p × p by rows, upper triangle: coefficients of X are R⁻¹ × those of U. */
  readonly inverseTriangle: Float64Array;
}

/** Options for {@linkcode orthonormalBasis}. */
export interface OrthonormalBasisOptions {
  /** Length n, 0 or more. @default {all 1} */
  readonly weights?: ArrayLike<number>;
}

/** R⁻¹ of an upper triangle. */
function invertTriangle(r: Float64Array, p: number): Float64Array {
  const inverse = new Float64Array(p * p);
  const column = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    column.fill(0);
    column[j] = 1;
    solveUpperInPlace(r, p, column);
    for (let i = 0; i <= j; i++) inverse[i * p + j] = column[i]!;
  }
  return inverse;
}

/**
 * Replaces the columns of a design by orthonormal ones that span the same.
 *
 * R comes from Householder reflections. Sums of squares of U then lose no digits,
 * whatever the units and offsets of the columns of X.
 *
 * @param design X, n × p.
 * @throws {DependentColumnError} If a column is a combination of those before it.
 * @throws {RangeError} If a weight is negative, or there are fewer rows than columns.
 */
export function orthonormalBasis(
  design: Matrix,
  { weights }: OrthonormalBasisOptions = {},
): OrthonormalBasis {
  const { rows, columns: p, values } = design;
  if (rows < p) {
    throw new RangeError(
      `Cannot make a basis: ${p} columns need at least as many rows, found ${rows}`,
    );
  }
  const work = new Float64Array(rows * p);
  writeWeightedColumnsInPlace(work, design, weights);
  const inverse = invertTriangle(triangulariseInPlace(work, rows, p), p);
  const basis = new Float64Array(rows * p);
  for (let i = 0; i < rows; i++) {
    const at = i * p;
    for (let k = 0; k < p; k++) {
      const value = values[at + k]!;
      if (value === 0) continue;
      for (let j = k; j < p; j++) basis[at + j]! += value * inverse[k * p + j]!;
    }
  }
  return { basis: { rows, columns: p, values: basis }, inverseTriangle: inverse };
}
