import { exp } from "#lib/numerics/mod.ts";

/** Beyond this exponent the products could leave the range of doubles. */
export const LARGEST_TILT = 600;

/**
 * Writes base(θ_q) · e^(d θ_q) for all nodes and returns the sum.
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
): number {
  const middle = (out.length - 1) >> 1;
  const centre = from + middle;
  const inverse = 1 / ratio;
  let up = 1;
  let down = 1;
  let total = base[centre]!;
  out[middle] = total;
  for (let j = 1; j <= middle; j++) {
    up *= ratio;
    down *= inverse;
    const above = base[centre + j]! * up;
    const below = base[centre - j]! * down;
    out[middle + j] = above;
    out[middle - j] = below;
    total += above + below;
  }
  return total;
}

/**
 * The same from logarithms, for tilts too large for products.
 *
 * @param logBase Logarithms at the nodes from position `from` on.
 * @returns Sum of the values, which are scaled to a maximum of 1, and the logarithm of the scale.
 */
export function tiltLogsInto(
  out: Float64Array,
  logBase: Float64Array,
  from: number,
  tiltPerStep: number,
): { readonly total: number; readonly logScale: number } {
  const middle = (out.length - 1) >> 1;
  let logScale = -Infinity;
  for (let q = 0; q < out.length; q++) {
    out[q] = logBase[from + q]! + (q - middle) * tiltPerStep;
    if (out[q]! > logScale) logScale = out[q]!;
  }
  let total = 0;
  for (let q = 0; q < out.length; q++) {
    out[q] = exp(out[q]! - logScale);
    total += out[q]!;
  }
  return { total, logScale };
}
