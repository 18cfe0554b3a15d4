/**
 * Degrees of freedom of the jackknife variance of a mean over clusters of
 * unequal size.
 *
 * If cluster means are independent with one variance, the jackknife variance is
 * Σ d_j² with d_j = p_j / (1 − p_j) · (mean_j − mean), p being the shares of the
 * sizes. With C the covariance of the d, it has (tr C)² / tr C² degrees of freedom
 * (Satterthwaite): G − 1 for equal sizes, fewer the more a few clusters weigh.
 * Sizes decide this, not the data: with few clusters an estimate from the spread
 * of the contributions is too unsteady to base an interval on.
 *
 * @param sizes Weight of each cluster, above 0.
 * @returns Above 0 and at most G − 1; 0 for one cluster.
 * @see Bell & McCaffrey (2002), Survey Methodology 28, 169–181, for the principle.
 */
export function sizeDegreesOfFreedom(sizes: ArrayLike<number>): number {
  const clusters = sizes.length;
  if (clusters < 2) return 0;
  let total = 0, squares = 0;
  for (let j = 0; j < clusters; j++) total += sizes[j]!;
  const share = Float64Array.from(sizes, (size) => size / total);
  for (const p of share) squares += p * p;
  let trace = 0, traceOfSquare = 0;
  for (let i = 0; i < clusters; i++) {
    const p = share[i]!, a = p / (1 - p);
    for (let j = 0; j < clusters; j++) {
      const q = share[j]!;
      const c = a * q / (1 - q) * ((i === j ? 1 : 0) - p - q + squares);
      traceOfSquare += c * c;
      if (i === j) trace += c;
    }
  }
  return trace * trace / traceOfSquare;
}

/** Where the contributions to a jackknife variance come from. */
export interface JackknifeParts {
  /** Contribution of each cluster to the variance; 0 where it plays no part. */
  readonly parts: ArrayLike<number>;
  readonly sizes: ArrayLike<number>;
  /** Stratum of each cluster, from 0. */
  readonly stratum: ArrayLike<number>;
  readonly strata: number;
}

/**
 * Degrees of freedom of a stratified jackknife variance: those of each stratum,
 * combined by how much it contributes, (Σ v)² / Σ (v² / df).
 *
 * @see Welch (1947), Biometrika 34, 28–35.
 */
export function jackknifeDegreesOfFreedom(
  { parts, sizes, stratum, strata }: JackknifeParts,
): number {
  const variance = new Float64Array(strata);
  const members: number[][] = Array.from({ length: strata }, () => []);
  for (let j = 0; j < parts.length; j++) {
    if (!(parts[j]! > 0)) continue;
    variance[stratum[j]!]! += parts[j]!;
    members[stratum[j]!]!.push(sizes[j]!);
  }
  let total = 0, squares = 0;
  for (let h = 0; h < strata; h++) {
    if (variance[h]! === 0) continue;
    total += variance[h]!;
    // A lone cluster of its stratum counts as one degree.
    squares += variance[h]! * variance[h]! /
      Math.max(1, sizeDegreesOfFreedom(members[h]!));
  }
  return total * total / squares;
}
