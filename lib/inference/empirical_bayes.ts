import {
  type BetweenVariance,
  type BetweenVarianceOptions,
  estimateBetweenVariance,
} from "./between_variance.ts";

/** Unit means drawn towards the common mean by how little is known of each. */
export interface EmpiricalBayes {
  /** Mean and variance of the true means. */
  readonly between: BetweenVariance;
  /** Per unit: reliability × estimate + (1 − reliability) × mean. */
  readonly means: Float64Array;
  /** Per unit: SD of its true mean given the data. */
  readonly standardDeviations: Float64Array;
  /** Per unit: tau² / (tau² + error²), 0–1. */
  readonly reliabilities: Float64Array;
}

/**
 * Shrinks estimates of many units towards their mean.
 *
 * The posterior variance is reliability × error² plus (1 − reliability)² times the
 * variance of the mean; tau² is taken as known. For profiles of classes and small
 * schools, whose own estimates are mostly noise.
 *
 * @param estimates Length 2 or more.
 * @param standardErrors Same length, above 0.
 * @throws {RangeError} As {@linkcode estimateBetweenVariance}.
 * @see Morris (1983), Journal of the American Statistical Association 78, 47–55.
 */
export function empiricalBayes(
  estimates: ArrayLike<number>,
  standardErrors: ArrayLike<number>,
  options: BetweenVarianceOptions = {},
): EmpiricalBayes {
  const between = estimateBetweenVariance(estimates, standardErrors, options);
  const units = estimates.length;
  let weights = 0;
  for (let j = 0; j < units; j++) {
    weights += 1 / (between.variance + standardErrors[j]! * standardErrors[j]!);
  }
  const reliabilities = Float64Array.from({ length: units }, (_, j) => {
    const error = standardErrors[j]! * standardErrors[j]!;
    return between.variance / (between.variance + error);
  });
  return {
    between,
    reliabilities,
    means: reliabilities.map((r, j) =>
      r * estimates[j]! + (1 - r) * between.mean
    ),
    standardDeviations: reliabilities.map((r, j) => {
      const error = standardErrors[j]! * standardErrors[j]!;
      return Math.sqrt(r * error + (1 - r) * (1 - r) / weights);
    }),
  };
}
