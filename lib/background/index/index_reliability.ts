/** How well a sum of components measures what they have in common. */
export interface IndexReliability {
  /** Share of the index's variance that is common to its components, 0–1; NaN undefined. */
  readonly omega: number;
  /** Cronbach's alpha, a lower bound of it; NaN undefined. */
  readonly alpha: number;
}

/**
 * Computes the reliability of an index of three components from their moments.
 *
 * With s_kl the covariances of the components' parts of the index, the common
 * variance is Σ λ_k² + 2 Σ s_kl over pairs k < l, where λ_1² = s_12 s_13 / s_23 and so
 * on: one common factor with any loadings fits three components exactly. Omega is the
 * common variance over that of the sum. Alpha is k / (k − 1) (1 − Σ s_kk / Σ Σ s_kl).
 *
 * @param sums From `offset`: Σ w, Σ w z_k, then Σ w z_k z_l by the lower triangle.
 * @returns Omega is NaN where a covariance is not above 0; alpha where the sum does
 * not vary.
 * @see McDonald (1999), Test Theory: A Unified Treatment, chapter 6.
 */
export function indexReliability(
  sums: ArrayLike<number>,
  offset: number,
): IndexReliability {
  const weight = sums[offset]!;
  const mean = (k: number): number => sums[offset + 1 + k]! / weight;
  const covariance = (k: number, l: number): number =>
    sums[offset + 4 + k * (k + 1) / 2 + l]! / weight - mean(k) * mean(l);
  const a = covariance(1, 0), b = covariance(2, 0), c = covariance(2, 1);
  const own = covariance(0, 0) + covariance(1, 1) + covariance(2, 2);
  const pairs = 2 * (a + b + c);
  const total = own + pairs;
  if (!(total > 1e-12)) return { omega: NaN, alpha: NaN };
  const isCommon = a > 0 && b > 0 && c > 0;
  const common = a * b / c + a * c / b + b * c / a + pairs;
  return {
    omega: isCommon ? Math.min(1, common / total) : NaN,
    alpha: 1.5 * pairs / total,
  };
}
