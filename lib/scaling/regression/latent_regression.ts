import {
  choleskyInPlace,
  choleskyInverse,
  createMatrix,
  ln,
  type Matrix,
} from "#lib/numerics/mod.ts";
import { calibrate, type CalibrateOptions } from "../calibrate.ts";
import { observedInformation } from "../errors/observed_information.ts";
import { gridHalfWidth } from "../grid.ts";
import { occurringCategories } from "../item_curves.ts";
import type { LikelihoodPoint } from "../marginal_likelihood.ts";
import { maximiseLikelihood } from "../maximise_likelihood.ts";
import {
  fromParameters,
  layOutParameters,
  toParameters,
} from "../parameter_layout.ts";
import { countCategories, selectItems } from "../screen_items.ts";
import type {
  Calibration,
  Grid,
  ItemParameters,
  ScaleResponses,
  ScalingNote,
} from "../types.ts";
import {
  type PreparedRegressors,
  prepareRegressors,
} from "./prepare_regressors.ts";
import type { RegressionPersons } from "./regression_expectation.ts";
import {
  factorDesign,
  regressionLikelihood,
  type RegressionProblem,
  residualSpread,
} from "./regression_likelihood.ts";

/** Options for {@linkcode latentRegression}. */
export interface LatentRegressionOptions extends
  Pick<
    CalibrateOptions,
    "model" | "grid" | "fixedItems" | "gradientTolerance" | "maxIterations"
  > {
  /** From the Hessian, two passes over the persons per parameter; or none. @default {"observed"} */
  readonly standardErrors?: "observed" | "none";
}

/** A regression of θ on known variables, estimated together with the items. */
export interface LatentRegression {
  /** Items, in the units in which the average person has θ = intercept. */
  readonly items: readonly ItemParameters[];
  /** θ of the average person: 0, or estimated beside fixed items. */
  readonly intercept: number;
  /** Mean of each regressor over the persons; subtracted before the regression. */
  readonly means: Float64Array;
  /** θ per unit of each regressor, in the order of the columns. */
  readonly coefficients: Float64Array;
  /** Standard errors of the coefficients; null when not asked for. */
  readonly standardErrors: Float64Array | null;
  /** SD of θ given the regressors; 1 in a GPCM without fixed items. */
  readonly residualStandardDeviation: number;
  /** Share of the variance of θ that the regressors explain, 0–1. */
  readonly explainedVariance: number;
  /** Sum of the weights of persons with an answer. */
  readonly persons: number;
  /** Nodes on which θ is summed. */
  readonly grid: Grid;
  /** Marginal log-likelihood at the fit. */
  readonly logLikelihood: number;
  /** Number of free parameters. */
  readonly parameters: number;
  /** Whether the gradient fell under the tolerance. */
  readonly converged: boolean;
  /** Number of iterations. */
  readonly iterations: number;
  /** Largest element of the gradient of the log-likelihood, per person. */
  readonly maxGradient: number;
  /** Decisions that a reader must know of. */
  readonly notes: readonly ScalingNote[];
}

/** More posterior mass than this at an end of the grid would bias the fit. */
const LARGEST_END_MASS = 1e-4;

/**
 * Regresses θ on known variables, together with the item parameters.
 *
 * θ = intercept + (x − mean of x)′ coefficients + residual, residual ~ N(0, SD²), by
 * marginal maximum likelihood: neither EAP nor WLE could give these coefficients
 * without bias. Identification: the average person has θ = 0; in the PCM slopes are
 * 1 and the SD is free, in the GPCM the SD is 1. With fixed items, intercept and SD
 * are free. All persons share one SD, and groups of the answers play no part: a wave
 * is a regressor like others.
 *
 * @param design Persons × regressors, without a constant; only rows of persons with
 * answers are read.
 * @throws {RangeError} If sizes differ, a regressor is not finite, constant or follows
 * from others, or posterior mass lies at the ends of the grid.
 * @see Mislevy (1984), Psychometrika 49, 359–381; Adams, Wilson & Wu (1997), Journal of
 * Educational and Behavioral Statistics 22, 47–76.
 */
