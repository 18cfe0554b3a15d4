import type {
  ClusterFactors,
  ReplicateDesign,
} from "./designs/replicate_design.ts";

/** Places in an order of the rows. */
export interface Positions {
  /** Rows in ascending order of a score. */
  readonly order: Uint32Array;
  /** Rising or equal, 0 to n. */
  readonly positions: readonly number[];
}

/** Rows at a time, so that their weights stay in the fast part of memory. */
const BLOCK = 128;

function ofClusters(
  { order, positions }: Positions,
  weights: Float64Array,
  { cluster, clusters, factors }: ClusterFactors,
): Float64Array {
  const replicates = factors.length / clusters, columns = 1 + replicates;
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
}

/** For each row, how many of the positions it comes after in the order. */
function segmentsOf({ order, positions }: Positions): Uint16Array {
  const segments = new Uint16Array(order.length);
  let segment = 0;
  for (let k = 0; k < order.length; k++) {
    while (segment < positions.length && k >= positions[segment]!) segment++;
    segments[order[k]!] = segment;
  }
  return segments;
}

/** Adds the weights of a block's rows, laid out by row, to their segments. */
function addRowsInPlace(
  sums: Float64Array,
  block: Float64Array,
  { segments, start, rows, columns }: {
    readonly segments: Uint16Array;
    readonly start: number;
    readonly rows: number;
    readonly columns: number;
  },
): void {
  for (let i = 0; i < rows; i++) {
    const to = segments[start + i]! * columns, from = i * columns;
    for (let r = 0; r < columns; r++) sums[to + r]! += block[from + r]!;
  }
}

/** For all orders together: each block of weights is turned from columns to rows once. */
function ofColumns(
  all: readonly Positions[],
  weights: readonly Float64Array[],
): Float64Array[] {
  const n = weights[0]!.length, columns = weights.length;
  const segments = all.map(segmentsOf);
  const sums = all.map(({ positions }) =>
    new Float64Array((positions.length + 1) * columns)
  );
  const block = new Float64Array(BLOCK * columns);
  for (let start = 0; start < n; start += BLOCK) {
    const rows = Math.min(BLOCK, n - start);
    for (let r = 0; r < columns; r++) {
      const column = weights[r]!;
      for (let i = 0; i < rows; i++) {
        block[i * columns + r] = column[start + i]!;
      }
    }
    for (let m = 0; m < all.length; m++) {
      addRowsInPlace(sums[m]!, block, {
        segments: segments[m]!,
        start,
        rows,
        columns,
      });
    }
  }
  return sums.map((ofSegments, m) => {
    const length = all[m]!.positions.length * columns;
    for (let k = columns; k < length; k++) {
      ofSegments[k]! += ofSegments[k - columns]!;
    }
    return ofSegments.subarray(0, length);
  });
}

/**
 * Sums of the full weights and of all replicate weights over the rows before positions.
 *
 * @param all One order per plausible value; they are summed together.
 * @returns Per order: positions × (1 + R), by rows.
 */
export function weightsBefore(
  all: readonly Positions[],
  { weights, replicateWeights: given }: Pick<
    ReplicateDesign,
    "weights" | "replicateWeights"
  >,
): Float64Array[] {
  return given.kind === "clusters"
    ? all.map((one) => ofClusters(one, weights, given))
    : ofColumns(all, [weights, ...given.columns]);
}

/** Writes the full and the replicate weights of one row. */
export function weightsOfRow(
  row: number,
  { weights, replicateWeights: given }: Pick<
    ReplicateDesign,
    "weights" | "replicateWeights"
  >,
  out: Float64Array,
): void {
  const weight = weights[row]!;
  out[0] = weight;
  if (given.kind === "rows") {
    for (let r = 1; r < out.length; r++) out[r] = given.columns[r - 1]![row]!;
    return;
  }
  const replicates = out.length - 1, at = given.cluster[row]! * replicates;
  for (let r = 0; r < replicates; r++) {
    out[r + 1] = given.factors[at + r]! * weight;
  }
}
