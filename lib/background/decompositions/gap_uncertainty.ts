/** Where uncertainty about means and coefficients is taken from. */
export type GapVariance = "classical" | "robust" | "clustered";

/** A group's rows and its fit, counted from the origin. */
export interface FittedGroup {
  /** Numbers of the rows. */
  readonly rows: Int32Array;
  /** (X′WX)⁻¹, p × p by rows. */
  readonly inverse: Float64Array;
  /** Means of the columns, length p. */
  readonly means: Float64Array;
  /** Coefficients, length p. */
  readonly coefficients: Float64Array;
  /** Σ weights. */
  readonly weight: number;
}

/** Columns of all rows, counted from the origin. */
export interface OriginRows {
  /** Columns, the constant first; each as long as there are rows. */
  readonly columns: readonly Float64Array[];
  /** Scores. */
  readonly scores: Float64Array;
  /** Weights, 0 or more. */
  readonly weights: Float64Array;
  /** Cluster of each row, from 0; rows by themselves when absent. */
  readonly cluster?: Int32Array;
}

/** Influence of a row on a group's means and coefficients, length 2 p. */
function writeInfluence(
  out: Float64Array,
  i: number,
  { group, data }: { readonly group: FittedGroup; readonly data: OriginRows },
): void {
  const { columns, scores, weights } = data;
  const p = columns.length, w = weights[i]!;
  let residual = scores[i]!;
  for (let j = 0; j < p; j++) {
    residual -= columns[j]![i]! * group.coefficients[j]!;
  }
  for (let j = 0; j < p; j++) {
    out[j] = w * (columns[j]![i]! - group.means[j]!) / group.weight;
    let sum = 0;
    for (let k = 0; k < p; k++) {
      sum += group.inverse[j * p + k]! * columns[k]![i]!;
    }
    out[p + j] = sum * w * residual;
  }
}

function addOuterInPlace(
  matrix: Float64Array,
  vector: Float64Array,
  scale: number,
): void {
  const n = vector.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      matrix[i * n + j]! += scale * vector[i]! * vector[j]!;
    }
  }
}

/** Place of a group's own number k, of 2 p, among (m₁, m₂, b₁, b₂). */
function placeOf(k: number, group: number, p: number): number {
  return k < p ? group * p + k : (1 + group) * p + k;
}

/** Σ over clusters of the outer product of their influence. */
function influenceCovariance(
  groups: readonly FittedGroup[],
  data: OriginRows,
): Float64Array {
  const p = data.columns.length, n = data.scores.length;
  const cluster = data.cluster ?? Int32Array.from({ length: n }, (_, i) => i);
  const used = new Set<number>();
  const totals = new Map<number, Float64Array>();
  const own = new Float64Array(2 * p);
  groups.forEach((group, g) => {
    for (const i of group.rows) {
      writeInfluence(own, i, { group, data });
      const c = cluster[i]!;
      used.add(c);
      const total = totals.get(c) ?? new Float64Array(4 * p);
      for (let k = 0; k < 2 * p; k++) total[placeOf(k, g, p)]! += own[k]!;
      totals.set(c, total);
    }
  });
  const covariance = new Float64Array(16 * p * p);
  const correction = used.size / (used.size - 1);
  for (const total of totals.values()) {
    addOuterInPlace(covariance, total, correction);
  }
  return covariance;
}

/** Variances that hold where residuals spread alike and people are drawn one by one. */
function classicalCovariance(
  groups: readonly FittedGroup[],
  data: OriginRows,
): Float64Array {
  const p = data.columns.length, size = 4 * p;
  const covariance = new Float64Array(size * size);
  const own = new Float64Array(2 * p);
  groups.forEach((group, g) => {
    const { rows: { length: n }, inverse, weight } = group;
    let squares = 0;
    const spread = new Float64Array(p * p);
    for (const i of group.rows) {
      let residual = data.scores[i]!;
      for (let j = 0; j < p; j++) {
        residual -= data.columns[j]![i]! * group.coefficients[j]!;
      }
      squares += data.weights[i]! * residual * residual;
      writeInfluence(own, i, { group, data });
      const w = data.weights[i]!;
      if (w > 0) addOuterInPlace(spread, own.subarray(0, p), weight / w);
    }
    // Weights count relative to their mean, so that the number of people is n.
    const residualVariance = squares * (n / weight) / (n - p) * (weight / n);
    for (let j = 0; j < p; j++) {
      for (let k = 0; k < p; k++) {
        covariance[(g * p + j) * size + g * p + k] = spread[j * p + k]! /
          (n - 1);
        covariance[((2 + g) * p + j) * size + (2 + g) * p + k] =
          residualVariance * inverse[j * p + k]!;
      }
    }
  });
  return covariance;
}

/**
 * Covariance of means and coefficients of two groups, (m₁, m₂, b₁, b₂).
 *
 * "classical": σ²(X′WX)⁻¹ and the covariance of the columns over n, groups independent.
 * "robust" and "clustered": the sum over rows, or clusters, of the outer product of
 * their influence on all 4 p numbers, times G / (G − 1), so that what groups have in
 * common by their clusters is counted.
 *
 * @returns 4 p × 4 p by rows.
 */
export function gapCovariance(
  groups: readonly FittedGroup[],
  data: OriginRows,
  { variance }: { readonly variance: GapVariance },
): Float64Array {
  return variance === "classical"
    ? classicalCovariance(groups, data)
    : influenceCovariance(groups, data);
}
