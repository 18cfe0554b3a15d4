import { studentCdf, studentQuantile } from "#lib/numerics/mod.ts";

/** What every fitted model says of its coefficients; this is what is pooled. */
export interface FittedCoefficients {
  /** Length p. */
  readonly names: readonly string[];
  /** Length p. */
  readonly coefficients: Float64Array;
  /** p × p by rows. */
  readonly covariance: Float64Array;
  /** Of each coefficient, length p; `Infinity` where normal. */
  readonly degreesOfFreedom: Float64Array;
  /** Degrees of freedom of Σ contrast × coefficient; the contrast has length p. */
  readonly contrastDegrees: (contrast: ArrayLike<number>) => number;
}

/** One coefficient, or one contrast of several, with its uncertainty. */
export interface CoefficientRow {
  /** Name of the coefficient. */
  readonly name: string;
  /** Estimate. */
  readonly value: number;
  /** Standard error. */
  readonly standardError: number;
  /** Of the t distribution; `Infinity` where normal. */
  readonly degreesOfFreedom: number;
  /** Value / standard error. */
  readonly statistic: number;
  /** Two-sided, 0–1. */
  readonly pValue: number;
  /** Confidence interval. */
  readonly interval: readonly [lower: number, upper: number];
}

/** Options for {@linkcode coefficientTable}. */
export interface CoefficientTableOptions {
  /** Coverage of the intervals, between 0 and 1. @default {0.95} */
  readonly confidence?: number;
}

/** Root of each diagonal element. */
export function standardErrorsOf(
  covariance: Float64Array,
  p: number,
): Float64Array {
  return Float64Array.from(
    { length: p },
    (_, j) => Math.sqrt(covariance[j * p + j]!),
  );
}

/** One line of a table of coefficients. */
export function coefficientRow(
  { name, value, variance, degreesOfFreedom }: {
    readonly name: string;
    readonly value: number;
    readonly variance: number;
    readonly degreesOfFreedom: number;
  },
  { confidence = 0.95 }: CoefficientTableOptions = {},
): CoefficientRow {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(
      `Cannot make an interval: confidence ${confidence} is not between 0 and 1`,
    );
  }
  const standardError = Math.sqrt(variance);
  const statistic = value / standardError;
  const isKnown = standardError >= 0 && degreesOfFreedom > 0;
  const reach = isKnown
    ? standardError * studentQuantile(0.5 + confidence / 2, degreesOfFreedom)
    : NaN;
  return {
    name,
    value,
    standardError,
    degreesOfFreedom,
    statistic,
    pValue: isKnown
      ? 2 * studentCdf(-Math.abs(statistic), degreesOfFreedom)
      : NaN,
    interval: [value - reach, value + reach],
  };
}

/**
 * Lists the coefficients of a fitted model with tests against 0 and intervals.
 *
 * @throws {RangeError} If the confidence is not between 0 and 1.
 */
export function coefficientTable(
  { names, coefficients, covariance, degreesOfFreedom }: FittedCoefficients,
  options: CoefficientTableOptions = {},
): readonly CoefficientRow[] {
  return names.map((name, j) =>
    coefficientRow({
      name,
      value: coefficients[j]!,
      variance: covariance[j * names.length + j]!,
      degreesOfFreedom: degreesOfFreedom[j]!,
    }, options)
  );
}

/** u′ V v of a covariance matrix. */
export function quadraticForm(
  covariance: Float64Array,
  contrast: Float64Array,
): number {
  const p = contrast.length;
  let value = 0;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      // Unknown variances of coefficients that play no part must not count.
      if (contrast[i] === 0 || contrast[j] === 0) continue;
      value += contrast[i]! * covariance[i * p + j]! * contrast[j]!;
    }
  }
  return value;
}

/** Options for {@linkcode coefficientContrast}. */
export interface CoefficientContrastOptions extends CoefficientTableOptions {
  /** What the sum is called. @default {"contrast"} */
  readonly name?: string;
}

/**
 * Tests a weighted sum of coefficients, e.g. the development of programme schools as
 * wave plus wave × programme.
 *
 * @param weights Weight by name of the coefficient; the others have 0.
 * @throws {RangeError} If a name is not that of a coefficient.
 */
export function coefficientContrast(
  fit: FittedCoefficients,
  weights: Readonly<Record<string, number>>,
  { name = "contrast", ...options }: CoefficientContrastOptions = {},
): CoefficientRow {
  const { names, coefficients, covariance } = fit;
  const contrast = new Float64Array(names.length);
  for (const [coefficient, weight] of Object.entries(weights)) {
    const place = names.indexOf(coefficient);
    if (place < 0) {
      throw new RangeError(
        `Cannot form a contrast: "${coefficient}" is not one of ${
          names.join(", ")
        }`,
      );
    }
    contrast[place] = weight;
  }
  return coefficientRow({
    name,
    value: contrast.reduce((sum, c, j) => sum + c * coefficients[j]!, 0),
    variance: quadraticForm(covariance, contrast),
    degreesOfFreedom: fit.contrastDegrees(contrast),
  }, options);
}
