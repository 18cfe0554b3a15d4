import type { Matrix } from "./matrix.ts";
import { sum } from "./sum.ts";

/** Solution of a least-squares problem with n rows and p columns. */
export interface LeastSquares {
  /** Length p. */
  readonly coefficients: Float64Array;
  /** y minus the fitted value, length n; not multiplied by a weight. */
  readonly residuals: Float64Array;
  /** Sum of weight × residual². */
  readonly residualSumOfSquares: number;
  /** Inverse of X′WX, p × p by rows: the "bread" of every covariance. */
  readonly inverse: Float64Array;
}

/** Options for {@linkcode leastSquares}. */
export interface LeastSquaresOptions {
  /** Length n, 0 or more. @default {all 1} */
  readonly weights?: ArrayLike<number>;
}

/** A column shorter than this part of its length is a combination of others. */
const RANK_TOLERANCE = 1e-10;

function checkSizes(design: Matrix, y: ArrayLike<number>): void {
  if (y.length !== design.rows) {
    throw new RangeError(
      `Cannot fit by least squares: the design has ${design.rows} rows, y has ${y.length}`,
    );
  }
  if (design.rows < design.columns) {
    throw new RangeError(
      `Cannot fit by least squares: ${design.columns} coefficients need at least as many rows, found ${design.rows}`,
    );
  }
}

/** The design and y side by side, by columns, each row times √weight. */
function weightedColumns(
  { rows, columns, values }: Matrix,
  y: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): Float64Array {
  const work = new Float64Array(rows * (columns + 1));
  for (let i = 0; i < rows; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    if (!(weight >= 0)) {
      throw new RangeError(
        `Cannot fit by least squares: weight ${weight} of row ${i} is not 0 or more`,
      );
    }
    const root = Math.sqrt(weight);
    for (let j = 0; j < columns; j++) {
      work[j * rows + i] = root * values[i * columns + j]!;
    }
    work[columns * rows + i] = root * y[i]!;
  }
  return work;
}

/** Reflects the columns so that the first p become R; returns R, p × p by rows. */
function triangulariseInPlace(
  work: Float64Array,
  rows: number,
  columns: number,
): Float64Array {
  const r = new Float64Array(columns * columns);
  for (let j = 0; j < columns; j++) {
    const start = j * rows;
    let below = 0, whole = 0;
    for (let i = 0; i < rows; i++) {
      const square = work[start + i]! * work[start + i]!;
      whole += square;
      if (i >= j) below += square;
    }
    if (!(below > RANK_TOLERANCE * RANK_TOLERANCE * whole)) {
      throw new RangeError(
        `Cannot fit by least squares: column ${j} is a combination of the columns before it, or not a number`,
      );
    }
    const head = work[start + j]!;
    const length = head > 0 ? -Math.sqrt(below) : Math.sqrt(below);
    work[start + j] = head - length;
    const scale = 1 / (below - head * length);
    for (let k = j + 1; k <= columns; k++) {
      let product = 0;
      for (let i = j; i < rows; i++) {
        product += work[start + i]! * work[k * rows + i]!;
      }
      product *= scale;
      for (let i = j; i < rows; i++) {
        work[k * rows + i]! -= product * work[start + i]!;
      }
    }
    r[j * columns + j] = length;
    for (let i = 0; i < j; i++) r[i * columns + j] = work[start + i]!;
  }
  return r;
}

function solveUpper(r: Float64Array, p: number, b: Float64Array): void {
  for (let i = p - 1; i >= 0; i--) {
    let value = b[i]!;
    for (let k = i + 1; k < p; k++) value -= r[i * p + k]! * b[k]!;
    b[i] = value / r[i * p + i]!;
  }
}

/** (R′R)⁻¹ = R⁻¹ R⁻¹′. */
function inverseFromTriangle(r: Float64Array, p: number): Float64Array {
  const inverse = new Float64Array(p * p);
  const column = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    column.fill(0);
    column[j] = 1;
    solveUpper(r, p, column);
    for (let i = 0; i < p; i++) {
      for (let k = 0; k < p; k++) {
        inverse[i * p + k]! += column[i]! * column[k]!;
      }
    }
  }
  return inverse;
}

/**
 * Fits y = X b by weighted least squares, minimising the sum of weight × residual².
 *
 * Householder reflections: the design is never squared, so columns near 2015 or
 * 500 lose no digits.
 *
 * @param design X, n × p, including a column of ones where wanted.
 * @param y Length n.
 * @throws {RangeError} If sizes differ, a weight is negative, or columns are
 * linearly dependent.
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., section 5.3.
 */
export function leastSquares(
  design: Matrix,
  y: ArrayLike<number>,
  { weights }: LeastSquaresOptions = {},
): LeastSquares {
  checkSizes(design, y);
  const { rows, columns, values } = design;
  const work = weightedColumns(design, y, weights);
  const r = triangulariseInPlace(work, rows, columns);
  const coefficients = work.slice(columns * rows, columns * rows + columns);
  solveUpper(r, columns, coefficients);
  const residuals = new Float64Array(rows);
  const squares = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let residual = y[i]!;
    for (let j = 0; j < columns; j++) {
      residual -= values[i * columns + j]! * coefficients[j]!;
    }
    residuals[i] = residual;
    squares[i] = (weights === undefined ? 1 : weights[i]!) * residual *
      residual;
  }
  return {
    coefficients,
    residuals,
    residualSumOfSquares: sum(squares),
    inverse: inverseFromTriangle(r, columns),
  };
}
