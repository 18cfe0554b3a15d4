import type { ClusterSums } from "./cluster_sums.ts";
import { collapseStrata } from "./collapse_strata.ts";

/** How the replicates are made: replicate of cluster j = base of its stratum − factor × sums of j. */
export interface ReplicatePlan {
  /** Number of strata after joining. */
  readonly strata: number;
  /** Stratum of each cluster, from 0. */
  readonly stratum: Int32Array;
  /** Weight that a left-out cluster's share of its stratum is passed on with. */
  readonly factor: Float64Array;
  /** (n − 1) / n of the stratum; 1 in the unstratified case, where it depends on the statistic. */
  readonly multiplier: Float64Array;
  /** Clusters that have a sum other than zero. */
  readonly active: Uint8Array;
  /** Number of those. */
  readonly activeCount: number;
  /** False when all clusters are in one stratum by `null`. */
  readonly stratified: boolean;
}

function findActive({ draws, clusters, width, sums }: ClusterSums): Uint8Array {
  const active = new Uint8Array(clusters);
  for (let row = 0; row < draws * clusters; row++) {
    const start = row * width;
    for (let k = 0; k < width; k++) {
      if (sums[start + k] !== 0) {
        active[row % clusters] = 1;
        break;
      }
    }
  }
  return active;
}

/**
 * Plans the replicates: which clusters count, which stratum each belongs to, and
 * by how much the others of a stratum stand in for the one left out.
 */
export function planReplicates(input: ClusterSums): ReplicatePlan {
  const active = findActive(input);
  const activeCount = active.reduce((total, one) => total + one, 0);
  const stratified = input.strata !== null && activeCount > 1;
  const { stratum, sizes } = collapseStrata(
    input.strata !== null && stratified
      ? input.strata
      : new Int32Array(input.clusters),
    active,
  );
  const share = (n: number, value: number) => stratified && n > 0 ? value : 1;
  return {
    strata: sizes.length,
    stratum,
    factor: Float64Array.from(sizes, (n) => share(n, n / (n - 1))),
    multiplier: Float64Array.from(sizes, (n) => share(n, (n - 1) / n)),
    active,
    activeCount,
    stratified,
  };
}
