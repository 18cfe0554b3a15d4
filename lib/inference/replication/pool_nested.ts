/** A number pooled over imputations of two kinds, one within the other. */
export interface NestedPooledEstimate {
  /** Mean of all estimates. */
  readonly value: number;
  /** Root of `total`. */
  readonly standardError: number;
  /** Mean sampling variance, U. */
  readonly sampling: number;
  /** Variance of the means of the nests, divisor M − 1, B. */
  readonly betweenNests: number;
  /** Variance within nests, divisor M (N − 1), W. */
  readonly withinNests: number;
  /** U + (1 + 1/M) B + (1 − 1/N) W. */
  readonly total: number;
  /** Of the total, had sampling unlimited ones. */
  readonly degreesOfFreedom: number;
  /** Part of the information that is missing in all, 0–1. */
  readonly fractionMissing: number;
  /** Part that would be missing if the outer imputations were known, 0–1. */
  readonly fractionMissingWithin: number;
  /** The variance by source: `missing` from the outer imputations, `measurement` from the inner ones. */
  readonly variance: {
    readonly sampling: number;
    readonly measurement: number;
    readonly missing: number;
  };
}

function checkNests(
  estimates: readonly ArrayLike<number>[],
  variances: readonly ArrayLike<number>[],
): { readonly nests: number; readonly draws: number } {
  const nests = estimates.length, draws = estimates[0]?.length ?? 0;
  const isEven = [...estimates, ...variances].every((nest) =>
    nest.length === draws
  );
  if (!(nests > 1 && draws > 1) || variances.length !== nests || !isEven) {
    throw new RangeError(
      `Cannot pool nested imputations: found ${nests} nests of estimates and ${variances.length} of variances with ${draws} draws in the first, expected as many, at least 2 nests of at least 2 draws, all of one size`,
    );
  }
  estimates.forEach((nest, n) => {
    for (let m = 0; m < draws; m++) {
      const value = nest[m]!, variance = variances[n]![m]!;
      if (Number.isFinite(value) && variance >= 0 && variance < Infinity) {
        continue;
      }
      throw new RangeError(
        `Cannot pool nested imputations: draw ${m} of nest ${n} has the estimate ${value} with variance ${variance}, numbers are needed and a variance of 0 or more`,
      );
    }
  });
  return { nests, draws };
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

function squaresAround(values: ArrayLike<number>, centre: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += (values[i]! - centre) * (values[i]! - centre);
  }
  return sum;
}

/**
 * Pools estimates over imputations within imputations: N plausible values within each
 * of M imputations of missing background.
 *
 * T = U + (1 + 1/M) B + (1 − 1/N) W. As the mean of a nest still holds W / N of the
 * inner variance, the outer imputations alone are B − W / N: they add (1 + 1/M) (B − W / N)
 * and the inner ones (1 + 1/(M N)) W, which together is the same. Where B is below W / N
 * the outer part is 0 and the rest of T is the inner part. Degrees of freedom:
 * 1 / ν = ((1 + 1/M) B / T)² / (M − 1) + ((1 − 1/N) W / T)² / (M (N − 1)).
 *
 * @param estimates M nests of N estimates, M and N 2 or more.
 * @param samplingVariances Squared standard errors, in the same order.
 * @throws {RangeError} If there are too few nests or draws, or sizes differ.
 * @see Rubin (2003), Statistica Neerlandica 57, 3–18.
 */
export function poolNestedImputations(
  estimates: readonly ArrayLike<number>[],
  samplingVariances: readonly ArrayLike<number>[],
): NestedPooledEstimate {
  const { nests, draws } = checkNests(estimates, samplingVariances);
  const means = estimates.map(mean);
  const value = mean(means);
  const sampling = mean(samplingVariances.map(mean));
  const betweenNests = squaresAround(means, value) / (nests - 1);
  const withinNests = mean(
    estimates.map((nest, m) => squaresAround(nest, means[m]!) / (draws - 1)),
  );
  const outer = (1 + 1 / nests) * betweenNests;
  const inner = (1 - 1 / draws) * withinNests;
  const total = sampling + outer + inner;
  const missing = Math.max(
    0,
    (1 + 1 / nests) * (betweenNests - withinNests / draws),
  );
  const unevenness = outer * outer / (nests - 1) +
    inner * inner / (nests * (draws - 1));
  const unknown = betweenNests + inner;
  return {
    value,
    standardError: Math.sqrt(total),
    sampling,
    betweenNests,
    withinNests,
    total,
    degreesOfFreedom: unevenness > 0 ? total * total / unevenness : Infinity,
    fractionMissing: unknown > 0 ? unknown / (sampling + unknown) : 0,
    fractionMissingWithin: withinNests > 0
      ? withinNests / (sampling + withinNests)
      : 0,
    variance: { sampling, measurement: outer + inner - missing, missing },
  };
}
