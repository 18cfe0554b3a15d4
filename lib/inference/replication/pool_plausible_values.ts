/** One number pooled over plausible values or imputations. */
export interface PooledEstimate {
  /** Mean of the draws' estimates. */
  readonly value: number;
  /** Root of `total`. */
  readonly standardError: number;
  /** Mean of the draws' sampling variances. */
  readonly within: number;
  /** Variance of the estimate between draws, divisor M − 1. */
  readonly between: number;
  /** within + (1 + 1/M) between. */
  readonly total: number;
  /** By Barnard & Rubin; at most those of complete data. */
  readonly degreesOfFreedom: number;
  /** Part of the information that is missing, 0–1, as estimated from M draws. */
  readonly fractionMissing: number;
  /** Number of draws, M. */
  readonly draws: number;
}

/** Options for {@linkcode poolPlausibleValues}. */
export interface PoolOptions {
  /** Degrees of freedom had every score been known. @default {Infinity} */
  readonly completeDegreesOfFreedom?: number;
}

/** Variances that decide the degrees of freedom of a pooled number. */
export interface PooledVariances {
  /** Mean sampling variance. */
  readonly within: number;
  /** Variance between draws. */
  readonly between: number;
  /** Number of draws, M. */
  readonly draws: number;
  /** Had nothing been missing; may be `Infinity`. */
  readonly completeDegreesOfFreedom: number;
}

/** The two variances, and that of the choice of common items. */
export interface CombinedVariances extends PooledVariances {
  /** Only in a change over waves. @default {no link variance} */
  readonly link?: {
    readonly variance: number;
    readonly degreesOfFreedom: number;
  };
}

/**
 * Degrees of freedom of a number pooled over M draws.
 *
 * With λ = (1 + 1/M) B / T, the draws alone give (M − 1) / λ², the observed data
 * (ν + 1) / (ν + 3) × ν × (1 − λ) where ν are those of complete data; the two are
 * combined as 1 / (1/a + 1/b). Without variance between draws the result is ν
 * itself, not ν (ν + 1) / (ν + 3): nothing is missing then.
 *
 * @see Barnard & Rubin (1999), Biometrika 86, 948–955.
 */
export function pooledDegreesOfFreedom(
  { within, between, draws, completeDegreesOfFreedom: complete }:
    PooledVariances,
): number {
  const missing = (1 + 1 / draws) * between;
  if (!(missing > 0)) return complete;
  const lambda = missing / (within + missing);
  const fromDraws = (draws - 1) / (lambda * lambda);
  if (complete === Infinity) return fromDraws;
  const fromData = (complete + 1) / (complete + 3) * complete * (1 - lambda);
  return fromData > 0 ? 1 / (1 / fromDraws + 1 / fromData) : 0;
}

/**
 * Degrees of freedom of a sampling, a measurement and a link variance together,
 * (Σ v)² / Σ (v² / df) with M − 1 degrees for the variance between M draws and
 * the number of common items − 1 for the link.
 *
 * For unlimited sampling degrees these are Rubin's (M − 1) / λ², and without
 * variance between draws the sampling degrees themselves. Barnard and Rubin's
 * formula, made for the few rows of a small sample, takes a large part of the
 * degrees of a few schools away as soon as there is any measurement error at all.
 *
 * @see Johnson & Rust (1992), Proceedings of the Survey Research Methods Section,
 * American Statistical Association, for the principle.
 */
export function combinedDegreesOfFreedom(
  { within, between, draws, completeDegreesOfFreedom: complete, link }:
    CombinedVariances,
): number {
  const measurement = (1 + 1 / draws) * between;
  const common = link?.variance ?? 0;
  if (!(measurement + common > 0)) return complete;
  const total = within + measurement + common;
  return total * total / (
    within * within / complete +
    measurement * measurement / (draws - 1) +
    common * common / (link?.degreesOfFreedom ?? Infinity)
  );
}

function checkDraws(
  estimates: ArrayLike<number>,
  variances: ArrayLike<number>,
  complete: number,
): void {
  if (estimates.length !== variances.length) {
    throw new RangeError(
      `Cannot pool plausible values: found ${estimates.length} estimates and ${variances.length} sampling variances, expected as many`,
    );
  }
  if (estimates.length < 2) {
    throw new RangeError(
      `Cannot pool plausible values: found ${estimates.length} draw, at least 2 are needed`,
    );
  }
  for (let m = 0; m < estimates.length; m++) {
    const value = estimates[m]!, variance = variances[m]!;
    if (!(Number.isFinite(value) && variance >= 0 && variance < Infinity)) {
      throw new RangeError(
        `Cannot pool plausible values: draw ${m} has the estimate ${value} with variance ${variance}, numbers are needed and a variance of 0 or more`,
      );
    }
  }
  if (!(complete > 0)) {
    throw new RangeError(
      `Cannot pool plausible values: found ${complete} degrees of freedom, they must be above 0`,
    );
  }
}

/**
 * Pools one estimate per plausible value into one number by Rubin's rules.
 *
 * With M draws the total variance is W + (1 + 1/M) B, where W is the mean sampling
 * variance and B the variance of the estimates between draws.
 *
 * @param estimates Estimate from each draw, length M of 2 or more, e.g. points.
 * @param samplingVariances Squared standard errors, length M, e.g. points².
 * @throws {RangeError} If M is below 2, the lengths differ, a value is missing, a
 * variance is negative or the degrees of freedom are not above 0.
 * @see Rubin (1987), Multiple Imputation for Nonresponse in Surveys, chapter 3.
 */
export function poolPlausibleValues(
  estimates: ArrayLike<number>,
  samplingVariances: ArrayLike<number>,
  { completeDegreesOfFreedom = Infinity }: PoolOptions = {},
): PooledEstimate {
  checkDraws(estimates, samplingVariances, completeDegreesOfFreedom);
  const draws = estimates.length;
  let value = 0, within = 0, between = 0;
  for (let m = 0; m < draws; m++) {
    value += estimates[m]! / draws;
    within += samplingVariances[m]! / draws;
  }
  for (let m = 0; m < draws; m++) {
    between += (estimates[m]! - value) * (estimates[m]! - value) / (draws - 1);
  }
  const total = within + (1 + 1 / draws) * between;
  const degreesOfFreedom = pooledDegreesOfFreedom({
    within,
    between,
    draws,
    completeDegreesOfFreedom,
  });
  const increase = within > 0 ? (1 + 1 / draws) * between / within : Infinity;
  return {
    value,
    standardError: Math.sqrt(total),
    within,
    between,
    total,
    degreesOfFreedom,
    fractionMissing: between === 0
      ? 0
      : within > 0
      ? (increase + 2 / (degreesOfFreedom + 3)) / (increase + 1)
      : 1,
    draws,
  };
}
