import {
  pooledDegreesOfFreedom,
  type PooledEstimate,
  poolPlausibleValues,
} from "../replication/pool_plausible_values.ts";
import {
  type FittedCoefficients,
  quadraticForm,
  standardErrorsOf,
} from "./coefficients.ts";

/** Coefficients pooled over plausible values or imputations. */
export interface PooledCoefficients extends FittedCoefficients {
  /** Length p. */
  readonly standardErrors: Float64Array;
  /** Mean of the draws' covariances, p × p. */
  readonly within: Float64Array;
  /** Covariance of the coefficients between draws, divisor M − 1, p × p. */
  readonly between: Float64Array;
  /** Part of the information on each coefficient that is missing, 0–1, length p. */
  readonly fractionMissing: Float64Array;
  /** Number of draws, M. */
  readonly draws: number;
}

function checkFits(fits: readonly FittedCoefficients[]): void {
  const names = fits[0]?.names ?? [];
  fits.forEach((fit, m) => {
    if (fit.names.join("\n") !== names.join("\n")) {
      throw new RangeError(
        `Cannot pool coefficients: fit ${m} has ${
          fit.names.join(", ")
        }, the first ${names.join(", ")}`,
      );
    }
  });
}

function meanOf(vectors: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(vectors[0]!.length);
  for (const vector of vectors) {
    vector.forEach((value, j) => mean[j]! += value / vectors.length);
  }
  return mean;
}

function covarianceBetween(
  vectors: readonly Float64Array[],
  mean: Float64Array,
): Float64Array {
  const p = mean.length;
  const between = new Float64Array(p * p);
  for (const vector of vectors) {
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < p; j++) {
        between[i * p + j]! += (vector[i]! - mean[i]!) *
          (vector[j]! - mean[j]!) / (vectors.length - 1);
      }
    }
  }
  return between;
}

/** What is missing of coefficient j; NaN where a fit has no error for it. */
function poolOne(
  fits: readonly FittedCoefficients[],
  j: number,
): Pick<PooledEstimate, "degreesOfFreedom" | "fractionMissing"> {
  const variances = fits.map(({ covariance, names }) =>
    covariance[j * names.length + j]!
  );
  if (variances.some(Number.isNaN)) {
    return { degreesOfFreedom: NaN, fractionMissing: NaN };
  }
  return poolPlausibleValues(
    fits.map((fit) => fit.coefficients[j]!),
    variances,
    {
      completeDegreesOfFreedom: fits.reduce(
        (total, fit) => total + fit.degreesOfFreedom[j]! / fits.length,
        0,
      ),
    },
  );
}

/**
 * Pools the coefficients of one model fitted to each plausible value.
 *
 * Rubin's rules for vectors: the covariance is W + (1 + 1/M) B; degrees of freedom
 * follow Barnard & Rubin for each coefficient from the mean of those of the fits.
 * Works for every kind of fit: linear, logistic, quantile, mixed.
 *
 * @param fits One per draw, at least 2, with the same coefficients.
 * @throws {RangeError} If there are fewer than 2 fits or their names differ.
 * @see Rubin (1987), Multiple Imputation for Nonresponse in Surveys, chapter 3.
 */
export function poolCoefficients(
  fits: readonly FittedCoefficients[],
): PooledCoefficients {
  checkFits(fits);
  const draws = fits.length;
  const names = fits[0]?.names ?? [];
  const p = names.length;
  if (draws < 2) {
    throw new RangeError(
      `Cannot pool coefficients: found ${draws} fits, at least 2 are needed`,
    );
  }
  const pooled = names.map((_, j) => poolOne(fits, j));
  const vectors = fits.map((fit) => fit.coefficients);
  const coefficients = meanOf(vectors);
  const within = meanOf(fits.map((fit) => fit.covariance));
  const between = covarianceBetween(vectors, coefficients);
  const covariance = within.map((value, at) =>
    value + (1 + 1 / draws) * between[at]!
  );
  return {
    names,
    coefficients,
    covariance,
    standardErrors: standardErrorsOf(covariance, p),
    degreesOfFreedom: Float64Array.from(pooled, (x) => x.degreesOfFreedom),
    contrastDegrees: (weights) => {
      const contrast = Float64Array.from(weights);
      return pooledDegreesOfFreedom({
        within: quadraticForm(within, contrast),
        between: quadraticForm(between, contrast),
        draws,
        completeDegreesOfFreedom: fits.reduce(
          (total, fit) => total + fit.contrastDegrees(contrast) / draws,
          0,
        ),
      });
    },
    within,
    between,
    fractionMissing: Float64Array.from(pooled, (x) => x.fractionMissing),
    draws,
  };
}
