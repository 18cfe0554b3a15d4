import { leastSquares, type Matrix } from "#lib/numerics/mod.ts";

/** Options for {@linkcode regress}. */
export interface RegressOptions {
  /** Cluster of each row, any numbers. */
  readonly clusters: ArrayLike<number>;
  /** Length n, 0 or more. @default {all 1} */
  readonly weights?: ArrayLike<number>;
  /**
   * CR1 multiplies by G / (G − 1) × (n − 1) / (n − p); CR0 does not.
   * @default {"CR1"}
   */
  readonly correction?: "CR0" | "CR1";
}

/** A regression with cluster-robust uncertainty. */
export interface Regression {
  /** Length p. */
  readonly coefficients: Float64Array;
  /** Length p. */
  readonly standardErrors: Float64Array;
  /** p × p by rows. */
  readonly covariance: Float64Array;
  /** Clusters − 1. */
  readonly degreesOfFreedom: number;
  /** Rows used. */
  readonly n: number;
  /** Number of clusters, G. */
  readonly clusters: number;
  /** How the errors were computed, for the reader. */
  readonly method: string;
}

/** Sum of weight × residual × row over each cluster: G × p. */
function clusterScores(
  { rows, columns, values }: Matrix,
  residuals: Float64Array,
  { clusters, weights }: RegressOptions,
): Float64Array[] {
  const scores = new Map<number, Float64Array>();
  for (let i = 0; i < rows; i++) {
    const cluster = clusters[i]!;
    const score = scores.get(cluster) ?? new Float64Array(columns);
    scores.set(cluster, score);
    const factor = (weights?.[i] ?? 1) * residuals[i]!;
    for (let j = 0; j < columns; j++) {
      score[j]! += factor * values[i * columns + j]!;
    }
  }
  return [...scores.values()];
}

/** Σ_g (bread s_g)(bread s_g)′, p × p. */
function sandwich(
  bread: Float64Array,
  scores: readonly Float64Array[],
  p: number,
): Float64Array {
  const covariance = new Float64Array(p * p);
  const influence = new Float64Array(p);
  for (const score of scores) {
    for (let i = 0; i < p; i++) {
      influence[i] = 0;
      for (let k = 0; k < p; k++) {
        influence[i]! += bread[i * p + k]! * score[k]!;
      }
    }
    for (let i = 0; i < p; i++) {
      for (let k = 0; k < p; k++) {
        covariance[i * p + k]! += influence[i]! * influence[k]!;
      }
    }
  }
  return covariance;
}

/**
 * Fits a linear regression whose standard errors allow people of one cluster,
 * e.g. a school, to be alike.
 *
 * The covariance is bread × Σ_g s_g s_g′ × bread with bread (X′WX)⁻¹ and s_g the
 * sum of weight × residual × row over cluster g.
 *
 * @param design X, n × p, with a column of ones where wanted.
 * @param y Length n.
 * @throws {RangeError} If sizes differ, columns are dependent or there is one cluster.
 * @see Liang & Zeger (1986), Biometrika 73, 13–22.
 */
export function regress(
  design: Matrix,
  y: ArrayLike<number>,
  options: RegressOptions,
): Regression {
  const { clusters, weights, correction = "CR1" } = options;
  const { rows: n, columns: p } = design;
  if (clusters.length !== n) {
    throw new RangeError(
      `Cannot regress: found ${clusters.length} cluster numbers for ${n} rows`,
    );
  }
  const fit = leastSquares(design, y, weights === undefined ? {} : { weights });
  const scores = clusterScores(design, fit.residuals, options);
  const count = scores.length;
  if (!(count > 1 && n > p)) {
    throw new RangeError(
      `Cannot regress: found ${count} clusters, ${n} rows and ${p} columns, at least 2 clusters and more rows than columns are needed`,
    );
  }
  const factor = correction === "CR1"
    ? count / (count - 1) * (n - 1) / (n - p)
    : 1;
  const covariance = sandwich(fit.inverse, scores, p).map((value) =>
    factor * value
  );
  return {
    coefficients: fit.coefficients,
    standardErrors: Float64Array.from(
      { length: p },
      (_, j) => Math.sqrt(covariance[j * p + j]!),
    ),
    covariance,
    degreesOfFreedom: count - 1,
    n,
    clusters: count,
    method: `least squares, cluster-robust ${correction}`,
  };
}
