import { choleskyInPlace } from "./cholesky.ts";
import {
  checkTriangle,
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

/** Rows taken at a time: few enough to stay in the processor's cache. */
const BLOCK = 256;

/**
 * R of the weighted design, block of rows by block of rows: each block is
 * triangularised together with the R of those before it.
 *
 * @throws {DependentColumnError} If a column is a combination of those before it.
 * @see Demmel, Grigori, Hoemmen & Langou (2012), SIAM Journal on Scientific Computing
 * 34, A206–A239.
 */
function triangleOf(
  { rows, columns: p, values }: Matrix,
  weights: ArrayLike<number> | undefined,
): Float64Array {
  let r = new Float64Array(p * p);
  for (let from = 0; from < rows; from += BLOCK) {
    const size = Math.min(BLOCK, rows - from);
    const height = p + size;
    const work = new Float64Array(height * p);
    for (let j = 0; j < p; j++) {
      for (let i = 0; i <= j; i++) work[j * height + i] = r[i * p + j]!;
    }
    const block = {
      rows: size,
      columns: p,
      values: values.subarray(from * p, (from + size) * p),
    };
    writeWeightedColumnsInPlace(work, block, {
      weights,
      from,
      height,
      offset: p,
    });
    r = triangulariseInPlace(work, height, p) as Float64Array<ArrayBuffer>;
  }
  checkTriangle(r, p);
  return r;
}

/** X R⁻¹, row by row. */
function timesTriangle(
  { rows, columns: p, values }: Matrix,
  inverse: Float64Array,
): Matrix {
  const product = new Float64Array(rows * p);
  for (let i = 0; i < rows; i++) {
    const at = i * p;
    for (let j = 0; j < p; j++) {
      let value = 0;
      for (let k = 0; k <= j; k++) {
        value += values[at + k]! * inverse[k * p + j]!;
      }
      product[at + j] = value;
    }
  }
  return { rows, columns: p, values: product };
}

/** U′WU, p × p. */
function gram(
  { rows, columns: p, values }: Matrix,
  weights: ArrayLike<number> | undefined,
): Float64Array {
  const products = new Float64Array(p * p);
  for (let i = 0; i < rows; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    for (let j = 0; j < p; j++) {
      const value = weight * values[i * p + j]!;
      for (let k = 0; k <= j; k++) {
        products[j * p + k]! += value * values[i * p + k]!;
      }
    }
  }
  return products;
}

/** Columns further than this from orthonormal are made so once more. */
const ORTHONORMAL = 1e-13;

function isOrthonormal(products: Float64Array, p: number): boolean {
  for (let j = 0; j < p; j++) {
    for (let k = 0; k <= j; k++) {
      const off = products[j * p + k]! - (j === k ? 1 : 0);
      if (!(Math.abs(off) <= ORTHONORMAL)) return false;
    }
  }
  return true;
}

/** L⁻¹′ of U′WU = L L′, an upper triangle near the identity. */
function correction(products: Float64Array, p: number): Float64Array {
  choleskyInPlace(products, p);
  const upper = new Float64Array(p * p);
  for (let j = 0; j < p; j++) {
    for (let k = 0; k <= j; k++) upper[k * p + j] = products[j * p + k]!;
  }
  return invertTriangle(upper, p);
}

/**
 * Replaces the columns of a design by orthonormal ones that span the same.
 *
 * R comes from Householder reflections; where columns are so alike that U = X R⁻¹ is
 * not orthonormal to working precision, U is corrected by the Cholesky factor of U′WU.
 * Sums of squares of U then lose no digits, whatever the units of the columns of X.
 *
 * @param design X, n × p.
 * @throws {DependentColumnError} If a column is a combination of those before it.
 * @throws {RangeError} If a weight is negative, or there are fewer rows than columns.
 */
export function orthonormalBasis(
  design: Matrix,
  { weights }: OrthonormalBasisOptions = {},
): OrthonormalBasis {
  const { rows, columns: p } = design;
  if (rows < p) {
    throw new RangeError(
      `Cannot make a basis: ${p} columns need at least as many rows, found ${rows}`,
    );
  }
  const inverse = invertTriangle(triangleOf(design, weights), p);
  const basis = timesTriangle(design, inverse);
  const products = gram(basis, weights);
  if (isOrthonormal(products, p)) return { basis, inverseTriangle: inverse };
  const step = correction(products, p);
  return {
    basis: timesTriangle(basis, step),
    inverseTriangle:
      timesTriangle({ rows: p, columns: p, values: inverse }, step).values,
  };
}
