import { exp } from "#lib/numerics/mod.ts";

/** Beyond this exponent the products could leave the range of doubles. */
export const LARGEST_TILT = 600;

/** Sums of a density over the nodes below the middle one, and over the others. */
export interface Halves {
  below: number;
  rest: number;
}

/**
 * Writes base(θ_q) · e^(d θ_q) for all nodes, and its sums into `halves`.
 *
 * On equally spaced nodes around 0 the factor is a geometric sequence with
 * ratio e^(d · step), so that no exponential is taken per node. This one loop
 * serves the posterior of an answer pattern (d is the weighted score) and that of
 * a person in the conditioning model (d is the score plus mean over variance).
 *
 * @param out Length nodes, written.
 * @param base Values at the nodes from position `from` on.
 * @param ratio e^(d · step); |d| times the half-width at most {@linkcode LARGEST_TILT}.
 */
export function tiltInto(
  out: Float64Array,
  base: Float64Array,
  from: number,
  ratio: number,
  halves: Halves,
): void {
  const middle = (out.length - 1) >> 1;
  const centre = from + middle;
  const inverse = 1 / ratio;
  let up = 1;
  let down = 1;
  let below = 0;
  let rest = base[centre]!;
  out[middle] = rest;
  for (let j = 1; j <= middle; j++) {
    up *= ratio;
    down *= inverse;
    const right = base[centre + j]! * up;
    const left = base[centre - j]! * down;
    out[middle + j] = right;
    out[middle - j] = left;
    rest += right;
    below += left;
  }
  halves.below = below;
  halves.rest = rest;
}

/**
 * The same from logarithms, for tilts too large for products.
 *
 * @param logBase Logarithms at the nodes from position `from` on.
 * @returns The logarithm of what the values were divided by, so that the largest is 1.
 */
export function tiltLogsInto(
  out: Float64Array,
  logBase: Float64Array,
  from: number,
  tiltPerStep: number,
  halves: Halves,
): number {
  const middle = (out.length - 1) >> 1;
  let logScale = -Infinity;
  for (let q = 0; q < out.length; q++) {
    out[q] = logBase[from + q]! + (q - middle) * tiltPerStep;
    if (out[q]! > logScale) logScale = out[q]!;
  }
  halves.below = 0;
  halves.rest = 0;
  for (let q = 0; q < out.length; q++) {
    out[q] = exp(out[q]! - logScale);
    if (q < middle) halves.below += out[q]!;
    else halves.rest += out[q]!;
  }
  return logScale;
}
