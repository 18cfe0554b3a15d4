import { SCORE_ORIGIN } from "#lib/inference/mod.ts";
import type { CommonFit } from "./leave_unit_out.ts";
import {
  type ExpectationPupils,
  readPredictorsInPlace,
} from "./school_products.ts";

/**
 * What is left of every pupil's score when background is counted in.
 *
 * @returns Score minus predicted score, points, one array per plausible value.
 */
export function pupilResiduals(
  { scores, predictors, weight }: ExpectationPupils,
  { coefficients }: CommonFit,
): readonly Float64Array[] {
  const x = new Float64Array(predictors.length + 1);
  const residuals = scores.map(() => new Float64Array(weight.length));
  for (let i = 0; i < weight.length; i++) {
    readPredictorsInPlace(x, predictors, i);
    for (let d = 0; d < scores.length; d++) {
      const beta = coefficients[d]!;
      let residual = scores[d]![i]! - SCORE_ORIGIN;
      for (let k = 0; k < x.length; k++) residual -= beta[k]! * x[k]!;
      residuals[d]![i] = residual;
    }
  }
  return residuals;
}
