import type {
  ClusterFactors,
  ReplicateDesign,
} from "./designs/replicate_design.ts";

/** Sums of full and replicate weights over the first rows of an order. */
export interface CumulativeWeights {
  /** 1 + R: the full weights, then each replicate's. */
  readonly columns: number;
  /** Writes the sums over the rows before `position`; fast when positions rise. */
  before(position: number, out: Float64Array): void;
  /** Writes the weights of one row. */
  ofRow(row: number, out: Float64Array): void;
}

function ofClusters(
  order: Uint32Array,
  weights: Float64Array,
  { cluster, clusters, factors }: ClusterFactors,
): CumulativeWeights {
  const replicates = factors.length / clusters;
  let sums = new Float64Array(clusters), position = 0;
  return {
    columns: 1 + replicates,
    before: (wanted, out) => {
      if (wanted < position) {
        sums = new Float64Array(clusters);
        position = 0;
      }
      for (; position < wanted; position++) {
        const row = order[position]!;
        sums[cluster[row]!]! += weights[row]!;
      }
      out.fill(0);
      for (let c = 0; c < clusters; c++) {
        const sum = sums[c]!;
        out[0]! += sum;
        for (let r = 0; r < replicates; r++) {
          out[r + 1]! += factors[c * replicates + r]! * sum;
        }
      }
    },
    ofRow: (row, out) => {
      const weight = weights[row]!, at = cluster[row]! * replicates;
      out[0] = weight;
      for (let r = 0; r < replicates; r++) {
        out[r + 1] = factors[at + r]! * weight;
      }
    },
  };
}

function ofColumns(
  order: Uint32Array,
  columns: readonly Float64Array[],
): CumulativeWeights {
  const sums = new Float64Array(columns.length);
  let position = 0;
  return {
    columns: columns.length,
    before: (wanted, out) => {
      if (wanted < position) {
        sums.fill(0);
        position = 0;
      }
      columns.forEach((column, r) => {
        let sum = sums[r]!;
        for (let k = position; k < wanted; k++) sum += column[order[k]!]!;
        sums[r] = sum;
      });
      position = wanted;
      out.set(sums);
    },
    ofRow: (row, out) => {
      for (let r = 0; r < columns.length; r++) out[r] = columns[r]![row]!;
    },
  };
}

/** Sums of weights along an order of the rows, for all replicates together. */
export function cumulativeWeights(
  order: Uint32Array,
  { weights, replicateWeights }: Pick<
    ReplicateDesign,
    "weights" | "replicateWeights"
  >,
): CumulativeWeights {
  return replicateWeights.kind === "clusters"
    ? ofClusters(order, weights, replicateWeights)
    : ofColumns(order, [weights, ...replicateWeights.columns]);
}
