import { sum } from "#lib/numerics/mod.ts";
import { withinGroups } from "./absorb_groups.ts";
import type { PreparedRegression } from "./prepare_regression.ts";

/** The solution for one outcome. */
export interface RegressionSolution {
  /** Of the orthonormal basis, length p. */
  readonly basisCoefficients: Float64Array;
  /** y minus fitted value of every row, also those without weight. */
  readonly residuals: Float64Array;
  /** Σ weight × residual². */
  readonly residualSquares: number;
  /** Σ weight × (y − mean)², or × y² in a model without intercept. */
  readonly totalSquares: number;
}

/** Steps of refinement; the first already leaves errors of a few roundings. */
const REFINEMENTS = 2;

/** Adds U′W r to the coefficients and takes U × it from the residuals. */
function refineInPlace(
  { basis, p, weights }: PreparedRegression,
  coefficients: Float64Array,
  residuals: Float64Array,
): void {
  const step = new Float64Array(p);
  for (let i = 0; i < residuals.length; i++) {
    const value = residuals[i]! * (weights === null ? 1 : weights[i]!);
    for (let j = 0; j < p; j++) step[j]! += value * basis[i * p + j]!;
  }
  for (let i = 0; i < residuals.length; i++) {
    let fitted = 0;
    for (let j = 0; j < p; j++) fitted += step[j]! * basis[i * p + j]!;
    residuals[i]! -= fitted;
  }
  for (let j = 0; j < p; j++) coefficients[j]! += step[j]!;
}

function sumOfSquares(
  values: Float64Array,
  weights: Float64Array | null,
  centre: number,
): number {
  const squares = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const off = values[i]! - centre;
    squares[i] = (weights === null ? 1 : weights[i]!) * off * off;
  }
  return sum(squares);
}

function weightedMean(
  values: Float64Array,
  weights: Float64Array | null,
): number {
  if (weights === null) return sum(values) / values.length;
  return sum(values.map((value, i) => value * weights[i]!)) / sum(weights);
}

/** The outcome as numbers, within groups where groups are absorbed; 0 without weight. */
function outcome(
  { weights, absorbed }: PreparedRegression,
  y: ArrayLike<number>,
  rows: number,
): Float64Array {
  if (y.length !== rows) {
    throw new RangeError(
      `Cannot fit a regression: the design has ${rows} rows, the outcome ${y.length}`,
    );
  }
  const values = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    if (weights !== null && weights[i] === 0) continue;
    const value = y[i]!;
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `Cannot fit a regression: the outcome of row ${i} is ${value}, a number is needed`,
      );
    }
    values[i] = value;
  }
  return absorbed === null
    ? values
    : withinGroups({ rows, columns: 1, values }, absorbed).values;
}

function largestSquare(y: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < y.length; i++) {
    const value = Math.abs(y[i]!);
    if (value > largest) largest = value;
  }
  return largest * largest;
}

/** A sum of squares below this part of the squared outcome is rounding. */
const CONSTANT = 1e-24;

/** The first row with weight. */
function firstRow(weights: Float64Array | null): number {
  return weights === null ? 0 : weights.findIndex((w) => w > 0);
}

/** Refuses an outcome that leaves no residual to learn the uncertainty from. */
function checkRemainder(residualSquares: number, totalSquares: number): void {
  if (!(residualSquares > CONSTANT * totalSquares)) {
    throw new RangeError(
      "Cannot fit a regression: the columns explain the outcome completely, something must be left",
    );
  }
}

/**
 * Solves least squares for one outcome in a prepared design.
 *
 * Coefficients of the orthonormal basis are U′Wy, refined with the residuals.
 *
 * @throws {RangeError} If the outcome has another length, holds a value that is not a
 * number, is constant or is a combination of the columns.
 */
export function solveRegression(
  prepared: PreparedRegression,
  y: ArrayLike<number>,
): RegressionSolution {
  const { p, weights, basis, isCentred } = prepared;
  const values = outcome(prepared, y, basis.length / p);
  const centre = isCentred ? weightedMean(values, weights) : 0;
  const totalSquares = sumOfSquares(values, weights, centre);
  if (
    !(totalSquares > CONSTANT * largestSquare(y) * y.length)
  ) {
    throw new RangeError(
      `Cannot fit a regression: the outcome ${
        prepared.absorbed === null
          ? `is ${y[firstRow(weights)]} in every row`
          : "does not vary within the groups that are absorbed"
      }, it must vary`,
    );
  }
  const basisCoefficients = new Float64Array(p);
  for (let k = 0; k < REFINEMENTS; k++) {
    refineInPlace(prepared, basisCoefficients, values);
  }
  const residualSquares = sumOfSquares(values, weights, 0);
  checkRemainder(residualSquares, totalSquares);
  return {
    basisCoefficients,
    residuals: values,
    residualSquares,
    totalSquares,
  };
}
