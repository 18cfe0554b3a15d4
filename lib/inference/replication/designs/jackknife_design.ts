import { collapseStrata } from "../collapse_strata.ts";
import { checkLabels, numberLabels } from "./number_labels.ts";
import { checkWeights, type ReplicateDesign } from "./replicate_design.ts";

/** Options for {@linkcode jackknifeDesign}. */
export interface JackknifeDesignOptions {
  /**
   * Cluster of each row, e.g. its school. Rows of several waves may stand below each
   * other: a school of the same name is then left out of all waves at once, and what
   * its waves have in common cancels in a change.
   */
  readonly clusters: ArrayLike<number | string>;
  /** Stratum of each row, e.g. its municipality, the same in all rows of a cluster. @default {one stratum} */
  readonly strata?: ArrayLike<number | string>;
}

/** Stratum number of each cluster. */
function strataOfClusters(
  cluster: Int32Array,
  clusters: number,
  strata: ArrayLike<number | string>,
): Int32Array {
  const { number, labels } = numberLabels(strata);
  const found = new Int32Array(clusters).fill(-1);
  for (let i = 0; i < cluster.length; i++) {
    const c = cluster[i]!;
    if (found[c] === -1) found[c] = number[i]!;
    else if (found[c] !== number[i]) {
      throw new RangeError(
        `Cannot make replicates: the cluster of row ${i} is in stratum ${
          labels[found[c]!]
        } and ${strata[i]}, a cluster must be in one stratum`,
      );
    }
  }
  return found;
}

/**
 * Replicates that leave out one cluster each: JK1, or JKn with strata.
 *
 * When cluster j of stratum h is left out, the others of the stratum count
 * n_h / (n_h − 1) times, and the variance is Σ_h (n_h − 1) / n_h Σ_j (t_hj − t)².
 * A stratum with one cluster is joined with another one.
 *
 * @param weights Full weight of each row, 0 or more.
 * @throws {RangeError} If lengths differ, a weight is negative, there is one cluster,
 * or a cluster is in two strata.
 * @see Wolter (2007), Introduction to Variance Estimation, 2nd ed., chapter 4.
 */
export function jackknifeDesign(
  weights: ArrayLike<number>,
  { clusters: labels, strata }: JackknifeDesignOptions,
): ReplicateDesign {
  const checked = checkWeights(weights);
  checkLabels(labels, checked.length, { name: "clusters" });
  if (strata) checkLabels(strata, checked.length, { name: "strata" });
  const { number: cluster, labels: { length: clusters } } = numberLabels(
    labels,
  );
  if (clusters < 2) {
    throw new RangeError(
      "Cannot make replicates: found 1 cluster, at least 2 are needed",
    );
  }
  const { stratum, sizes } = collapseStrata(
    strata
      ? strataOfClusters(cluster, clusters, strata)
      : new Int32Array(clusters),
    new Uint8Array(clusters).fill(1),
  );
  const factors = new Float64Array(clusters * clusters);
  for (let c = 0; c < clusters; c++) {
    for (let r = 0; r < clusters; r++) {
      const n = sizes[stratum[r]!]!;
      factors[c * clusters + r] = c === r
        ? 0
        : stratum[c] === stratum[r]
        ? n / (n - 1)
        : 1;
    }
  }
  return {
    weights: checked,
    replicates: clusters,
    replicateWeights: { kind: "clusters", cluster, clusters, factors },
    multipliers: Float64Array.from(
      stratum,
      (h) => (sizes[h]! - 1) / sizes[h]!,
    ),
    degreesOfFreedom: clusters - sizes.length,
    method: sizes.length > 1
      ? `jackknife of ${clusters} clusters in ${sizes.length} strata (JKn)`
      : `jackknife of ${clusters} clusters (JK1)`,
  };
}
