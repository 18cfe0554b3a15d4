import { fCdf, symmetricEigen } from "#lib/numerics/mod.ts";
import {
  bilinear,
  type Contrast,
  contrastRows,
  type ContrastTest,
} from "./contrast.ts";
import type { MixedModelFit } from "./mixed_model_fit.ts";

/** An eigenvalue below this part of the largest is a row that follows from others. */
const DEPENDENT = 1e-8;

/** 2 (c′Vc)² / (g′Ag), where g is the derivative of c′Vc by the variance parameters. */
function degreesOf(
  row: Float64Array,
  { covariance }: MixedModelFit,
  { covariance: spread, derivatives }: NonNullable<
    MixedModelFit["uncertainty"]
  >,
): number {
  const gradient = Float64Array.from(derivatives, (d) => bilinear(row, d, row));
  const variance = bilinear(row, covariance, row);
  const denominator = bilinear(gradient, spread, gradient);
  return denominator > 0 ? 2 * variance * variance / denominator : Infinity;
}

/** Degrees of freedom of an F from those of its independent t's; the F has the mean of their t². */
function pooledDegrees(degrees: readonly number[]): number {
  if (degrees.length === 1) return degrees[0]!;
  if (degrees.some((d) => !(d > 2))) return 2;
  const expected = degrees.reduce(
    (s, d) => s + (d === Infinity ? 1 : d / (d - 2)),
    0,
  );
  const excess = expected - degrees.length;
  return excess > 0 ? 2 * expected / excess : Infinity;
}

/**
 * Tests a combination of fixed effects with Satterthwaite's degrees of freedom.
 *
 * They are 2 (c′Vc)² / (g′Ag) with V the coefficients' covariance, g the derivative of
 * c′Vc by the variance parameters and A those parameters' covariance. Several rows are
 * turned into independent ones; their F has degrees of freedom by its expected value.
 *
 * @param contrast Length p, or several rows of length p.
 * @throws {RangeError} If the fit has no uncertainty (level weights, or not asked for)
 * or the contrast does not fit.
 * @see Kuznetsova, Brockhoff & Christensen (2017), Journal of Statistical Software
 * 82(13), doi 10.18637/jss.v082.i13; Fai & Cornelius (1996), Journal of Statistical
 * Computation and Simulation 54, 363–378.
 */
export function satterthwaite(
  fit: MixedModelFit,
  contrast: Contrast,
): ContrastTest {
  const { uncertainty, coefficients, covariance } = fit;
  if (uncertainty === null) {
    throw new RangeError(
      `Cannot find degrees of freedom: the fit has no curvature, fit it without level weights and with uncertainty "full"`,
    );
  }
  const rows = contrastRows(contrast, coefficients.length);
  const q = rows.length;
  const estimates = Float64Array.from(
    rows,
    (row) => row.reduce((s, x, i) => s + x * coefficients[i]!, 0),
  );
  const inner = Float64Array.from(
    { length: q * q },
    (_, at) => bilinear(rows[Math.floor(at / q)]!, covariance, rows[at % q]!),
  );
  const { values, vectors } = symmetricEigen(inner, q);
  const largest = values.reduce((a, b) => Math.max(a, b), 0);
  const degrees: number[] = [];
  let statistic = 0;
  for (let m = 0; m < q; m++) {
    if (!(values[m]! > DEPENDENT * largest)) continue;
    const row = new Float64Array(coefficients.length);
    let estimate = 0;
    for (let i = 0; i < q; i++) {
      const v = vectors[i * q + m]!;
      estimate += v * estimates[i]!;
      rows[i]!.forEach((x, j) => row[j]! += v * x);
    }
    statistic += estimate * estimate / values[m]!;
    degrees.push(degreesOf(row, fit, uncertainty));
  }
  statistic /= degrees.length;
  const degreesOfFreedom = pooledDegrees(degrees);
  return {
    estimates,
    standardErrors: Float64Array.from(
      rows,
      (_, i) => Math.sqrt(inner[i * q + i]!),
    ),
    statistic,
    numeratorDegreesOfFreedom: degrees.length,
    degreesOfFreedom,
    pValue: 1 - fCdf(statistic, degrees.length, degreesOfFreedom),
    method: "Satterthwaite",
  };
}
