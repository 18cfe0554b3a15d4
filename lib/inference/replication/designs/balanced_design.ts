import { hadamardMatrix } from "./hadamard.ts";
import { type PairOptions, pairUnits } from "./paired_units.ts";
import type { ReplicateDesign } from "./replicate_design.ts";

/** Options for {@linkcode balancedDesign}. */
export interface BalancedDesignOptions extends PairOptions {
  /**
   * Fay's k, 0 up to but not including 1: the half that is weighted down counts
   * k times and the other 2 − k; 0 is the plain half sample, PISA uses 0.5.
   * @default {0}
   */
  readonly fayFactor?: number;
}

/** @throws {RangeError} If Fay's factor is not from 0 up to but not including 1. */
export function checkFayFactor(factor: number): void {
  if (!(factor >= 0 && factor < 1)) {
    throw new RangeError(
      `Cannot make replicates: Fay's factor ${factor} is not from 0 up to but not including 1`,
    );
  }
}

/**
 * Balanced half samples, BRR, with Fay's factor where wanted.
 *
 * Replicate r takes from each pair the half that a Hadamard matrix says; the
 * variance is Σ (t_r − t)² / (R (1 − k)²). For a weighted sum that is exactly the sum
 * over pairs of the squared difference of its halves.
 *
 * @param weights Full weight of each row, 0 or more.
 * @throws {RangeError} If lengths differ, a weight is negative, a pair lacks a half,
 * or the factor is out of range.
 * @see Judkins (1990), Journal of Official Statistics 6, 223–239.
 */
export function balancedDesign(
  weights: ArrayLike<number>,
  { fayFactor = 0, ...options }: BalancedDesignOptions,
): ReplicateDesign {
  checkFayFactor(fayFactor);
  const { weights: checked, cluster, pairs } = pairUnits(weights, options);
  // Column 0 is constant: leaving it out keeps the half samples in balance.
  const { order: replicates, values } = hadamardMatrix(pairs + 1);
  const clusters = 2 * pairs;
  const factors = Float64Array.from(
    { length: clusters * replicates },
    (_, at) => {
      const c = Math.floor(at / replicates), r = at % replicates;
      const sign = values[r * replicates + (c >> 1) + 1]!;
      return (sign > 0) === ((c & 1) === 0) ? 2 - fayFactor : fayFactor;
    },
  );
  return {
    weights: checked,
    replicates,
    replicateWeights: { kind: "clusters", cluster, clusters, factors },
    multipliers: new Float64Array(replicates).fill(
      1 / (replicates * (1 - fayFactor) * (1 - fayFactor)),
    ),
    degreesOfFreedom: pairs,
    method: fayFactor === 0
      ? `balanced half samples of ${pairs} pairs (BRR)`
      : `balanced half samples of ${pairs} pairs, Fay's factor ${fayFactor}`,
  };
}
