/** Replicate weights as the full weight of a row times a factor of its cluster. */
export interface ClusterFactors {
  /** Weights by cluster. */
  readonly kind: "clusters";
  /** Cluster of each row, 0 to `clusters` − 1. */
  readonly cluster: Int32Array;
  /** Number of clusters. */
  readonly clusters: number;
  /** Clusters × replicates, by rows; 0 or more. */
  readonly factors: Float64Array;
}

/** Replicate weights that differ from row to row. */
export interface RowWeights {
  /** Weights by row. */
  readonly kind: "rows";
  /** One column of row weights per replicate. */
  readonly columns: readonly Float64Array[];
}

/** How a sample is drawn anew, and what the spread over those draws means. */
export interface ReplicateDesign {
  /** Full weight of each row. */
  readonly weights: Float64Array;
  /** Number of replicates, R. */
  readonly replicates: number;
  /** The replicate weights. */
  readonly replicateWeights: ClusterFactors | RowWeights;
  /** Multiplier of each squared deviation, length R. */
  readonly multipliers: Float64Array;
  /** Of the variance, `Infinity` where it is taken as known. */
  readonly degreesOfFreedom: number;
  /** How the replicates were made, for the reader. */
  readonly method: string;
}

/**
 * Variance of a statistic over replicates: Σ c_r (t_r − t)².
 *
 * @param estimate t, with the full weights.
 * @param replicates t_r, with each replicate weight.
 * @param multipliers c_r, as many.
 * @throws {RangeError} If there are not as many multipliers as replicates, or none.
 */
export function replicateVariance(
  estimate: number,
  replicates: ArrayLike<number>,
  { multipliers }: { readonly multipliers: ArrayLike<number> },
): number {
  if (replicates.length === 0 || multipliers.length !== replicates.length) {
    throw new RangeError(
      `Cannot compute a replicate variance: found ${replicates.length} replicates and ${multipliers.length} multipliers, expected as many and at least 1`,
    );
  }
  let variance = 0;
  for (let r = 0; r < replicates.length; r++) {
    const deviation = replicates[r]! - estimate;
    variance += multipliers[r]! * deviation * deviation;
  }
  return variance;
}

/** @throws {RangeError} If there are no weights, or one is negative or not finite. */
export function checkWeights(weights: ArrayLike<number>): Float64Array {
  const checked = Float64Array.from(weights);
  const wrong = checked.findIndex((w) => !(w >= 0 && w < Infinity));
  if (checked.length === 0 || wrong >= 0) {
    throw new RangeError(
      checked.length === 0
        ? "Cannot make replicates: found no weights, at least 1 is needed"
        : `Cannot make replicates: weight ${
          checked[wrong]
        } in row ${wrong} is not a number of 0 or more`,
    );
  }
  return checked;
}
