import { exp, philoxInto } from "#lib/numerics/mod.ts";
import type { ClusterPlan } from "./cluster_plan.ts";
import type { Conditioning } from "./conditioning.ts";
import type { EffectState, ThetaSums } from "./effects_step.ts";
import { gridHalfWidth } from "./grid.ts";
import { exponentials, SHIFTS, type ThetaTables } from "./theta_tables.ts";
import { ratioExponential } from "./ratio_exponential.ts";
import { type Halves, LARGEST_TILT, tiltInto, tiltLogsInto } from "./tilt.ts";

/** What the draws of θ need and does not change between iterations. */
export interface ThetaProblem {
  readonly conditioning: Conditioning;
  readonly plan: ClusterPlan;
  readonly tables: ThetaTables;
  /** Likelihoods: e to the tables' logarithms. */
  readonly likelihoods: Float64Array;
  /** Booklet of each person. */
  readonly booklet: Int32Array;
  /** Weighted score of each person, beyond the tilt of the booklet's table. */
  readonly excess: Float64Array;
  readonly seed: number;
  readonly scaleNumber: number;
}

/** Names the random numbers of θ: no stream of a path begins with this word. */
const COUNTER_START = 0xe0000000;
const WORDS_PER_CALL = 4;
/** Bits of a random word that choose the shift; the others choose the value. */
const SHIFT_BITS = 3;
const VALUE_BITS = 32 - SHIFT_BITS;
const VALUE_UNIT = 1 / (1 << VALUE_BITS);
/** Keeps a quantile at the upper end of a node in that node. */
const JUST_BELOW_1 = 1 - 2e-16;
const VALUE_MASK = (1 << VALUE_BITS) - 1;

/** Fills in the random words of every person for the next four iterations. */
export function drawWordsInto(
  words: Uint32Array,
  { conditioning, seed, scaleNumber }: ThetaProblem,
  iteration: number,
): void {
  const { persons, key, group } = conditioning;
  const out = new Uint32Array(WORDS_PER_CALL);
  const counter = COUNTER_START + Math.floor(iteration / WORDS_PER_CALL);
  for (let p = 0; p < persons; p++) {
    philoxInto(out, counter, key[p]!, group[p]!, 0, seed, scaleNumber);
    words.set(out, p * WORDS_PER_CALL);
  }
}

/** Booklet likelihoods times e^(−θ² / 2 variance), for one group. */
function conditionTable(
  { tables, likelihoods }: ThetaProblem,
  variance: number,
): Float64Array {
  const { nodes } = tables;
  const normal = nodes.map((x) => exp(-x * x / (2 * variance)));
  const size = nodes.length;
  const result = new Float64Array(likelihoods.length);
  for (let at = 0; at < result.length; at += size) {
    for (let q = 0; q < size; q++) {
      result[at + q] = likelihoods[at + q]! * normal[q]!;
    }
  }
  return result;
}

/** The same in logarithms, for tilts that products cannot hold. */
function logTableRow(
  { tables }: ThetaProblem,
  at: number,
  shift: number,
  variance: number,
): Float64Array {
  const Q = tables.grid.nodes;
  return Float64Array.from({ length: Q }, (_, q) => {
    const x = tables.nodes[shift * Q + q]!;
    return tables.logLikelihoods[at + q]! - x * x / (2 * variance);
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

/**
 * Draws θ of every person given the conditioning model and adds up the sums.
 *
 * The density is likelihood × N(prediction, variance). On the grid the normal
 * factor is e^(−θ² / 2 variance), the same for all, times e^(θ · prediction /
 * variance), a geometric sequence: one exponential per person. The value comes
 * from the inverse of the distribution function on the person's shifted grid,
 * spread evenly over the shift's part of the step.
 *
 * @param theta Length persons, replaced.
 * @param words Random words of {@linkcode drawWordsInto}.
 * @returns New sums over classes, blocks and groups.
 */
export function drawThetaInPlace(
  problem: ThetaProblem,
  state: EffectState,
  { theta, words, iteration }: {
    readonly theta: Float64Array;
    readonly words: Uint32Array;
    readonly iteration: number;
  },
): ThetaSums {
  const { conditioning, plan, tables, booklet, excess } = problem;
  const { persons, group, groupCount, block, design } = conditioning;
  const { columns, values: x } = design;
  const { classOfPerson, schoolOfClass } = plan;
  const { coefficients, residualVariance } = state;
  const { nodes: Q, step } = tables.grid;
  const halfWidth = gridHalfWidth(tables.grid);
  const middle = (Q - 1) >> 1;
  const fine = step / SHIFTS;
  const density = new Float64Array(Q);
  const halves: Halves = { below: 0, rest: 0 };
  const conditioned = Array.from(
    { length: groupCount },
    (_, g) =>
      plan.groupSize[g]! > 0
        ? conditionTable(problem, residualVariance[g]!)
        : density,
  );
  const effects = state.classEffects.map((effect, c) =>
    effect + state.schoolEffects[schoolOfClass[c]!]!
  );
  const byClass = new Float64Array(plan.classCount);
  const cross = new Float64Array(coefficients.length);
  const squares = new Float64Array(groupCount);
  for (let p = 0; p < persons; p++) {
    const g = group[p]!;
    const c = classOfPerson[p]!;
    const from = block[p]! * columns;
    let prediction = effects[c]!;
    for (let j = 0; j < columns; j++) {
      prediction += x[p * columns + j]! * coefficients[from + j]!;
    }
    const variance = residualVariance[g]!;
    const word = words[p * WORDS_PER_CALL + iteration % WORDS_PER_CALL]!;
    const shift = word >>> VALUE_BITS;
    const b = booklet[p]!;
    const at = (b * SHIFTS + shift) * Q;
    const tilt = excess[p]! + prediction / variance;
    if (Math.abs(tilt) * halfWidth <= LARGEST_TILT) {
      const ratio = ratioExponential(tilt * step);
      tiltInto(density, conditioned[g]!, at, ratio, halves);
    } else {
      const logs = logTableRow(problem, at, shift, variance);
      tiltLogsInto(density, logs, 0, tilt * step, halves);
    }
    const u = ((word & VALUE_MASK) + 0.5) * VALUE_UNIT;
    const position = invertDistribution(density, halves, u);
    const q = Math.floor(position);
    const value = (q - middle) * step + (shift + position - q) * fine -
      step / 2;
    theta[p] = value;
    byClass[c]! += value;
    squares[g]! += value * value;
    for (let j = 0; j < columns; j++) {
      cross[from + j]! += x[p * columns + j]! * value;
    }
  }
  return { byClass, cross, squares };
}

/** Prepares the draws of θ. */
export function thetaProblem(
  parts: Omit<ThetaProblem, "likelihoods">,
): ThetaProblem {
  return { ...parts, likelihoods: exponentials(parts.tables.logLikelihoods) };
}
