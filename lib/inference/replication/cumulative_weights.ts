import type {
  ClusterFactors,
  ReplicateDesign,
} from "./designs/replicate_design.ts";

/** Sums of full and replicate weights over the first rows of an order. */
export interface CumulativeWeights {
  /** 1 + R: the full weights, then each replicate's. */
  readonly columns: number;
  /**
   * Sums over the rows before each position: positions × columns, by rows.
   *
   * @param positions Rising or equal.
   */
  before(positions: readonly number[]): Float64Array;
  /** Writes the weights of one row. */
  ofRow(row: number, out: Float64Array): void;
}

function ofClusters(
  order: Uint32Array,
  weights: Float64Array,
  { cluster, clusters, factors }: ClusterFactors,
): CumulativeWeights {
  const replicates = factors.length / clusters, columns = 1 + replicates;
  return {
    columns,
    before: (positions) => {
      const sums = new Float64Array(clusters);
      const out = new Float64Array(positions.length * columns);
      let k = 0;
      positions.forEach((position, p) => {
        for (; k < position; k++) {
          const row = order[k]!;
          sums[cluster[row]!]! += weights[row]!;
        }
        const at = p * columns;
        for (let c = 0; c < clusters; c++) {
          const sum = sums[c]!;
          out[at]! += sum;
          for (let r = 0; r < replicates; r++) {
            out[at + 1 + r]! += factors[c * replicates + r]! * sum;
          }
        }
      });
      return out;
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

/** For each row, how many of the rising positions it comes after in the order. */
function segmentsOf(
  order: Uint32Array,
  positions: readonly number[],
): Uint16Array {
  const segments = new Uint16Array(order.length);
  let segment = 0;
  for (let k = 0; k < order.length; k++) {
    while (segment < positions.length && k >= positions[segment]!) segment++;
    segments[order[k]!] = segment;
  }
  return segments;
}

/**
 * Sums of a column over each segment, with rows as they lie in memory; even and odd
 * rows apart, so that a sum need not wait for the one before.
 */
function sumSegmentsInPlace(
  sums: Float64Array,
  column: Float64Array,
  segments: Uint16Array,
): void {
  const even = column.length - column.length % 2;
  for (let i = 0; i < even; i += 2) {
    sums[2 * segments[i]!]! += column[i]!;
    sums[2 * segments[i + 1]! + 1]! += column[i + 1]!;
  }
  if (even < column.length) sums[2 * segments[even]!]! += column[even]!;
}

function ofColumns(
  order: Uint32Array,
  columns: readonly Float64Array[],
): CumulativeWeights {
  return {
    columns: columns.length,
    before: (positions) => {
      const segments = segmentsOf(order, positions);
      const out = new Float64Array(positions.length * columns.length);
      columns.forEach((column, r) => {
        const sums = new Float64Array(2 * (positions.length + 1));
        sumSegmentsInPlace(sums, column, segments);
        let before = 0;
        for (let p = 0; p < positions.length; p++) {
          before += sums[2 * p]! + sums[2 * p + 1]!;
          out[p * columns.length + r] = before;
        }
      });
      return out;
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
