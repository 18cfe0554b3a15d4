/** Sums per draw and cluster, and the statistics that are functions of them. */
export interface ClusterSums {
  /** Plausible values, 1 or more. */
  readonly draws: number;
  /** Schools (or classes), 1 or more. */
  readonly clusters: number;
  /** Sums per cluster. */
  readonly width: number;
  /**
   * Draws × clusters × width: element `(draw * clusters + cluster) * width + k`.
   * A sum over people, so that clusters add up to the whole.
   */
  readonly sums: Float64Array;
  /** Stratum of each cluster, any numbers; `null` when all are in one. */
  readonly strata: ArrayLike<number> | null;
  /**
   * Weight of the people in each cluster: decides the degrees of freedom.
   * @default {all equal}
   */
  readonly sizes?: ArrayLike<number>;
  /** Number of statistics. */
  readonly count: number;
  /**
   * Computes all statistics from one vector of sums (length width) into `out`
   * (length count). It must write every element, NaN where one is undefined.
   */
  readonly statistics: (sums: Float64Array, out: Float64Array) => void;
}
