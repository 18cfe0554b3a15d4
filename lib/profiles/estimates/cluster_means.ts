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
  const weights = new Float64Array(clusters * waves);
  const { weight, wave, cluster } = people;
  const cell = new Int32Array(cluster.length);
  for (let i = 0; i < cell.length; i++) {
    cell[i] = cluster[i]! < 0 ? -1 : cluster[i]! * waves + wave[i]!;
    if (cell[i]! < 0) continue;
    counts[cell[i]!]!++;
    weights[cell[i]!]! += weight[i]!;
  }
  people.points.forEach((points, draw) => {
    const first = draw * clusters * width;
    for (let c = 0; c < weights.length; c++) sums[first + 2 * c] = weights[c]!;
    for (let i = 0; i < cell.length; i++) {
      if (cell[i]! < 0) continue;
      sums[first + 2 * cell[i]! + 1]! += weight[i]! *
        (points[i]! - SCORE_ORIGIN);
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
