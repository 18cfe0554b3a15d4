import type { ModelOnGrid } from "../expectation.ts";
import { exp } from "#lib/numerics/mod.ts";

/** Prior mean and variance of a group as they are on the grid. */
export function priorMoments(
  { nodes, logPriors }: ModelOnGrid,
  group: number,
  centre: number,
): { readonly first: number; readonly second: number } {
  const Q = nodes.length;
  let first = 0;
  let second = 0;
  for (let q = 0; q < Q; q++) {
    const p = exp(logPriors[group * Q + q]!);
    const distance = nodes[q]! - centre;
    first += p * distance;
    second += p * distance * distance;
  }
  return { first, second };
}
