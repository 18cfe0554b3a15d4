import { leastSquares } from "#lib/numerics/mod.ts";

const logistic = (eta: number): number => 1 / (1 + Math.exp(-eta));

/**
 * Weighted logistic regression with an intercept by iterated least squares; last comes
 * McKelvey and Zavoina's R², the explained part of the variance of the latent trait.
 */
export function logisticRegression(
  y: Float64Array,
  columns: readonly Float64Array[],
  weights: Float64Array,
): Float64Array {
  const n = y.length, p = columns.length + 1;
  const values = Float64Array.from({ length: n * p }, (_, at) => {
    const j = at % p;
    return j === 0 ? 1 : columns[j - 1]![Math.floor(at / p)]!;
  });
  let b = new Float64Array(p), eta = new Float64Array(n);
  for (let k = 0; k < 6; k++) {
    const working = new Float64Array(n), z = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const mu = logistic(eta[i]!), spread = mu * (1 - mu);
      working[i] = weights[i]! * spread;
      z[i] = eta[i]! + (y[i]! - mu) / spread;
    }
    b = Float64Array.from(
      leastSquares({ rows: n, columns: p, values }, z, { weights: working })
        .coefficients,
    );
    eta = eta.map((_, i) =>
      b.reduce((total, one, j) => total + one * values[i * p + j]!, 0)
    );
  }
  // BIFIEsurvey takes the variance of the linear predictor without weights.
  const mean = eta.reduce((total, one) => total + one / n, 0);
  const squares = eta.reduce(
    (total, one) => total + (one - mean) ** 2 / (n - 1),
    0,
  );
  return Float64Array.of(...b, squares / (squares + Math.PI ** 2 / 3));
}
