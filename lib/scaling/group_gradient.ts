import { exp } from "#lib/numerics/mod.ts";
import type { ParameterLayout } from "./parameter_layout.ts";
import type { GroupDistribution } from "./types.ts";

/** Smallest information of a spread at its floor. */
const RIDGE = 1e-8;

/** Prior and posterior of the groups on the grid, and where the gradient goes. */
export interface GroupGradientInput {
  readonly nodes: Float64Array;
  /** groups × nodes. */
  readonly logPriors: Float64Array;
  /** groups × nodes: expected number of persons. */
  readonly counts: Float64Array;
  /** Written at the groups' places. */
  readonly gradient: Float64Array;
}

/** Writes the groups' gradient and returns the information of each parameter. */
export function groupGradient(
  layout: ParameterLayout,
  groups: readonly GroupDistribution[],
  { nodes, logPriors, counts, gradient }: GroupGradientInput,
): Float64Array {
  const information = new Float64Array(layout.size);
  const Q = nodes.length;
  layout.groups.forEach(({ mean, spread }, g) => {
    if (mean < 0) return;
    const { mean: at, standardDeviation: sd } = groups[g]!;
    const moments = excessMoments(
      nodes,
      counts.subarray(g * Q, (g + 1) * Q),
      logPriors.subarray(g * Q, (g + 1) * Q),
      at,
    );
    // d ln SD / d spread, from SD = floor + e^spread.
    const chain = (sd - layout.spreadFloor) / sd;
    gradient[mean] = moments.first / (sd * sd);
    gradient[spread] = chain * moments.second / (sd * sd);
    information[mean] = moments.total / (sd * sd);
    information[spread] = Math.max(2 * moments.total * chain * chain, RIDGE);
  });
  return information;
}

/** Moments around `centre` of the expected persons beyond those of the prior. */
function excessMoments(
  nodes: Float64Array,
  counts: Float64Array,
  logPrior: Float64Array,
  centre: number,
): { readonly total: number; readonly first: number; readonly second: number } {
  let total = 0;
  for (let q = 0; q < nodes.length; q++) total += counts[q]!;
  let first = 0;
  let second = 0;
  for (let q = 0; q < nodes.length; q++) {
    const excess = counts[q]! - total * exp(logPrior[q]!);
    const distance = nodes[q]! - centre;
    first += excess * distance;
    second += excess * distance * distance;
  }
  return { total, first, second };
}
