import type { Grid } from "./types.ts";

/** How a grid is asked for. */
export interface GridSpec {
  /** Odd, 11 or more. @default {61} */
  readonly nodes?: number;
  /** Distance from 0 to the last node. @default {6} */
  readonly halfWidth?: number;
}

/**
 * Makes a grid of equally spaced nodes around 0.
 *
 * On such a grid the sum over the nodes of a smooth density converges faster than any power
 * of the step, and e^(sθ) is a geometric sequence.
 *
 * @throws {RangeError} If the number of nodes is even or below 11, or the width not positive.
 */
export function makeGrid({ nodes = 61, halfWidth = 6 }: GridSpec = {}): Grid {
  if (!(Number.isInteger(nodes) && nodes >= 11 && nodes % 2 === 1)) {
    throw new RangeError(
      `Cannot make a grid: ${nodes} nodes, allowed are odd numbers from 11`,
    );
  }
  if (!(halfWidth > 0 && halfWidth < Infinity)) {
    throw new RangeError(
      `Cannot make a grid: half-width ${halfWidth} is not a positive number`,
    );
  }
  return { nodes, step: 2 * halfWidth / (nodes - 1) };
}

/** Distance from 0 to the last node. */
export function gridHalfWidth({ nodes, step }: Grid): number {
  return (nodes - 1) / 2 * step;
}

/** The nodes, lowest first. */
export function gridNodes({ nodes, step }: Grid): Float64Array {
  return Float64Array.from(
    { length: nodes },
    (_, q) => (q - (nodes - 1) / 2) * step,
  );
}
