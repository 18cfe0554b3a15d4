import {
  createMatrix,
  type Matrix,
  mirrorLowerInPlace,
  multiply,
  symmetricRankUpdateInPlace,
} from "#lib/numerics/mod.ts";
import type { ResponseRows } from "../collapse_responses.ts";
import type { ScaleResponses } from "../types.ts";

/**
 * Σ over persons of score × score′ (the cross-product information).
 *
 * @param scores One score vector per distinct row, rows × parameters.
 * @param weight Persons of each row.
 */
export function crossProduct(scores: Matrix, weight: Float64Array): Matrix {
  const n = scores.columns;
  const result = createMatrix({ rows: n, columns: n });
  for (let row = 0; row < scores.rows; row++) {
    const score = scores.values.subarray(row * n, (row + 1) * n);
    symmetricRankUpdateInPlace(result.values, score, { weight: weight[row]! });
  }
  mirrorLowerInPlace(result.values, n);
  return result;
}

/**
 * Sum of the scores of each cluster's persons.
 *
 * @param clusters Cluster of each person, a whole number from 0.
 * @returns By cluster, ascending: sums do not depend on the order of the persons.
 * @throws {RangeError} If the lengths differ or a person with answers has no cluster.
 */
export function clusterSums(
  scores: Matrix,
  rows: ResponseRows,
  { clusters, responses }: {
    readonly clusters: ArrayLike<number>;
    readonly responses: ScaleResponses;
  },
): ReadonlyMap<number, Float64Array> {
  const { persons, weight, scale } = responses;
  if (clusters.length !== persons) {
    throw new RangeError(
      `Cannot compute standard errors of scale "${scale}": ${clusters.length} cluster numbers, expected one for each of ${persons} persons`,
    );
  }
  const n = scores.columns;
  const sums = new Map<number, Float64Array>();
  for (let p = 0; p < persons; p++) {
    const row = rows.rowOfPerson[p]!;
    if (row < 0) continue;
    const cluster = clusters[p]!;
    if (!(cluster >= 0)) {
      throw new RangeError(
        `Cannot compute standard errors of scale "${scale}": person ${p} has cluster ${cluster}, allowed are numbers from 0`,
      );
    }
    let sum = sums.get(cluster);
    if (!sum) sums.set(cluster, sum = new Float64Array(n));
    const times = weight ? weight[p]! : 1;
    for (let j = 0; j < n; j++) {
      sum[j]! += times * scores.values[row * n + j]!;
    }
  }
  return new Map([...sums].sort(([a], [b]) => a - b));
}

/** Σ over clusters of sum × sum′, for vectors of `size` numbers. */
export function sumOfProducts(
  sums: ReadonlyMap<number, Float64Array>,
  size: number,
): Matrix {
  const products = createMatrix({ rows: size, columns: size });
  for (const sum of sums.values()) {
    symmetricRankUpdateInPlace(products.values, sum);
  }
  mirrorLowerInPlace(products.values, size);
  return products;
}

/** bread × meat × bread. */
export function sandwich(bread: Matrix, meat: Matrix): Matrix {
  return multiply(multiply(bread, meat), bread);
}
