import { bookletBase, type ModelOnGrid, rowScore } from "../expectation.ts";
import { exp } from "#lib/numerics/mod.ts";
import type { ResponseRows } from "../collapse_responses.ts";
import { type Halves, tiltLogsInto } from "../tilt.ts";

/**
 * Gives the posterior of every distinct answer row to a visitor.
 *
 * @param visit Receives the row, its group and its posterior probabilities at the
 * nodes; the array is used again for the next row.
 */
export function forEachRowPosterior(
  data: ResponseRows,
  model: ModelOnGrid,
  visit: (row: number, group: number, posterior: Float64Array) => void,
): void {
  const { nodes, step, rowSlopes, logPriors } = model;
  const Q = nodes.length;
  const bookletLogs = new Float64Array(Q);
  const logBase = new Float64Array(Q);
  const posterior = new Float64Array(Q);
  const halves: Halves = { below: 0, rest: 0 };
  for (const { start, end, booklet, group } of data.segments) {
    bookletBase(model, data.booklets[booklet]!, bookletLogs);
    for (let q = 0; q < Q; q++) {
      logBase[q] = bookletLogs[q]! + logPriors[group * Q + q]!;
    }
    for (let row = start; row < end; row++) {
      const tilt = rowScore(data, rowSlopes, row) * step;
      tiltLogsInto(posterior, logBase, 0, tilt, halves);
      const total = halves.below + halves.rest;
      for (let q = 0; q < Q; q++) posterior[q]! /= total;
      visit(row, group, posterior);
    }
  }
}

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
