import { type PairOptions, pairUnits } from "./paired_units.ts";
import type { ReplicateDesign } from "./replicate_design.ts";

/** Options for {@linkcode pairedJackknifeDesign}. */
export interface PairedJackknifeOptions extends PairOptions {
  /**
   * "one": half 0 is left out and half 1 counts twice, one replicate per pair;
   * "both": each half in its turn, and the mean of the two. @default {"one"}
   */
  readonly leftOut?: "one" | "both";
}

/**
 * Replicates that leave out one half of a pair each, JK2, as in TIMSS and PIRLS.
 *
 * In a replicate one half of one pair is left out and the other counts twice; the
 * variance is Σ_h (t_h − t)² over pairs, or with both halves in turn half the sum
 * over 2 H replicates.
 *
 * @param weights Full weight of each row, 0 or more.
 * @throws {RangeError} If lengths differ, a weight is negative, or a pair lacks a half.
 * @see Martin, Mullis & Hooper (2016), Methods and Procedures in TIMSS 2015, chapter 4.
 */
export function pairedJackknifeDesign(
  weights: ArrayLike<number>,
  { leftOut = "one", ...options }: PairedJackknifeOptions,
): ReplicateDesign {
  const { weights: checked, cluster, pairs } = pairUnits(weights, options);
  const perPair = leftOut === "both" ? 2 : 1;
  const clusters = 2 * pairs, replicates = perPair * pairs;
  const factors = new Float64Array(clusters * replicates).fill(1);
  for (let r = 0; r < replicates; r++) {
    const out = perPair === 2 ? r : 2 * r;
    factors[out * replicates + r] = 0;
    factors[(out ^ 1) * replicates + r] = 2;
  }
  return {
    weights: checked,
    replicates,
    replicateWeights: { kind: "clusters", cluster, clusters, factors },
    multipliers: new Float64Array(replicates).fill(1 / perPair),
    degreesOfFreedom: pairs,
    method: `jackknife of ${pairs} pairs (JK2)`,
  };
}
