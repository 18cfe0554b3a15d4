import type { PreparedRegression } from "./prepare_regression.ts";

/** Covariances for independent rows: of equal variance, or of any. */
export type RowCovariance = "classical" | "HC0" | "HC1" | "HC2" | "HC3";

/** A row with a leverage above 1 minus this alone decides a coefficient. */
const ALONE = 1e-10;

/** Part of the residual's square that a row's own influence took away. */
function shrinkage(kind: RowCovariance, leverage: number, row: number): number {
  if (kind !== "HC2" && kind !== "HC3") return 1;
  if (!(leverage < 1 - ALONE)) {
    throw new RangeError(
      `Cannot compute ${kind}: row ${row} alone decides a coefficient, use HC1`,
    );
  }
  return kind === "HC2" ? 1 - leverage : (1 - leverage) * (1 - leverage);
}

/**
 * Covariance of the basis coefficients when rows are independent, p × p.
 *
 * HC0 is Σ w² e² u u′; HC1 multiplies it by n / (n − p), HC2 divides each e² by
 * 1 − leverage, HC3 by its square.
 *
 * @param residualVariance For "classical", Σ w e² / (n − p).
 * @throws {RangeError} For HC2 and HC3, if a row alone decides a coefficient.
 * @see MacKinnon & White (1985), Journal of Econometrics 29, 305–325.
 */
export function rowCovariance(
  { basis, p, n, weights, absorbed }: PreparedRegression,
  residuals: Float64Array,
  { kind, residualVariance }: {
    readonly kind: RowCovariance;
    readonly residualVariance: number;
  },
): Float64Array {
  const covariance = new Float64Array(p * p);
  if (kind === "classical") {
    for (let j = 0; j < p; j++) covariance[j * p + j] = residualVariance;
    return covariance;
  }
  const groups = absorbed && groupTotals(absorbed);
  for (let i = 0; i < residuals.length; i++) {
    const w = weights === null ? 1 : weights[i]!;
    if (w === 0) continue;
    let own = 0;
    for (let j = 0; j < p; j++) {
      own += w * basis[i * p + j]! * basis[i * p + j]!;
    }
    // Alone in its absorbed group: it says nothing of any coefficient.
    if (own === 0) continue;
    const leverage = own +
      (groups === null ? 0 : w / groups[absorbed!.codes[i]!]!);
    const square = w * w * residuals[i]! * residuals[i]! /
      shrinkage(kind, leverage, i);
    for (let j = 0; j < p; j++) {
      const value = square * basis[i * p + j]!;
      for (let k = 0; k < p; k++) {
        covariance[j * p + k]! += value * basis[i * p + k]!;
      }
    }
  }
  const parameters = p + (absorbed?.count ?? 0);
  return kind === "HC1"
    ? covariance.map((value) => value * n / (n - parameters))
    : covariance;
}

function groupTotals(
  { codes, count, weights }: NonNullable<PreparedRegression["absorbed"]>,
): Float64Array {
  const totals = new Float64Array(count);
  for (let i = 0; i < codes.length; i++) {
    totals[codes[i]!]! += weights === null ? 1 : weights[i]!;
  }
  return totals;
}
