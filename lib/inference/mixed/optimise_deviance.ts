import { exp, ln } from "#lib/numerics/mod.ts";
import type { Factorisation } from "./deviance.ts";
import { minimise, type Minimum, type Slope } from "./minimise.ts";
import type { PreparedModel } from "./prepared_model.ts";
import { checkConvergence, checkCurvature } from "./check_optimum.ts";
import { failDesign } from "./check_values.ts";
import { rectifySigns } from "./relative_factor.ts";
import { positiveInverse } from "./positive_inverse.ts";
import { type Curvature, curvatureAt } from "./variance_uncertainty.ts";

/** Options with their defaults. */
export interface FitSettings {
  readonly criterion: "REML" | "ML";
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly start: Float64Array | undefined;
  readonly uncertainty: "full" | "none";
}

/** What the deviance is made of besides θ. */
export interface Objective {
  readonly fixedWeight: number;
  readonly degrees: number;
  readonly valueOf: (at: Factorisation) => number;
  /** Its value and gradient, once the equations are factored. */
  readonly slopeAt: (at: Factorisation) => Slope;
  /** Null where the equations cannot be factored. */
  readonly factorise: (theta: Float64Array) => Factorisation | null;
}

/** Deviance with σ at its best: log determinants + d (1 + log(2π r² / d)). */
export function toObjective(
  { problem, parts }: PreparedModel,
  criterion: "REML" | "ML",
): Objective {
  const fixedWeight = criterion === "REML" ? 1 : 0;
  const degrees = problem.effectiveRows - fixedWeight * problem.fixed.p;
  const constant = fixedWeight * problem.fixed.logScales - problem.logPrecision;
  const valueOf = (at: Factorisation): number =>
    at.logRandom + fixedWeight * at.logFixed + constant +
    degrees * (1 + ln(2 * Math.PI * at.residualSquares / degrees));
  const slopeAt = (at: Factorisation): Slope => ({
    value: valueOf(at),
    gradient: parts.gradient(at, {
      random: 1,
      fixed: fixedWeight,
      residual: degrees / at.residualSquares,
    }).theta,
  });
  const factorise = (theta: Float64Array): Factorisation | null => {
    try {
      return parts.factorise(theta);
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  };
  return { fixedWeight, degrees, valueOf, slopeAt, factorise };
}

/** Refuses an outcome that the fixed columns explain to the last digit. */
export function checkResidual({ problem, parts, units }: PreparedModel): void {
  const { fixed: { p }, thetaCount } = problem;
  const whole = units.total[(p + 1) * (p + 1) - 1]!;
  let left = 0;
  try {
    left = parts.factorise(new Float64Array(thetaCount)).residualSquares;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  if (!(left > 1e-14 * whole)) {
    failDesign("the fixed columns explain the outcome completely");
  }
}

/** Levels with rows of each term. */
export function countLevels({ units, problem }: PreparedModel): number[] {
  return problem.terms.map((term, t) => {
    const seen = new Uint8Array(term.levelCount);
    for (const level of units.levels[t]!) seen[level] = 1;
    return seen.reduce((a, b) => a + b, 0);
  });
}

/** Where the optimiser starts on a diagonal. */
const START = 0.5;

/** A given start on a diagonal is no closer to 0, where there is no slope. */
const SMALLEST_START = 0.05;

/**
 * Per element of θ the size below which it hardly matters, 1 / √(rows per level), or
 * 0 off the diagonals.
 */
function bends(
  { problem }: PreparedModel,
  levels: readonly number[],
): Float64Array {
  const sizes = new Float64Array(problem.thetaCount);
  problem.terms.forEach(({ size, correlated, thetaStart }, t) => {
    let next = thetaStart;
    for (let c = 0; c < size; c++) {
      sizes[next] = Math.sqrt(levels[t]! / problem.n);
      next += correlated ? size - c : 1;
    }
  });
  return sizes;
}

/**
 * Minimises over x with θ = c sinh x on the diagonals: a logarithm where the variance
 * is large, so that the deviance bends by four times the number of levels whatever its
 * size, and straight through 0, where singular fits end.
 */
function minimiseBent(
  model: PreparedModel,
  { factorise, slopeAt }: Objective,
  { tolerance, maxIterations, start }: FitSettings,
): Minimum {
  const levels = countLevels(model);
  const bend = bends(model, levels);
  const given = start ?? bend.map((c) => c > 0 ? START : 0);
  if (given.length !== bend.length) {
    failDesign(
      `the start has ${given.length} values, the model has ${bend.length}`,
    );
  }
  const inverseCurvature = new Float64Array(given.length);
  model.problem.terms.forEach(({ thetaStart, thetaCount }, t) => {
    for (let i = thetaStart; i < thetaStart + thetaCount; i++) {
      inverseCurvature[i] = (bend[i]! > 0 ? 1 : START * START) /
        (4 * levels[t]!);
    }
  });
  const toTheta = (point: Float64Array): Float64Array =>
    point.map((x, i) => bend[i]! > 0 ? bend[i]! * (exp(x) - exp(-x)) / 2 : x);
  const derivatives = (theta: Float64Array): Float64Array =>
    theta.map((x, i) =>
      bend[i]! > 0 ? Math.sqrt(bend[i]! * bend[i]! + x * x) : 1
    );
  const found = minimise(
    (point) => {
      const theta = toTheta(point);
      const at = factorise(theta);
      if (at === null) return { value: Infinity, gradient: theta.map(() => 0) };
      const { value, gradient } = slopeAt(at);
      const slopes = derivatives(theta);
      return { value, gradient: gradient.map((g, i) => g * slopes[i]!) };
    },
    given.map((x, i) => {
      if (!(bend[i]! > 0)) return x;
      const ratio = Math.max(SMALLEST_START, Math.abs(x)) / bend[i]!;
      return ln(ratio + Math.sqrt(ratio * ratio + 1));
    }),
    { inverseCurvature, tolerance, maxIterations },
  );
  const point = toTheta(found.point);
  const slopes = derivatives(point);
  const q = point.length;
  return {
    ...found,
    point,
    inverse: found.inverse.map((h, at) =>
      h * slopes[Math.floor(at / q)]! * slopes[at % q]!
    ),
  };
}

/** The equations with diagonal elements that are nearly 0 put to 0 where the deviance allows it. */
function snapToZero(
  theta: Float64Array,
  model: PreparedModel,
  { valueOf }: Objective,
): Factorisation {
  let best = model.parts.factorise(rectifySigns(model.problem, theta));
  let value = valueOf(best);
  for (const { size, correlated, thetaStart } of model.problem.terms) {
    let next = thetaStart;
    for (let c = 0; c < size; c++) {
      const own = best.theta[next]!;
      if (own !== 0 && own < 1e-2) {
        const candidate = model.parts.factorise(
          best.theta.map((x, i) => i === next ? 0 : x),
        );
        const found = valueOf(candidate);
        if (found <= value + 1e-9) {
          best = candidate;
          value = found;
        }
      }
      next += correlated ? size - c : 1;
    }
  }
  return best;
}

/** Where a fit ended. */
export interface Optimum {
  readonly at: Factorisation;
  readonly curvature: Curvature | null;
  readonly iterations: number;
  readonly evaluations: number;
  readonly promised: number;
  readonly largestGradient: number;
}

/** Newton steps with the curvature that degrees of freedom need anyway. */
export function optimise(
  model: PreparedModel,
  objective: Objective,
  settings: FitSettings,
): Optimum {
  const { tolerance } = settings;
  const found = minimiseBent(model, objective, settings);
  checkConvergence(model.problem, found, tolerance);
  let at = snapToZero(found.point, model, objective);
  let slope = objective.slopeAt(at);
  const q = at.theta.length;
  let evaluations = found.evaluations;
  let curvature: Curvature | null = null;
  let promised = found.promised;
  // What rounding may add to a deviance of this size.
  const noise = 1e-9 + 1e-13 * Math.abs(slope.value);
  for (let round = 0; settings.uncertainty === "full" && round < 5; round++) {
    curvature = curvatureAt(model, at, {
      ...objective,
      inverse: found.inverse,
    });
    const inverse = positiveInverse(curvature.profiled, q);
    const step = slope.gradient.map((_, i) =>
      -slope.gradient.reduce((s, g, j) => s + inverse[i * q + j]! * g, 0)
    );
    promised = -step.reduce((s, x, i) => s + x * slope.gradient[i]!, 0) / 2;
    const next = objective.factorise(at.theta.map((x, i) => x + step[i]!));
    evaluations += 2 * q + 1;
    if (next === null || !(objective.valueOf(next) <= slope.value + noise)) {
      break;
    }
    at = next;
    slope = objective.slopeAt(at);
    if (promised < 1e-7) break;
  }
  if (curvature !== null) {
    checkCurvature(model.problem, curvature.profiled, {
      theta: at.theta,
      scales: bends(model, countLevels(model)),
    });
  }
  return {
    at,
    curvature,
    iterations: found.iterations,
    evaluations,
    promised,
    largestGradient: slope.gradient.reduce(
      (a, g) => Math.max(a, Math.abs(g)),
      0,
    ),
  };
}
