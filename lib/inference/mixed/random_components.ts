import type { MixedProblem } from "./mixed_problem.ts";
import type { RandomComponent } from "./mixed_model_fit.ts";
import { relativeFactors } from "./relative_factor.ts";

/** Where θ ended, and what is known about its uncertainty. */
export interface ComponentSource {
  /** Relative factors' elements. */
  readonly theta: Float64Array;
  /** σ². */
  readonly variance: number;
  /** Covariance of θ and σ, or `null`. */
  readonly covariance: Float64Array | null;
  /** Per term the levels with rows. */
  readonly levels: readonly number[];
}

/** A diagonal element of a scaled factor below this counts as 0, as in lme4. */
export const SINGULAR_TOLERANCE = 1e-4;

/** Σ_ab = σ² (T T′)_ab / (s_a s_b) as a function of all parameters, σ last. */
function covarianceElement(
  problem: MixedProblem,
  { parameters, term, a, b }: {
    readonly parameters: Float64Array;
    readonly term: number;
    readonly a: number;
    readonly b: number;
  },
): number {
  const { size: k, columnIds } = problem.terms[term]!;
  const factor = relativeFactors(problem, parameters)[term]!;
  const sigma = parameters[parameters.length - 1]!;
  let sum = 0;
  for (let m = 0; m < k; m++) sum += factor[a * k + m]! * factor[b * k + m]!;
  return sum * sigma * sigma / problem.columnScales[columnIds[a]!]! /
    problem.columnScales[columnIds[b]!]!;
}

/** √(g′ A g) with g by differences; the element is quadratic in each parameter, so they are exact. */
function elementError(
  problem: MixedProblem,
  place: { readonly term: number; readonly a: number; readonly b: number },
  { theta, variance, covariance }: ComponentSource,
): number {
  if (covariance === null) return NaN;
  const parameters = Float64Array.from([...theta, Math.sqrt(variance)]);
  const count = parameters.length;
  const gradient = parameters.map((x, j) => {
    const step = 0.125 * Math.max(Math.abs(x), 0.125);
    const [up, down] = [step, -step].map((h) =>
      covarianceElement(problem, {
        ...place,
        parameters: parameters.map((y, i) => i === j ? y + h : y),
      })
    ) as [number, number];
    return (up - down) / (2 * step);
  });
  let sum = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      sum += gradient[i]! * covariance[i * count + j]! * gradient[j]!;
    }
  }
  return Math.sqrt(Math.max(0, sum));
}

/** Variances, correlations and their errors, term by term. */
export function randomComponents(
  problem: MixedProblem,
  source: ComponentSource,
): RandomComponent[] {
  const parameters = Float64Array.from([
    ...source.theta,
    Math.sqrt(source.variance),
  ]);
  const factors = relativeFactors(problem, source.theta);
  return problem.terms.map((term, t) => {
    const { name, effects, size: k } = term;
    const isSingular = effects.some((_, a) =>
      !(Math.abs(factors[t]![a * k + a]!) >= SINGULAR_TOLERANCE)
    );
    const elements = (
      compute: (a: number, b: number) => number,
    ): Float64Array =>
      Float64Array.from(
        { length: k * k },
        (_, at) => compute(Math.floor(at / k), at % k),
      );
    const covariance = elements((a, b) =>
      covarianceElement(problem, { parameters, term: t, a, b })
    );
    return {
      name,
      effects,
      covariance,
      correlation: elements((a, b) =>
        a === b && covariance[a * k + a]! > 0 ? 1 : covariance[a * k + b]! /
          Math.sqrt(covariance[a * k + a]! * covariance[b * k + b]!)
      ),
      standardErrors: elements((a, b) =>
        isSingular ? NaN : elementError(problem, { term: t, a, b }, source)
      ),
      levels: source.levels[t]!,
      emptyLevels: term.levelCount - source.levels[t]!,
      isSingular,
    };
  });
}
