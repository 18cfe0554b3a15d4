import {
  choleskyInPlace,
  choleskySolveInPlace,
  exp,
  symmetricRankUpdateInPlace,
} from "#lib/numerics/mod.ts";
import { factorInformation, itemInformation } from "../item_information.ts";
import { interceptTerm, type LikelihoodPoint } from "../marginal_likelihood.ts";
import { modelOnGrid } from "../model_on_grid.ts";
import {
  fromParameters,
  type ModelState,
  type ParameterLayout,
} from "../parameter_layout.ts";
import { preconditionInPlace } from "../precondition.ts";
import type { Grid } from "../types.ts";
import {
  regressionExpectation,
  type RegressionPersons,
} from "./regression_expectation.ts";

/** The data and fixed parts of a latent regression. */
export interface RegressionProblem {
  readonly people: RegressionPersons;
  /** Of the items; the coefficients and the spread follow. */
  readonly layout: ParameterLayout;
  readonly start: ModelState;
  readonly grid: Grid;
  readonly observed: readonly Float64Array[];
  /** Residual SD where the model fixes it; null where it is estimated. */
  readonly fixedSpread: number | null;
}

/** Cholesky factor of regressors′ · weight · regressors. */
export function factorDesign(
  { design, columns, weight }: RegressionPersons,
  scale: string,
): Float64Array {
  const factor = new Float64Array(columns * columns);
  for (let p = 0; p < weight.length; p++) {
    const row = design.subarray(p * columns, (p + 1) * columns);
    symmetricRankUpdateInPlace(factor, row, { weight: weight[p]! });
  }
  try {
    choleskyInPlace(factor, columns);
  } catch (cause) {
    throw new RangeError(
      `Cannot regress scale "${scale}": one of its ${columns} regressors is constant or follows from the others`,
      { cause },
    );
  }
  return factor;
}

/** Residual SD at a parameter vector; it stays above the step of the grid. */
export function residualSpread(
  { layout, people, grid, fixedSpread }: RegressionProblem,
  parameters: Float64Array,
): number {
  return fixedSpread ??
    grid.step + exp(parameters[layout.size + people.columns]!);
}

/**
 * The log-likelihood of items and latent regression together, with its gradient.
 *
 * ∂/∂coefficients = Σ (posterior mean − prediction) · regressors / SD² and
 * ∂/∂SD = Σ (E(θ − prediction)² / SD³ − 1 / SD); the items as in a calibration.
 */
export function regressionLikelihood(
  problem: RegressionProblem,
  designFactor: Float64Array,
  parameters: Float64Array,
): LikelihoodPoint {
  const { people, layout, start, grid, observed, fixedSpread } = problem;
  const { columns } = people;
  const ofItems = parameters.subarray(0, layout.size);
  const state = fromParameters(layout, ofItems, start);
  const model = modelOnGrid(state, grid, people.rows.width);
  const sd = residualSpread(problem, parameters);
  const found = regressionExpectation(people, model, {
    coefficients: parameters.subarray(layout.size, layout.size + columns),
    standardDeviation: sd,
  });
  const gradient = new Float64Array(parameters.length);
  const Q = model.nodes.length;
  const infos = layout.items.map(({ intercepts, categories }, i) =>
    intercepts.length === 0 ? null : itemInformation(model.curves[i]!, {
      observed: categories.map((k) => observed[i]![k]!),
      scoreMoment: layout.slopeMode === "per-item" ? found.scoreMoments[i]! : 0,
      counts: found.itemCounts.subarray(i * Q, (i + 1) * Q),
    }, model.nodes)
  );
  infos.forEach((info, i) => {
    if (!info) return;
    const { slope, intercepts } = layout.items[i]!;
    if (slope >= 0) gradient[slope] = info.slopeGradient;
    intercepts.forEach((at, c) => gradient[at] = info.interceptGradient[c]!);
  });
  for (let j = 0; j < columns; j++) {
    gradient[layout.size + j] = found.residualMoments[j]! / (sd * sd);
  }
  let persons = 0;
  for (const weight of people.weight) persons += weight;
  const spreadAt = layout.size + columns;
  const chain = sd - grid.step;
  if (fixedSpread === null) {
    gradient[spreadAt] = chain / sd *
      (found.residualSquares / (sd * sd) - persons);
  }
  const factors = infos.map((info) => info ? factorInformation(info) : null);
  return {
    parameters,
    value: found.logLikelihood + interceptTerm(state, observed),
    gradient,
    endMass: found.endMass,
    precondition: (vector) => {
      preconditionInPlace(vector.subarray(0, layout.size), {
        layout,
        factors,
        jacobian: 1,
        groupInformation: new Float64Array(layout.size),
      });
      const part = vector.subarray(layout.size, spreadAt);
      choleskySolveInPlace(designFactor, columns, part);
      for (let j = 0; j < columns; j++) part[j]! *= sd * sd;
      if (fixedSpread === null) {
        const share = chain / sd;
        vector[spreadAt]! /= Math.max(2 * persons * share * share, 1e-8);
      }
    },
  };
}
