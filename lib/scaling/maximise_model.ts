import { commonStepsMap } from "./common_steps.ts";
import { constrainLikelihood } from "./constrained_likelihood.ts";
import {
  type LikelihoodPoint,
  type LikelihoodProblem,
  marginalLikelihood,
} from "./marginal_likelihood.ts";
import {
  maximiseLikelihood,
  type MaximiseOptions,
} from "./maximise_likelihood.ts";
import { fromParameters, toParameters } from "./parameter_layout.ts";
import type { Fit } from "./to_calibration.ts";
import type { StepMode } from "./types.ts";

/** Maximises the likelihood over all parameters, or over those of common steps. */
export function maximiseModel(
  problem: LikelihoodProblem,
  { steps, ...options }: MaximiseOptions & { readonly steps: StepMode },
): Fit {
  const { layout, start, grid } = problem;
  const evaluate = (parameters: Float64Array): LikelihoodPoint =>
    marginalLikelihood(problem, parameters);
  const first = toParameters(layout, start);
  if (steps === "common") {
    const part = constrainLikelihood(evaluate, commonStepsMap(layout));
    const begin = part.reduce(first);
    // Corrections are of all steps, not of the common ones.
    const maximum = maximiseLikelihood(part.evaluate, begin, {
      ...options,
      known: [],
    });
    const full = part.expand(maximum.point.parameters);
    const state = fromParameters(layout, full, start);
    return { state, maximum: { ...maximum, corrections: [] }, grid };
  }
  const maximum = maximiseLikelihood(evaluate, first, options);
  const state = fromParameters(layout, maximum.point.parameters, start);
  return { state, maximum, grid };
}
