import { exp } from "#lib/numerics/mod.ts";
import type { EffectState } from "./effects_step.ts";
import { gridHalfWidth } from "./grid.ts";
import { ratioExponential } from "./ratio_exponential.ts";
import type { ThetaProblem } from "./theta_problem.ts";
import { SHIFTS } from "./theta_tables.ts";
import { type Halves, LARGEST_TILT, tiltInto, tiltLogsInto } from "./tilt.ts";

/** Bits of a random word that choose the shift; the others choose the value. */
const SHIFT_BITS = 3;
const VALUE_BITS = 32 - SHIFT_BITS;
const VALUE_UNIT = 1 / (1 << VALUE_BITS);
/** Keeps a quantile at the upper end of a node in that node. */
const JUST_BELOW_1 = 1 - 2e-16;
const VALUE_MASK = (1 << VALUE_BITS) - 1;

/** Likelihoods of one booklet times e^(−θ² / 2 variance), shifts × nodes. */
function conditionTable(
  { tables, likelihoods }: ThetaProblem,
  booklet: number,
  normal: Float64Array,
): Float64Array {
  const size = tables.nodes.length;
  const result = new Float64Array(size);
  for (let q = 0; q < size; q++) {
    result[q] = likelihoods[booklet * size + q]! * normal[q]!;
  }
  return result;
}

/** The same in logarithms, for tilts that products cannot hold. */
function logTableRow(
  { tables }: ThetaProblem,
  booklet: number,
  { shift, variance }: { readonly shift: number; readonly variance: number },
): Float64Array {
  const Q = tables.grid.nodes;
  return Float64Array.from({ length: Q }, (_, q) => {
    const node = shift * Q + q;
    const x = tables.nodes[node]!;
    const log = tables.logLikelihoods[booklet * SHIFTS * Q + node]!;
    return log - x * x / (2 * variance);
  });
}

/**
 * Node q plus the part of its mass that lies below the quantile u.
 *
 * Walks from the middle, where most persons are. The densities need not sum to 1.
 */
function invertDistribution(
  density: Float64Array,
  halves: Halves,
  u: number,
): number {
  const last = density.length - 1;
  const middle = last >> 1;
  let rest = u * (halves.below + halves.rest) - halves.below;
  if (rest >= 0) {
    let q = middle;
    while (q < last && rest > density[q]!) rest -= density[q++]!;
    return q + Math.min(rest / density[q]!, JUST_BELOW_1);
  }
  rest = -rest;
  let q = middle - 1;
  while (q > 0 && rest > density[q]!) rest -= density[q--]!;
  return q + Math.max(1 - rest / density[q]!, 0);
}

/** Draws θ of one person, given its segment and tilt, from a random word. */
export type DrawOnGrid = (
  segment: number,
  tilt: number,
  word: number,
) => number;

/**
 * Prepares draws of θ one by one: from the inverse of the distribution function on
 * the grid shifted by the word's upper bits, spread evenly over the shift's part of
 * the step. Serves every segment and tilt.
 */
export function drawerOnGrid(
  problem: ThetaProblem,
  { residualVariance }: EffectState,
): DrawOnGrid {
  const { segments, tables } = problem;
  const { nodes: Q, step } = tables.grid;
  const halfWidth = gridHalfWidth(tables.grid);
  const middle = (Q - 1) >> 1;
  const fine = step / SHIFTS;
  const density = new Float64Array(Q);
  const halves: Halves = { below: 0, rest: 0 };
  const normal = Array.from(
    residualVariance,
    (variance) => tables.nodes.map((x) => exp(-x * x / (2 * variance))),
  );
  const conditioned: Float64Array[] = new Array(segments.length);
  return (s, tilt, word) => {
    const shift = word >>> VALUE_BITS;
    const { booklet, group } = segments[s]!;
    if (Math.abs(tilt) * halfWidth <= LARGEST_TILT) {
      const base = conditioned[s] ??
        (conditioned[s] = conditionTable(problem, booklet, normal[group]!));
      const ratio = ratioExponential(tilt * step);
      tiltInto(density, base, shift * Q, ratio, halves);
    } else {
      const variance = residualVariance[group]!;
      const logs = logTableRow(problem, booklet, { shift, variance });
      tiltLogsInto(density, logs, 0, tilt * step, halves);
    }
    const u = ((word & VALUE_MASK) + 0.5) * VALUE_UNIT;
    const position = invertDistribution(density, halves, u);
    const q = Math.floor(position);
    return (q - middle) * step + (shift + position - q) * fine - step / 2;
  };
}
