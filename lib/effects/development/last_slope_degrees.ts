import { leastSquares, type Matrix } from "#lib/numerics/mod.ts";

/** x′Az of two rows. */
function product(
  x: Float64Array,
  inverse: Float64Array,
  z: Float64Array,
): number {
  const p = x.length;
  let form = 0;
  for (let j = 0; j < p; j++) {
    for (let k = 0; k < p; k++) form += x[j]! * inverse[j * p + k]! * z[k]!;
  }
  return form;
}

/** tr(A M A M). */
function squaredTrace(inverse: Float64Array, middle: Float64Array): number {
  const p = Math.sqrt(inverse.length), both = new Float64Array(p * p);
  let trace = 0;
  for (let i = 0; i < p; i++) {
    for (let k = 0; k < p; k++) {
      for (let j = 0; j < p; j++) {
        both[i * p + j]! += inverse[i * p + k]! * middle[k * p + j]!;
      }
    }
  }
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) trace += both[i * p + j]! * both[j * p + i]!;
  }
  return trace;
}

/**
 * Satterthwaite degrees of freedom of the last slope's HC2 variance, when the errors
 * are independent and of equal variance.
 *
 * The variance is the quadratic form Σ D e² in the residuals, D = a² / (1 − h) with a
 * what a row adds to the slope and h its leverage. With P the matrix that makes
 * residuals of errors, df = (tr DP)² / tr (DP)²: few where a few rows decide the slope.
 * The same as CR2 with one row per cluster, without its work for every cluster.
 *
 * @param design X, n × p, of full rank; no row alone decides a coefficient.
 * @see Bell & McCaffrey (2002), Survey Methodology 28, 169–181.
 */
export function lastSlopeDegrees(design: Matrix): number {
  const { rows, columns: p, values } = design;
  const { inverse } = leastSquares(design, new Float64Array(rows));
  const slope = inverse.subarray((p - 1) * p);
  const middle = new Float64Array(p * p);
  let trace = 0, own = 0;
  for (let i = 0; i < rows; i++) {
    const x = values.subarray(i * p, (i + 1) * p);
    const leverage = product(x, inverse, x);
    let influence = 0;
    for (let j = 0; j < p; j++) influence += slope[j]! * x[j]!;
    const square = influence * influence;
    const d = square / (1 - leverage);
    trace += square;
    own += square * square - d * d * leverage * leverage;
    for (let j = 0; j < p; j++) {
      for (let k = 0; k < p; k++) middle[j * p + k]! += d * x[j]! * x[k]!;
    }
  }
  return trace * trace / (own + squaredTrace(inverse, middle));
}
