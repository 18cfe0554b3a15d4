import { SCORE_ORIGIN } from "#lib/inference/mod.ts";

/** Grouping of people into clusters and the (Σw, Σwy) of each. */
export interface ClusterMeans {
  /** draws × clusters × (2 · waves): per wave Σw, Σw(y − 500). */
  readonly sums: Float64Array;
  /** clusters × waves: unweighted numbers of people. */
  readonly counts: Int32Array;
}

/** Adds up weights and scores per plausible value, cluster and wave. */
export function clusterMeans(
  people: {
    readonly points: readonly Float32Array[];
    readonly weight: Float64Array;
    readonly wave: Uint8Array;
    readonly cluster: Int32Array;
  },
  { clusters, waves }: { readonly clusters: number; readonly waves: number },
): ClusterMeans {
  const width = 2 * waves;
  const sums = new Float64Array(people.points.length * clusters * width);
  const counts = new Int32Array(clusters * waves);
  people.points.forEach((points, draw) => {
    for (let i = 0; i < points.length; i++) {
      const cluster = people.cluster[i]!;
      if (cluster < 0) continue;
      const at = (draw * clusters + cluster) * width + 2 * people.wave[i]!;
      sums[at]! += people.weight[i]!;
      sums[at + 1]! += people.weight[i]! * (points[i]! - SCORE_ORIGIN);
      if (draw === 0) counts[cluster * waves + people.wave[i]!]!++;
    }
  });
  return { sums, counts };
}

/** People of each cluster over all waves. */
export function clusterSizes(counts: Int32Array, waves: number): Float64Array {
  return Float64Array.from(
    { length: counts.length / waves },
    (_, c) =>
      counts.subarray(c * waves, (c + 1) * waves).reduce((a, b) => a + b, 0),
  );
}
