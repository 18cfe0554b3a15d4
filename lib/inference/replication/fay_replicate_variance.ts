/** Options for {@linkcode fayReplicateVariance}. */
export interface FayOptions {
  /** Fay's factor k, 0 up to but not including 1. @default {0.5} */
  readonly factor?: number;
}

/**
 * Variance of a statistic from Fay's balanced repeated replication, as in PISA.
 *
 * Σ (t_r − t)² / (R (1 − k)²) over R replicates.
 *
 * @param estimate t, with the full weights.
 * @param replicates t_r, with each replicate weight, length R of 1 or more.
 * @throws {RangeError} If there are no replicates or the factor is out of range.
 * @see OECD (2009), PISA Data Analysis Manual, 2nd ed., chapter 4.
 */
export function fayReplicateVariance(
  estimate: number,
  replicates: ArrayLike<number>,
  { factor = 0.5 }: FayOptions = {},
): number {
  if (!(factor >= 0 && factor < 1) || replicates.length === 0) {
    throw new RangeError(
      `Cannot compute a replicate variance: found ${replicates.length} replicates and factor ${factor}, at least 1 and 0 to 1 are needed`,
    );
  }
  let squares = 0;
  for (let r = 0; r < replicates.length; r++) {
    squares += (replicates[r]! - estimate) * (replicates[r]! - estimate);
  }
  return squares / (replicates.length * (1 - factor) * (1 - factor));
}
