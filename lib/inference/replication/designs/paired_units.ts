import { checkLabels, numberLabels } from "./number_labels.ts";
import { checkWeights } from "./replicate_design.ts";

/** Which of two halves of which pair each row belongs to. */
export interface PairOptions {
  /** Pair (zone, stratum) of each row. */
  readonly pairs: ArrayLike<number | string>;
  /** Half of the pair that each row belongs to, 0 or 1. */
  readonly halves: ArrayLike<number>;
}

/** Rows as halves of pairs: cluster 2 h is half 0 of pair h, cluster 2 h + 1 half 1. */
export interface PairedUnits {
  /** Checked. */
  readonly weights: Float64Array;
  /** Cluster of each row. */
  readonly cluster: Int32Array;
  /** Number of pairs. */
  readonly pairs: number;
}

/**
 * Numbers the halves of pairs.
 *
 * @throws {RangeError} If lengths differ, a half is not 0 or 1, or a pair lacks one.
 */
export function pairUnits(
  weights: ArrayLike<number>,
  { pairs, halves }: PairOptions,
): PairedUnits {
  const checked = checkWeights(weights);
  checkLabels(pairs, checked.length, { name: "pairs" });
  checkLabels(halves, checked.length, { name: "halves" });
  const { number, labels } = numberLabels(pairs);
  const cluster = number.map((pair, i) => {
    const half = halves[i]!;
    if (half !== 0 && half !== 1) {
      throw new RangeError(
        `Cannot make replicates: half ${half} in row ${i} is not 0 or 1`,
      );
    }
    return 2 * pair + half;
  });
  const seen = new Uint8Array(2 * labels.length);
  for (const c of cluster) seen[c] = 1;
  const lacking = seen.indexOf(0);
  if (lacking >= 0) {
    throw new RangeError(
      `Cannot make replicates: pair ${labels[lacking >> 1]} has no half ${
        lacking & 1
      }, both are needed`,
    );
  }
  return { weights: checked, cluster, pairs: labels.length };
}
