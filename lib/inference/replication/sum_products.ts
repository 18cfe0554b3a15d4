import type { ReplicateDesign } from "./designs/replicate_design.ts";
import { sumByCluster } from "./sum_by_cluster.ts";
import { sumByRow } from "./sum_by_row.ts";

/** Two columns of the same length. */
export interface ColumnPair {
  /** Length n. */
  readonly left: Float64Array;
  /** Length n. */
  readonly right: Float64Array;
}

/**
 * Weighted sums of products with the full weights and all replicate weights, in one pass.
 *
 * @returns Pairs × (1 + R), by rows: Σ w a b with the full weights, then with each
 * replicate's.
 */
export function sumProducts(
  pairs: readonly ColumnPair[],
  design: ReplicateDesign,
): Float64Array {
  const { replicateWeights, weights } = design;
  return replicateWeights.kind === "clusters"
    ? sumByCluster(pairs, { weights, ...replicateWeights })
    : sumByRow(pairs, [weights, ...replicateWeights.columns]);
}
