import type { ReplicateDesign } from "#lib/inference/mod.ts";
import type { ScoreGroup, ScoreOrder } from "./score_group.ts";
import { addCrossInPlace } from "./weighted_group.ts";

/** Where the search for a percentile may begin, and what lies before it. */
export interface ClusterStart {
  /** Place in the ascending scores. */
  readonly place: number;
  /** Σ w x before it, clusters × p by rows. */
  readonly sums: Float64Array;
}

/** A plausible value's sums by cluster. */
export interface ClusterDraw {
  /** Taken from the scores before they are summed, points. */
  readonly origin: number;
  /** Σ w d and Σ w d², clusters × 2. */
  readonly scores: Float64Array;
  /** One per share. */
  readonly starts: readonly ClusterStart[];
}

/** Sums by cluster with the full weights, from which those of every replicate follow. */
export interface ClusterBases {
  /** Lower triangles of Σ w x x′, clusters × p (p + 1) / 2. */
  readonly cross: Float64Array;
  /** People with weight, by cluster. */
  readonly people: Float64Array;
  /** Per plausible value. */
  readonly draws: readonly ClusterDraw[];
  /** Per cluster: weight in a replicate over full weight; replicate 0 is full. */
  factorsOf(replicate: number): Float64Array;
}

/** Rows that are looked at besides those that the replicates make likely. */
const SPARE_ROWS = 32;
const SPARE_SHARE = 0.25;

/** A group before its sums by cluster are made. */
type Unsummed = Pick<ScoreGroup, "rows" | "columns" | "values" | "draws">;

/** Clusters and weights of a group's people. */
interface Members {
  readonly cluster: Int32Array;
  readonly weights: Float64Array;
  readonly clusters: number;
  readonly replicates: number;
  readonly factors: Float64Array;
}

/** Place at which each share of the full weight is reached, less what replicates may differ by. */
function startPlaces(
  { order }: ScoreOrder,
  { cluster, weights, clusters, replicates, factors }: Members,
  shares: readonly number[],
): readonly number[] {
  const totals = new Float64Array(clusters);
  for (let i = 0; i < weights.length; i++) totals[cluster[i]!]! += weights[i]!;
  const total = totals.reduce((a, b) => a + b, 0);
  const below = new Float64Array(clusters);
  let sum = 0, k = 0;
  return shares.map((share) => {
    while (k < order.length && sum < share * total) {
      const i = order[k++]!;
      sum += weights[i]!;
      below[cluster[i]!]! += weights[i]!;
    }
    let surplus = 0;
    for (let r = 0; r < replicates; r++) {
      let own = 0, all = 0;
      for (let c = 0; c < clusters; c++) {
        const factor = factors[c * replicates + r]!;
        own += factor * below[c]!;
        all += factor * totals[c]!;
      }
      if (all > 0) surplus = Math.max(surplus, own / all - share);
    }
    const back = SPARE_ROWS +
      Math.ceil((1 + SPARE_SHARE) * surplus * order.length);
    return Math.max(0, k - back);
  });
}

/** Σ w x by cluster before each place. */
function sumsBefore(
  places: readonly number[],
  { order }: ScoreOrder,
  { cluster, weights, clusters, values, columns: p }: Members & Unsummed,
): readonly ClusterStart[] {
  const running = new Float64Array(clusters * p);
  const starts: ClusterStart[] = [];
  let k = 0;
  const rising = places.map((place, s) => ({ place, s }))
    .sort((a, b) => a.place - b.place);
  for (const { place, s } of rising) {
    for (; k < place; k++) {
      const i = order[k]!, at = cluster[i]! * p, w = weights[i]!;
      for (let j = 0; j < p; j++) running[at + j]! += w * values[i * p + j]!;
    }
    starts[s] = { place, sums: running.slice() };
  }
  return starts;
}

/** Σ w d and Σ w d² by cluster, d from the middle score. */
function scoreSums(
  { order, sorted }: ScoreOrder,
  { cluster, weights, clusters }: Members,
): { readonly origin: number; readonly scores: Float64Array } {
  const origin = sorted[sorted.length >> 1] ?? 0;
  const scores = new Float64Array(clusters * 2);
  for (let k = 0; k < order.length; k++) {
    const i = order[k]!, d = sorted[k]! - origin;
    const at = cluster[i]! * 2, w = weights[i]! * d;
    scores[at]! += w;
    scores[at + 1]! += w * d;
  }
  return { origin, scores };
}

/**
 * Sums a group by cluster; with them a replicate's percentiles are found by looking at
 * few people. `null` where replicate weights differ from row to row.
 */
export function clusterBases(
  group: Unsummed,
  { design, shares }: {
    readonly design: ReplicateDesign;
    readonly shares: readonly number[];
  },
): ClusterBases | null {
  const { replicateWeights: given, replicates } = design;
  if (given.kind === "rows") return null;
  const { rows, columns: p, values } = group;
  const { clusters, factors } = given;
  const cluster = Int32Array.from(rows, (row) => given.cluster[row]!);
  const weights = Float64Array.from(rows, (row) => design.weights[row]!);
  const members = { cluster, weights, clusters, replicates, factors };
  const width = p * (p + 1) / 2;
  const cross = new Float64Array(clusters * width);
  const people = new Float64Array(clusters);
  for (let i = 0; i < rows.length; i++) {
    const weight = weights[i]!, c = cluster[i]!;
    if (weight === 0) continue;
    people[c]! += 1;
    addCrossInPlace(cross, c * width, {
      values,
      start: i * p,
      columns: p,
      weight,
    });
  }
  return {
    cross,
    people,
    draws: group.draws.map((order) => ({
      ...scoreSums(order, members),
      starts: sumsBefore(
        startPlaces(order, members, shares),
        order,
        { ...members, ...group },
      ),
    })),
    factorsOf: (replicate) =>
      Float64Array.from(
        { length: clusters },
        (_, c) =>
          replicate === 0 ? 1 : factors[c * replicates + replicate - 1]!,
      ),
  };
}
