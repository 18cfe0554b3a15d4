import { exp } from "#lib/numerics/mod.ts";

const REACH = 6;

/** Number of nodes of {@linkcode normalNodes}. */
export const NODES = 37;

/** Rectangle rule for a normal density; exact to rounding for smooth functions. */
export function normalNodes(mean: number, standardDeviation: number): {
  nodes: Float64Array;
  weights: Float64Array;
} {
  const nodes = new Float64Array(NODES);
  const weights = new Float64Array(NODES);
  let total = 0;
  for (let q = 0; q < NODES; q++) {
    const z = -REACH + 2 * REACH * q / (NODES - 1);
    nodes[q] = mean + standardDeviation * z;
    weights[q] = exp(-z * z / 2);
    total += weights[q]!;
  }
  for (let q = 0; q < NODES; q++) weights[q]! /= total;
  return { nodes, weights };
}
