import {
  choleskyInPlace,
  solveLowerInPlace,
  solveLowerTransposedInPlace,
} from "#lib/numerics/mod.ts";

/** Steps of Newton's method: the last changes nothing in the ninth digit. */
const STEPS = 6;

/**
 * Weighted logistic regression with an intercept; last comes McKelvey and Zavoina's R²,
 * the explained part of the variance of the latent trait.
 */
export function logisticRegression(
  y: Float64Array,
  columns: readonly Float64Array[],
  weights: Float64Array,
): Float64Array {
  const n = y.length, p = columns.length + 1;
  const x = [new Float64Array(n).fill(1), ...columns];
  const b = new Float64Array(p), eta = new Float64Array(n);
  for (let step = 0; step < STEPS; step++) {
    const information = new Float64Array(p * p), score = new Float64Array(p);
    for (let i = 0; i < n; i++) {
      const mu = 1 / (1 + Math.exp(-eta[i]!));
      const w = weights[i]! * mu * (1 - mu);
      for (let j = 0; j < p; j++) {
        score[j]! += weights[i]! * (y[i]! - mu) * x[j]![i]!;
        for (let k = 0; k <= j; k++) {
          information[j * p + k]! += w * x[j]![i]! * x[k]![i]!;
        }
      }
    }
    choleskyInPlace(information, p);
    solveLowerInPlace(information, p, score);
    solveLowerTransposedInPlace(information, p, score);
    eta.fill(0);
    for (let j = 0; j < p; j++) {
      b[j]! += score[j]!;
      for (let i = 0; i < n; i++) eta[i]! += b[j]! * x[j]![i]!;
    }
  }
  // BIFIEsurvey takes the variance of the linear predictor without weights.
  let mean = 0, squares = 0;
  for (let i = 0; i < n; i++) mean += eta[i]! / n;
  for (let i = 0; i < n; i++) squares += (eta[i]! - mean) ** 2 / (n - 1);
  return Float64Array.of(...b, squares / (squares + Math.PI ** 2 / 3));
}
