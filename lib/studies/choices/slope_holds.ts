import {
  fitMixedModel,
  fitRegression,
  type FitRegressionOptions,
  type MixedTerm,
  type NamedDesign,
  satterthwaite,
} from "#lib/inference/mod.ts";
import { intervalHolds } from "./interval_holds.ts";

/** Whether a regression's interval for its second coefficient holds 0. */
export function regressionHolds(
  design: NamedDesign,
  outcome: Float64Array,
  { normal = false, ...options }: FitRegressionOptions & {
    /** Takes the normal distribution for Student's t. @default {false} */
    readonly normal?: boolean;
  },
): boolean {
  const fit = fitRegression(design, outcome, options);
  return intervalHolds({
    value: fit.coefficients[1]!,
    standardError: fit.standardErrors[1]!,
    ...(normal ? {} : { degreesOfFreedom: fit.degreesOfFreedom[1]! }),
  }, 0);
}

/** Whether a mixed model's interval for its second coefficient holds 0. */
export function mixedHolds(
  { matrix, names }: NamedDesign,
  outcome: Float64Array,
  terms: readonly MixedTerm[],
): boolean {
  const fit = fitMixedModel({
    outcome,
    fixed: matrix,
    fixedNames: names,
    terms,
  });
  const slope = satterthwaite(fit, [0, 1]);
  return intervalHolds({
    value: slope.estimates[0]!,
    standardError: slope.standardErrors[0]!,
    degreesOfFreedom: slope.degreesOfFreedom,
  }, 0);
}
