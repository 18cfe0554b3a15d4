import { ln } from "#lib/numerics/mod.ts";
import type { Factorisation } from "./deviance.ts";
import { minimise, type Slope } from "./minimise.ts";
import type { PreparedModel } from "./prepared_model.ts";
import { rectifySigns } from "./relative_factor.ts";
import { positiveInverse } from "./symmetric_eigen.ts";
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
  readonly compute: (theta: Float64Array) => Slope;
}

/** Throws with the start that all messages of a fit share. */
export function failFit(found: string): never {
  throw new RangeError(`Cannot fit a mixed model: ${found}`);
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
  const compute = (theta: Float64Array): Slope => {
    let at: Factorisation;
    try {
      at = parts.factorise(theta);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return { value: Infinity, gradient: new Float64Array(theta.length) };
    }
    const { theta: gradient } = parts.gradient(at, {
      random: 1,
      fixed: fixedWeight,
      residual: degrees / at.residualSquares,
    });
    return { value: valueOf(at), gradient };
  };
  return { fixedWeight, degrees, valueOf, compute };
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
    failFit("the fixed columns explain the outcome completely");
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

/** Diagonals ½, all else 0. */
function defaultStart({ problem }: PreparedModel): Float64Array {
  const start = new Float64Array(problem.thetaCount);
  for (const { size, correlated, thetaStart } of problem.terms) {
    let next = thetaStart;
    for (let c = 0; c < size; c++) {
      start[next] = 0.5;
      next += correlated ? size - c : 1;
    }
  }
  return start;
}

/** Puts diagonal elements that are nearly 0 to 0 where the deviance allows it. */
function snapToZero(
  theta: Float64Array,
  model: PreparedModel,
  { valueOf }: Objective,
): Float64Array {
  let best = rectifySigns(model.problem, theta);
  let value = valueOf(model.parts.factorise(best));
  for (const { size, correlated, thetaStart } of model.problem.terms) {
    let next = thetaStart;
    for (let c = 0; c < size; c++) {
      if (best[next]! !== 0 && best[next]! < 1e-2) {
        const candidate = best.map((x, i) => i === next ? 0 : x);
        const found = valueOf(model.parts.factorise(candidate));
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
  const { tolerance, maxIterations } = settings;
  const start = settings.start ?? defaultStart(model);
  if (start.length !== model.problem.thetaCount) {
    failFit(
      `the start has ${start.length} values, the model has ${model.problem.thetaCount}`,
    );
  }
  const levels = countLevels(model);
  const inverseCurvature = new Float64Array(start.length);
  model.problem.terms.forEach(({ thetaStart, thetaCount }, t) => {
    inverseCurvature.fill(
      1 / (2 * levels[t]!),
      thetaStart,
      thetaStart + thetaCount,
    );
  });
  const found = minimise(objective.compute, start, {
    inverseCurvature,
    tolerance,
    maxIterations,
  });
  if (!(found.promised < tolerance)) {
    failFit(
      `not converged in ${found.iterations} steps, another step promises ${found.promised} less deviance, the tolerance is ${tolerance}`,
    );
  }
  let theta = snapToZero(found.point, model, objective);
  let at = model.parts.factorise(theta);
  let slope = objective.compute(theta);
  let evaluations = found.evaluations;
  let curvature: Curvature | null = null;
  let promised = found.promised;
  for (let round = 0; settings.uncertainty === "full" && round < 5; round++) {
    curvature = curvatureAt(model, at, {
      ...objective,
      inverse: found.inverse,
    });
    const inverse = positiveInverse(curvature.profiled, theta.length);
    const step = theta.map((_, i) =>
      -slope.gradient.reduce(
        (s, g, j) => s + inverse[i * theta.length + j]! * g,
        0,
      )
    );
    promised = -step.reduce((s, x, i) => s + x * slope.gradient[i]!, 0) / 2;
    const next = theta.map((x, i) => x + step[i]!);
    const there = objective.compute(next);
    evaluations += 2 * theta.length + 1;
    if (!(there.value <= slope.value + 1e-9)) break;
    theta = next;
    slope = there;
    at = model.parts.factorise(theta);
    if (promised < 1e-7) break;
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
