import type { ReplicateDesign } from "./designs/replicate_design.ts";

/**
 * The weights of all rows in one replicate.
 *
 * @param replicate 0 for the full weights, then 1 to R.
 * @returns Length n, of its own or shared; not to be changed.
 */
export function rowWeights(
  { weights, replicates, replicateWeights }: ReplicateDesign,
  replicate: number,
): Float64Array {
  if (replicate === 0) return weights;
  if (replicateWeights.kind === "rows") {
    return replicateWeights.columns[replicate - 1]!;
  }
  const { cluster, factors } = replicateWeights;
  const result = new Float64Array(weights.length);
  for (let i = 0; i < result.length; i++) {
    result[i] = weights[i]! *
      factors[cluster[i]! * replicates + replicate - 1]!;
  }
  return result;
}
