import type { LikelihoodPoint } from "./marginal_likelihood.ts";
import { type Correction, dot } from "./search_memory.ts";

/** When to stop. */
export interface MaximiseOptions {
  /** Largest element of the gradient allowed at the maximum. */
  readonly gradientTolerance: number;
  readonly maxIterations: number;
  /** What another search has learned, in the parameters of this one. */
  readonly known?: readonly Correction[];
}

/** The maximum and how it was reached. */
export interface Maximum {
  readonly point: LikelihoodPoint;
  readonly iterations: number;
  readonly evaluations: number;
  readonly maxGradient: number;
  readonly converged: boolean;
  /** The last corrections, oldest first. */
  readonly corrections: readonly Correction[];
}

/** Steps remembered, those of an earlier search among them: more than the slow directions of any scale tried. */
const MEMORY = 20;
/** Largest change of a parameter in one iteration, logits. */
const LARGEST_STEP = 2;
/** Part of the predicted gain that a step must bring (Armijo). */
const SUFFICIENT_GAIN = 1e-4;
/** Rounding of a log-likelihood of many persons, relative. */
const ROUNDING = 1e-13;
const MOST_HALVINGS = 30;

function largestAbsolute(a: Float64Array): number {
  let result = 0;
  for (let i = 0; i < a.length; i++) {
    // NaN must not pass for a small gradient.
    if (!(Math.abs(a[i]!) <= result)) result = Math.abs(a[i]!);
  }
  return result;
}

/** The two-loop recursion with the EM step as its starting metric. */
function ascentDirection(
  point: LikelihoodPoint,
  memory: readonly Correction[],
): Float64Array {
  const direction = point.gradient.slice();
  const weights = new Float64Array(memory.length);
  for (let m = memory.length - 1; m >= 0; m--) {
    const { step, change, curvature } = memory[m]!;
    weights[m] = dot(step, direction) / curvature;
    for (let i = 0; i < direction.length; i++) {
      direction[i]! -= weights[m]! * change[i]!;
    }
  }
  point.precondition(direction);
  memory.forEach(({ step, change, curvature }, m) => {
    const weight = weights[m]! - dot(change, direction) / curvature;
    for (let i = 0; i < direction.length; i++) {
      direction[i]! += weight * step[i]!;
    }
  });
  return direction;
}

/**
 * Maximises a marginal likelihood by quasi-Newton accelerated EM.
 *
 * The first step is one EM cycle (a Newton step of the M-step). After it, the
 * BFGS corrections learn what EM leaves out: the missing information. A line
 * search keeps the log-likelihood from falling, and convergence is judged by the
 * gradient, not by how little the last step changed.
 *
 * @see Jamshidian & Jennrich (1997), Journal of the Royal Statistical Society B 59, 569–587.
 */
export function maximiseLikelihood(
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
  start: Float64Array,
  { gradientTolerance, maxIterations, known = [] }: MaximiseOptions,
): Maximum {
  let point = evaluate(start);
  let evaluations = 1;
  let iterations = 0;
  let memory = known;
  while (
    largestAbsolute(point.gradient) > gradientTolerance &&
    iterations < maxIterations
  ) {
    let direction = ascentDirection(point, memory);
    if (!(dot(direction, point.gradient) > 0)) {
      memory = [];
      direction = ascentDirection(point, memory);
    }
    const found = searchLine(evaluate, point, direction);
    evaluations += found.evaluations;
    iterations++;
    if (!found.point) {
      if (memory.length === 0) break;
      memory = [];
      continue;
    }
    const correction = correctionBetween(point, found.point);
    if (correction) memory = [...memory.slice(1 - MEMORY), correction];
    point = found.point;
  }
  const maxGradient = largestAbsolute(point.gradient);
  return {
    point,
    iterations,
    evaluations,
    maxGradient,
    converged: maxGradient <= gradientTolerance,
    corrections: memory,
  };
}

/** Halves the step until the log-likelihood rises; null when it never does. */
function searchLine(
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
  { parameters, value, gradient }: LikelihoodPoint,
  direction: Float64Array,
): { readonly point: LikelihoodPoint | null; readonly evaluations: number } {
  const slope = dot(direction, gradient);
  let length = Math.min(1, LARGEST_STEP / largestAbsolute(direction));
  for (let halvings = 0; halvings < MOST_HALVINGS; halvings++) {
    const next = parameters.slice();
    for (let i = 0; i < next.length; i++) next[i]! += length * direction[i]!;
    const point = evaluate(next);
    const gain = point.value - value;
    const allowed = SUFFICIENT_GAIN * length * slope -
      ROUNDING * Math.abs(value);
    if (gain >= allowed) return { point, evaluations: halvings + 1 };
    length /= 2;
  }
  return { point: null, evaluations: MOST_HALVINGS };
}

function correctionBetween(
  from: LikelihoodPoint,
  to: LikelihoodPoint,
): Correction | null {
  const step = to.parameters.map((x, i) => x - from.parameters[i]!);
  const change = to.gradient.map((g, i) => from.gradient[i]! - g);
  const curvature = dot(step, change);
  // Only where the likelihood is concave does a correction describe a maximum.
  return curvature > 0 ? { step, change, curvature } : null;
}
