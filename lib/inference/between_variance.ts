import { chiSquareCdf, findRoot, ln, pow } from "#lib/numerics/mod.ts";

/** Variance between units whose means are known with error. */
export interface BetweenVariance {
  /** tau²: variance of the true means, 0 or more, in unit². */
  readonly variance: number;
  /** Mean of the true means, each estimate weighted by 1 / (tau² + its variance). */
  readonly mean: number;
  /** 95 % interval of tau² by the Q-profile. */
  readonly interval: readonly [lower: number, upper: number];
  /** Units that were compared. */
  readonly units: number;
  /** Steps to the highest likelihood; 0 by moments and where none were needed. */
  readonly iterations: number;
  /** "REML" or "moments". */
  readonly method: string;
}

/** Options for {@linkcode estimateBetweenVariance}. */
export interface BetweenVarianceOptions {
  /**
   * "REML" is more precise; "moments" (DerSimonian & Laird) needs no iteration.
   * @default {"REML"}
   */
  readonly method?: "REML" | "moments";
  /** Stop when tau² changes less than this, relative to the mean error variance. @default {1e-12} */
  readonly relativeTolerance?: number;
}

/** Weighted sums at one tau². */
function weigh(
  estimates: ArrayLike<number>,
  errors: ArrayLike<number>,
  variance: number,
) {
  let w1 = 0, w2 = 0, wy = 0;
  for (let j = 0; j < estimates.length; j++) {
    const w = 1 / (variance + errors[j]! * errors[j]!);
    w1 += w;
    w2 += w * w;
    wy += w * estimates[j]!;
  }
  const mean = wy / w1;
  let q = 0, q2 = 0;
  for (let j = 0; j < estimates.length; j++) {
    const w = 1 / (variance + errors[j]! * errors[j]!);
    const d = estimates[j]! - mean;
    q += w * d * d;
    q2 += w * w * d * d;
  }
  return { w1, w2, mean, q, q2 };
}

function byMoments(
  estimates: ArrayLike<number>,
  errors: ArrayLike<number>,
): number {
  const { w1, w2, q } = weigh(estimates, errors, 0);
  return Math.max(0, (q - (estimates.length - 1)) / (w1 - w2 / w1));
}

/** Places on a logarithmic scale at which the slope of the likelihood is looked at. */
const PLACES = 48;
/** The lowest of them, relative to the mean error variance. */
const LOWEST = 1e-5;

/**
 * The highest point of the restricted likelihood.
 *
 * Where errors are very unequal the likelihood may have several maxima, one of them at
 * 0, and steps by expected information hardly move; so every place where it stops
 * rising is found, and the highest is taken.
 */
function byRestrictedLikelihood(
  estimates: ArrayLike<number>,
  errors: ArrayLike<number>,
  { scale, tolerance }: { readonly scale: number; readonly tolerance: number },
): { variance: number; iterations: number } {
  const slope = (variance: number): number => {
    const { w1, w2, q2 } = weigh(estimates, errors, variance);
    return q2 - (w1 - w2 / w1);
  };
  let upper = scale + byMoments(estimates, errors);
  while (slope(upper) > 0) upper *= 4;
  const step = pow(upper / (LOWEST * scale), 1 / (PLACES - 1));
  let best = 0, iterations = 0, low = 0;
  let highest = restrictedLikelihood(estimates, errors, 0);
  for (let i = 0; i < PLACES; i++) {
    const high = i === PLACES - 1 ? upper : LOWEST * scale * pow(step, i);
    if (slope(low) > 0 && slope(high) <= 0) {
      const root = findRoot(slope, { between: [low, high], tolerance });
      const likelihood = restrictedLikelihood(estimates, errors, root.x);
      iterations += root.iterations;
      if (likelihood > highest) [best, highest] = [root.x, likelihood];
    }
    low = high;
  }
  return { variance: best, iterations };
}

/** Logarithm of the restricted likelihood, up to a constant. */
function restrictedLikelihood(
  estimates: ArrayLike<number>,
  errors: ArrayLike<number>,
  variance: number,
): number {
  const { w1, q } = weigh(estimates, errors, variance);
  let logs = ln(w1) + q;
  for (let j = 0; j < errors.length; j++) {
    logs += ln(variance + errors[j]! * errors[j]!);
  }
  return -logs / 2;
}

/** tau² at which the weighted squares have the given chi-square probability. */
function profile(
  estimates: ArrayLike<number>,
  errors: ArrayLike<number>,
  probability: number,
): number {
  const excess = (variance: number) =>
    chiSquareCdf(weigh(estimates, errors, variance).q, estimates.length - 1) -
    probability;
  if (excess(0) <= 0) return 0;
  let upper = 1e-6 + 10 * byMoments(estimates, errors);
  while (excess(upper) > 0) upper *= 4;
  return findRoot(excess, { between: [0, upper], tolerance: 1e-10 * upper }).x;
}

function checkUnits(
  estimates: ArrayLike<number>,
  errors: ArrayLike<number>,
): void {
  if (estimates.length !== errors.length || estimates.length < 2) {
    throw new RangeError(
      `Cannot estimate the variance between units: found ${estimates.length} estimates and ${errors.length} standard errors, at least 2 of each are needed`,
    );
  }
  for (let j = 0; j < estimates.length; j++) {
    if (!(errors[j]! > 0 && Number.isFinite(estimates[j]!))) {
      throw new RangeError(
        `Cannot estimate the variance between units: estimate ${
          estimates[j]
        } with standard error ${errors[j]} at ${j}, the error must be above 0`,
      );
    }
  }
}

/**
 * Estimates how much the true means of units differ, the noise in their estimates
 * removed.
 *
 * The interval holds every tau² at which Σ (y − mean)² / (tau² + error²) lies
 * between the 2.5 % and 97.5 % points of chi-square with units − 1 degrees.
 *
 * @param estimates Length 2 or more.
 * @param standardErrors Same length, above 0.
 * @throws {RangeError} If lengths differ, or an error is not above 0.
 * @see DerSimonian & Laird (1986), Controlled Clinical Trials 7, 177–188.
 * @see Viechtbauer (2007), Statistics in Medicine 26, 37–52.
 */
export function estimateBetweenVariance(
  estimates: ArrayLike<number>,
  standardErrors: ArrayLike<number>,
  { method = "REML", relativeTolerance = 1e-12 }: BetweenVarianceOptions = {},
): BetweenVariance {
  checkUnits(estimates, standardErrors);
  const units = estimates.length;
  let scale = 0;
  for (let j = 0; j < units; j++) {
    scale += standardErrors[j]! * standardErrors[j]! / units;
  }
  const { variance, iterations } = method === "REML"
    ? byRestrictedLikelihood(
      estimates,
      standardErrors,
      { scale, tolerance: relativeTolerance * scale },
    )
    : { variance: byMoments(estimates, standardErrors), iterations: 0 };
  return {
    variance,
    mean: weigh(estimates, standardErrors, variance).mean,
    interval: [
      profile(estimates, standardErrors, 0.975),
      profile(estimates, standardErrors, 0.025),
    ],
    units,
    iterations,
    method,
  };
}
