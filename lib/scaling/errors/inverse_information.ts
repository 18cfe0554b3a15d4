import {
  choleskyInPlace,
  choleskyInverse,
  createMatrix,
  type Matrix,
} from "#lib/numerics/mod.ts";
import { collapseRule } from "../align_responses.ts";
import { collapseResponses } from "../collapse_responses.ts";
import { prepareRows } from "../expectation.ts";
import {
  type LikelihoodProblem,
  marginalLikelihood,
} from "../marginal_likelihood.ts";
import { toParameters } from "../parameter_layout.ts";
import { countCategories } from "../screen_items.ts";
import type { Calibration, ScaleResponses } from "../types.ts";
import type { FreeParameters } from "./free_parameters.ts";
import { observedInformation } from "./observed_information.ts";

/**
 * Part of a parameter's information that must remain when all others are unknown.
 * Below it the differences of gradients tell nothing any more.
 */
const LEAST_INFORMATION = 1e-6;

/**
 * The inverse of an information matrix.
 *
 * @throws {RangeError} If it is singular.
 */
export function invert(information: Matrix, scale: string): Matrix {
  const n = information.rows;
  const factor = information.values.slice();
  const fail = (cause?: unknown): never => {
    throw new RangeError(
      `Cannot compute standard errors of scale "${scale}": the answers tell next to nothing of one of its ${n} parameters, expected information about each`,
      { cause },
    );
  };
  try {
    choleskyInPlace(factor, n);
  } catch (cause) {
    fail(cause);
  }
  for (let j = 0; j < n; j++) {
    const pivot = factor[j * n + j]! * factor[j * n + j]!;
    const whole = information.values[j * n + j]!;
    if (!(pivot > LEAST_INFORMATION * whole)) fail();
  }
  return createMatrix({ rows: n, columns: n }, choleskyInverse(factor, n));
}

/** The inverse of the observed information about the unconstrained parameters. */
export function inverseInformation(
  calibration: Calibration,
  responses: ScaleResponses,
  { layout, map }: FreeParameters,
): Matrix {
  const problem: LikelihoodProblem = {
    rows: prepareRows(
      collapseResponses(responses, collapseRule(calibration)),
    ),
    layout,
    start: calibration,
    grid: calibration.grid,
    observed: calibration.items.map((_, i) => countCategories(responses, i)),
  };
  const at = toParameters(layout, calibration);
  const gradientAt = (parameters: Float64Array): Float64Array =>
    marginalLikelihood(problem, parameters).gradient;
  return invert(
    observedInformation(gradientAt, at, map),
    calibration.scale,
  );
}
