import {
  checkTriangle,
  solveUpperInPlace,
  triangulariseInPlace,
  writeWeightedColumnsInPlace,
} from "./householder.ts";
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
  design: Matrix,
  y: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): Float64Array {
  const { rows, columns } = design;
  const work = new Float64Array(rows * (columns + 1));
  writeWeightedColumnsInPlace(work, design, {
    weights,
    from: 0,
    height: rows,
    offset: 0,
  });
  for (let i = 0; i < rows; i++) {
    work[columns * rows + i] =
      (weights === undefined ? 1 : Math.sqrt(weights[i]!)) * y[i]!;
  }
  return work;
}

/** (R′R)⁻¹ = R⁻¹ R⁻¹′. */
function inverseFromTriangle(r: Float64Array, p: number): Float64Array {
  const inverse = new Float64Array(p * p);
  const column = new Float64Array(p);
  for (let j = 0; j < p; j++) {
    column.fill(0);
    column[j] = 1;
    solveUpperInPlace(r, p, column);
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
  checkTriangle(r, columns);
  const coefficients = work.slice(columns * rows, columns * rows + columns);
  solveUpperInPlace(r, columns, coefficients);
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