export function latentRegression(
  responses: ScaleResponses,
  design: Matrix,
  options: LatentRegressionOptions = {},
): LatentRegression {
  const { scale, persons } = responses;
  if (design.rows !== persons) {
    throw new RangeError(
      `Cannot regress scale "${scale}": the design has ${design.rows} rows, expected one for each of ${persons} persons`,
    );
  }
  const together: ScaleResponses = {
    ...responses,
    group: new Uint8Array(persons),
    groupCount: 1,
  };
  const { standardErrors: kind = "observed", ...calibrateOptions } = options;
  const start = calibrate(together, calibrateOptions);
  const kept = start.items.map(({ id }) => responses.itemIds.indexOf(id));
  const usable = selectItems(together, kept);
  const { fixedItems = new Map() } = options;
  const anchored = usable.itemIds.some((id) => fixedItems.has(id));
  const bySum = start.items.every(({ slope }) => slope === 1) &&
    start.model === "PCM";
  const prepared = prepareRegressors(usable, design, { bySum, anchored });
  const problem = problemOf(start, usable, {
    people: prepared.people,
    fixed: new Set(fixedItems.keys()),
    fixedSpread: start.model === "GPCM" && !anchored ? 1 : null,
  });
  const factor = factorDesign(prepared.people, scale);
  const evaluate = (parameters: Float64Array): LikelihoodPoint =>
    regressionLikelihood(problem, factor, parameters);
  const { gradientTolerance = 1e-7, maxIterations = 300 } = options;
  const maximum = maximiseLikelihood(evaluate, firstGuess(problem, start), {
    gradientTolerance: gradientTolerance * start.persons,
    maxIterations,
  });
  const { point } = maximum;
  if (!(point.endMass <= LARGEST_END_MASS)) {
    throw new RangeError(
      `Cannot regress scale "${scale}": posterior mass ${point.endMass} at the end of the grid at ±${
        gridHalfWidth(problem.grid)
      }, at most ${LARGEST_END_MASS} is allowed`,
    );
  }
  const errors = kind === "none"
    ? null
    : errorsAt((at) => evaluate(at).gradient, point.parameters, scale);
  const maxGradient = maximum.maxGradient / start.persons;
  const notes = start.notes.filter(({ kind }) => kind !== "not-converged");
  return {
    ...describe(problem, prepared, { parameters: point.parameters, errors }),
    persons: start.persons,
    logLikelihood: point.value,
    converged: maximum.converged,
    iterations: maximum.iterations,
    maxGradient,
    notes: maximum.converged
      ? notes
      : [...notes, { kind: "not-converged", maxGradient }],
  };
}

function problemOf(
  start: Calibration,
  usable: ScaleResponses,
  { people, fixed, fixedSpread }: {
    readonly people: RegressionPersons;
    readonly fixed: ReadonlySet<string>;
    readonly fixedSpread: number | null;
  },
): RegressionProblem {
  const layout = layOutParameters({
    slopeMode: start.model === "GPCM" ? "per-item" : "one",
    items: start.items.map((item) => ({
      fixed: fixed.has(item.id),
      categories: occurringCategories(item),
    })),
    groups: [],
    spreadFloor: 0,
  });
  return {
    people,
    layout,
    start: { items: start.items, groups: [] },
    grid: start.grid,
    observed: start.items.map((_, i) => countCategories(usable, i)),
    fixedSpread,
  };
}

/** The calibration without regressors: coefficients 0, a little less spread. */
function firstGuess(
  { layout, people, start, grid, fixedSpread }: RegressionProblem,
  { groups }: Calibration,
): Float64Array {
  const { columns } = people;
  const guess = new Float64Array(
    layout.size + columns + (fixedSpread === null ? 1 : 0),
  );
  guess.set(toParameters(layout, start));
  if (fixedSpread === null) {
    const { standardDeviation } = groups[0]!;
    guess[layout.size + columns] = ln(
      Math.max(standardDeviation - grid.step, 0.1 * grid.step),
    );
  }
  return guess;
}

function errorsAt(
  gradientAt: (parameters: Float64Array) => Float64Array,
  at: Float64Array,
  scale: string,
): Float64Array {
  const n = at.length;
  const unit = createMatrix({ rows: n, columns: n });
  for (let j = 0; j < n; j++) unit.values[j * n + j] = 1;
  const { values } = observedInformation(gradientAt, at, unit);
  try {
    choleskyInPlace(values, n);
  } catch (cause) {
    throw new RangeError(
      `Cannot compute standard errors of the regression of scale "${scale}": the information about its ${n} parameters is not positive definite`,
      { cause },
    );
  }
  const inverse = choleskyInverse(values, n);
  return Float64Array.from(
    { length: n },
    (_, j) => Math.sqrt(inverse[j * n + j]!),
  );
}

/** Back from standardised regressors to those given. */
function describe(
  problem: RegressionProblem,
  { people, means, scales }: PreparedRegressors,
  { parameters, errors }: {
    readonly parameters: Float64Array;
    readonly errors: Float64Array | null;
  },
): Pick<
  LatentRegression,
  | "items"
  | "intercept"
  | "means"
  | "coefficients"
  | "standardErrors"
  | "residualStandardDeviation"
  | "explainedVariance"
  | "grid"
  | "parameters"
> {
  const { layout, start, grid } = problem;
  const { columns, design, weight } = people;
  const slopes = parameters.subarray(layout.size, layout.size + columns);
  const given = means.length;
  const sd = residualSpread(problem, parameters);
  let explained = 0;
  let total = 0;
  for (let p = 0; p < weight.length; p++) {
    let prediction = 0;
    for (let j = 0; j < given; j++) {
      prediction += slopes[j]! * design[p * columns + j]!;
    }
    explained += weight[p]! * prediction * prediction;
    total += weight[p]!;
  }
  explained /= total;
  const own = parameters.subarray(0, layout.size);
  return {
    items: fromParameters(layout, own, start).items,
    intercept: columns > given ? slopes[given]! : 0,
    means,
    coefficients: scales.map((scale, j) => slopes[j]! / scale),
    standardErrors: errors &&
      scales.map((scale, j) => errors[layout.size + j]! / scale),
    residualStandardDeviation: sd,
    explainedVariance: explained / (explained + sd * sd),
    grid,
    parameters: parameters.length,
  };
}
