import type { ClusterSums } from "./cluster_sums.ts";
import { collapseStrata } from "./collapse_strata.ts";

/** How the replicates are made: replicate of cluster j = base of its stratum − factor × sums of j. */
export interface ReplicatePlan {
  /** Number of strata after joining. */
  readonly strata: number;
  /** Stratum of each cluster, from 0. */
  readonly stratum: Int32Array;
  /** Per cluster: how many times the rest of its stratum counts when it is left out, times its own part. */
  readonly factor: Float64Array;
  /** Per cluster: multiplier of its squared deviation; 1 when plain, where it depends on the statistic. */
  readonly multiplier: Float64Array;
  /** Clusters that have a sum other than zero. */
  readonly active: Uint8Array;
  /** Number of those. */
  readonly activeCount: number;
  /** True when clusters are neither stratified nor weighted by size. */
  readonly isPlain: boolean;
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
  const isStratified = input.strata !== null && activeCount > 1;
  const { stratum, sizes: members } = collapseStrata(
    isStratified ? input.strata! : new Int32Array(input.clusters),
    active,
  );
  const isPlain = !isStratified && input.sizes === undefined;
  const kept = keptShares(input, { stratum, members, active });
  return {
    strata: members.length,
    stratum,
    factor: kept.map((share) => isPlain ? 1 : 1 / share),
    multiplier: isPlain ? kept.map(() => 1) : kept,
    active,
    activeCount,
    isPlain,
  };
}

/** Share of its stratum that is left without each cluster: by size, or by number. */
function keptShares(
  { clusters, sizes }: ClusterSums,
  { stratum, members, active }: {
    readonly stratum: Int32Array;
    readonly members: Int32Array;
    readonly active: Uint8Array;
  },
): Float64Array {
  if (sizes === undefined) {
    return Float64Array.from(stratum, (h) => {
      const n = members[h]!;
      return n > 1 ? (n - 1) / n : 1;
    });
  }
  const total = new Float64Array(members.length);
  for (let j = 0; j < clusters; j++) {
    if (active[j] === 0) continue;
    if (!(sizes[j]! > 0)) {
      throw new RangeError(
        `Cannot compute a jackknife: size ${
          sizes[j]
        } of cluster ${j}, which has people, it must be above 0`,
      );
    }
    total[stratum[j]!]! += sizes[j]!;
  }
  return Float64Array.from(stratum, (h, j) => {
    const share = active[j] === 1 ? sizes[j]! / total[h]! : 0;
    return share < 1 ? 1 - share : 1;
  });
}
