import type { ClusterFactors } from "./replicate_design.ts";

/** Rows per cluster, on average, from which sums over clusters pay. */
const LEAST_ROWS_PER_CLUSTER = 4;

/**
 * A number per row that is the same for rows with the same ratios of replicate to full
 * weight, and almost never else; see the check that follows.
 */
function signatures(
  weights: Float64Array,
  columns: readonly Float64Array[],
): Float64Array {
  const divisor = weights.map((w) => w > 0 ? w : Infinity);
  const total = new Float64Array(weights.length);
  let state = 1;
  for (const column of columns) {
    // Knuth's generator: numbers without a pattern that whole weights could repeat.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const coefficient = state / 4294967296;
    for (let i = 0; i < total.length; i++) {
      total[i]! += coefficient * (column[i]! / divisor[i]!);
    }
  }
  return total;
}

/** Whether factor × weight gives every replicate weight back, to the last bit. */
function holds(
  weights: Float64Array,
  columns: readonly Float64Array[],
  { cluster, factors }: ClusterFactors,
): boolean {
  const replicates = columns.length;
  return columns.every((column, r) => {
    for (let i = 0; i < column.length; i++) {
      if (factors[cluster[i]! * replicates + r]! * weights[i]! !== column[i]) {
        return false;
      }
    }
    return true;
  });
}

/**
 * Finds rows whose replicate weights are the same multiples of their full weight.
 *
 * @returns The clusters that such rows make, or `null` where there are too few rows
 * in each, or the multiples do not give the weights back exactly.
 */
export function compressReplicates(
  weights: Float64Array,
  columns: readonly Float64Array[],
): ClusterFactors | null {
  const replicates = columns.length;
  const signature = signatures(weights, columns);
  const numbers = new Map<number, number>();
  const first: number[] = [];
  const cluster = new Int32Array(weights.length);
  const most = weights.length / LEAST_ROWS_PER_CLUSTER;
  for (let i = 0; i < cluster.length; i++) {
    if (i > 0 && signature[i] === signature[i - 1]) {
      cluster[i] = cluster[i - 1]!;
      continue;
    }
    let found = numbers.get(signature[i]!);
    if (found === undefined) {
      found = first.length;
      if (found >= most) return null;
      numbers.set(signature[i]!, found);
      first.push(i);
    }
    cluster[i] = found;
  }
  const factors = Float64Array.from(
    { length: first.length * replicates },
    (_, at) => {
      const i = first[Math.floor(at / replicates)]!;
      return weights[i]! > 0 ? columns[at % replicates]![i]! / weights[i]! : 0;
    },
  );
  const found: ClusterFactors = {
    kind: "clusters",
    cluster,
    clusters: first.length,
    factors,
  };
  return holds(weights, columns, found) ? found : null;
}
