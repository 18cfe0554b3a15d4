import type { RandomStream } from "#lib/numerics/mod.ts";

/** A pivot below this part of its diagonal marks a column that others give. */
const DEPENDENT = 1e-9;

/** A linear regression of which coefficients can be drawn. */
export interface LinearFit {
  /** Estimates; 0 for a column that the ones before it give. */
  readonly coefficients: Float64Array;
  /** Mean square of the residuals. */
  readonly variance: number;
  /** Rows less columns that count. */
  readonly degreesOfFreedom: number;
  /** Lower triangle of X′X; infinite on the diagonal of a column that does not count. */
  readonly root: Float64Array;
}

/** Rows of a regression, columns side by side. */
export interface LinearRows {
  /** Rows × columns. */
  readonly design: Float64Array;
  /** Number of columns. */
  readonly columns: number;
  /** One per row. */
  readonly response: Float64Array;
}

/**
 * Fits least squares by Cholesky; columns that the ones before them give, such as
 * the indicator of a gender that nobody has, get the coefficient 0.
 */
export function fitLinear(rows: LinearRows): LinearFit {
  const { design, columns: p, response } = rows;
  const n = response.length;
  const root = new Float64Array(p * p), b = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      const x = design[i * p + j]!;
      b[j]! += x * response[i]!;
      for (let k = 0; k <= j; k++) root[j * p + k]! += x * design[i * p + k]!;
    }
  }
  const counted = factorInPlace(root, p);
  for (let j = 0; j < p; j++) {
    for (let k = 0; k < j; k++) b[j]! -= root[j * p + k]! * b[k]!;
    b[j]! /= root[j * p + j]!;
  }
  solveTransposedInPlace(root, p, b);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const residual = response[i]! - predict(rows.design, i * p, b);
    squares += residual * residual;
  }
  const degreesOfFreedom = n - counted;
  return {
    coefficients: b,
    variance: degreesOfFreedom > 0 ? squares / degreesOfFreedom : NaN,
    degreesOfFreedom,
    root,
  };
}

/** Σ x_j b_j of the row that begins at `at`. */
export function predict(
  design: Float64Array,
  at: number,
  coefficients: Float64Array,
): number {
  let sum = 0;
  for (let j = 0; j < coefficients.length; j++) {
    sum += design[at + j]! * coefficients[j]!;
  }
  return sum;
}

/** Factors X′X; returns how many columns count. */
function factorInPlace(a: Float64Array, p: number): number {
  let counted = 0;
  for (let j = 0; j < p; j++) {
    const whole = a[j * p + j]!;
    let pivot = whole;
    for (let k = 0; k < j; k++) pivot -= a[j * p + k]! * a[j * p + k]!;
    const counts = pivot > DEPENDENT * whole;
    // An infinite pivot makes everything divided by it 0: the column is left out.
    const root = counts ? Math.sqrt(pivot) : Infinity;
    if (counts) counted++;
    a[j * p + j] = root;
    for (let i = j + 1; i < p; i++) {
      let sum = a[i * p + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * p + k]! * a[j * p + k]!;
      a[i * p + j] = sum / root;
    }
  }
  return counted;
}

function solveTransposedInPlace(
  root: Float64Array,
  p: number,
  b: Float64Array,
): void {
  for (let j = p - 1; j >= 0; j--) {
    for (let i = j + 1; i < p; i++) b[j]! -= root[i * p + j]! * b[i]!;
    b[j]! /= root[j * p + j]!;
  }
}

/** Variance and coefficients of a regression, drawn from what the data leave open. */
export interface LinearDraw {
  /** Of the residuals. */
  readonly variance: number;
  /** As many as columns. */
  readonly coefficients: Float64Array;
}

/**
 * Draws a regression's variance, s² ν / χ²_ν, and its coefficients, normal around the
 * estimates with variance × (X′X)⁻¹.
 *
 * The χ² is drawn by Wilson and Hilferty's cube of a normal, good from ν = 10 on.
 *
 * @see Rubin (1987), Multiple Imputation for Nonresponse in Surveys, page 167.
 */
export function drawLinear(fit: LinearFit, stream: RandomStream): LinearDraw {
  const { degreesOfFreedom: df, root } = fit;
  const p = fit.coefficients.length;
  const c = 2 / (9 * df);
  const cube = 1 - c + Math.sqrt(c) * stream.normal();
  const variance = fit.variance / Math.max(1e-3, cube * cube * cube);
  const step = new Float64Array(p);
  const spread = Math.sqrt(variance);
  for (let j = 0; j < p; j++) step[j] = spread * stream.normal();
  solveTransposedInPlace(root, p, step);
  return {
    variance,
    coefficients: step.map((s, j) => s + fit.coefficients[j]!),
  };
}
