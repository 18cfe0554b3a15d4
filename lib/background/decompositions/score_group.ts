import type { ReplicateDesign } from "#lib/inference/mod.ts";
import { sortedOrder } from "#lib/numerics/mod.ts";
import { type ClusterBases, clusterBases } from "./cluster_bases.ts";

/** People of a group in ascending order of a plausible value. */
export interface ScoreOrder {
  /** People by their number in the group. */
  readonly order: Uint32Array;
  /** Their scores, ascending. */
  readonly sorted: Float64Array;
}

/** A group's columns and its scores, each plausible value in ascending order. */
export interface ScoreGroup {
  /** Rows of the data. */
  readonly rows: Uint32Array;
  /** Number of columns, the constant among them; p. */
  readonly columns: number;
  /** Columns from their origin, people × p by rows. */
  readonly values: Float64Array;
  /** Per plausible value. */
  readonly draws: readonly ScoreOrder[];
  /** Sums by cluster, where replicate weights are factors of clusters. */
  readonly bases: ClusterBases | null;
}

/** What a group is made of. */
export interface ScoreGroupOptions {
  /** Rows of the data that are in the group. */
  readonly rows: Uint32Array;
  /** Columns of the data but the constant. */
  readonly columns: readonly ArrayLike<number>[];
  /** What is taken from each column, the constant's 0 first. */
  readonly origins: Float64Array;
  /** Weights and replicate weights of all rows. */
  readonly design: ReplicateDesign;
  /** Of the percentiles that will be looked for, rising. */
  readonly shares: readonly number[];
}

/** Orders a group's scores and sums by cluster what percentiles need. */
export function scoreGroup(
  draws: readonly ArrayLike<number>[],
  { rows, columns, origins, design, shares }: ScoreGroupOptions,
): ScoreGroup {
  const p = columns.length + 1;
  const values = new Float64Array(rows.length * p);
  for (let i = 0; i < rows.length; i++) {
    values[i * p] = 1;
    for (let j = 1; j < p; j++) {
      values[i * p + j] = columns[j - 1]![rows[i]!]! - origins[j]!;
    }
  }
  const ordered = draws.map((scores): ScoreOrder => {
    const own = new Float64Array(rows.length);
    for (let i = 0; i < own.length; i++) own[i] = scores[rows[i]!]!;
    const order = sortedOrder(own);
    const sorted = new Float64Array(rows.length);
    for (let k = 0; k < sorted.length; k++) sorted[k] = own[order[k]!]!;
    return { order, sorted };
  });
  const group = { rows, columns: p, values, draws: ordered };
  return { ...group, bases: clusterBases(group, { design, shares }) };
}
