import { failDesign } from "./check_values.ts";
import { levelWeightCovariance } from "./level_weight_covariance.ts";
import type { MixedDesign } from "./mixed_design.ts";
import type { MixedModelFit } from "./mixed_model_fit.ts";
import {
  checkResidual,
  countLevels,
  type FitSettings,
  type Objective,
  optimise,
  type Optimum,
  toObjective,
} from "./optimise_deviance.ts";
import { type PreparedModel, prepareModel } from "./prepared_model.ts";
import { randomComponents, SINGULAR_TOLERANCE } from "./random_components.ts";
import {
  fixedCoefficients,
  fixedCovariance,
  solveEffects,
} from "./solve_effects.ts";
import { parameterCovariance } from "./variance_uncertainty.ts";

/** Options for {@linkcode fitMixedModel}. */
export interface FitMixedModelOptions {
  /** Likelihood to maximise; level weights need ML. @default {"REML", "ML" with level weights} */
  readonly criterion?: "REML" | "ML";
  /** Stop when a step promises less deviance than this. @default {1e-9} */
  readonly tolerance?: number;
  /** Steps allowed. @default {200} */
  readonly maxIterations?: number;
  /** `theta` of a similar fit. @default {0.5 on the diagonals} */
  readonly start?: Float64Array;
  /** Whether standard errors of variances and degrees of freedom are wanted. @default {"full"} */
  readonly uncertainty?: "full" | "none";
}

/** Everything a reader asks for, from the factored equations at the optimum. */
function toFit(
  design: MixedDesign,
  model: PreparedModel,
  { objective, optimum, settings }: {
    readonly objective: Objective;
    readonly optimum: Optimum;
    readonly settings: FitSettings;
  },
): MixedModelFit {
  const { problem, layout } = model;
  const { at, curvature } = optimum;
  const variance = at.residualSquares / objective.degrees;
  const { scaledFixed } = solveEffects(at, layout, problem.fixed.p);
  const coefficients = fixedCoefficients(scaledFixed, problem.fixed);
  const weighted = design.levelWeights === undefined
    ? null
    : levelWeightCovariance(design, model, { at, variance, curvature });
  const covariance = weighted?.fixed ??
    fixedCovariance(at, layout, problem.fixed).map((v) => variance * v);
  const p = coefficients.length;
  const spread = weighted !== null
    ? weighted.parameters
    : curvature && parameterCovariance(curvature);
  const levels = countLevels(model);
  const components = randomComponents(problem, {
    theta: at.theta,
    variance,
    covariance: spread,
    levels,
  });
  const q = problem.thetaCount;
  const deviance = objective.valueOf(at);
  return {
    criterion: settings.criterion,
    fixedNames: design.fixedNames,
    coefficients,
    standardErrors: coefficients.map((_, i) =>
      Math.sqrt(covariance[i * p + i]!)
    ),
    covariance,
    components,
    residualVariance: variance,
    residualVarianceStandardError: spread === null
      ? NaN
      : 2 * Math.sqrt(variance * spread[(q + 1) * (q + 1) - 1]!),
    deviance,
    logLikelihood: -deviance / 2,
    parameters: p + q + 1,
    n: problem.n,
    groups: Object.fromEntries(
      problem.terms.map((t, i) => [t.name, levels[i]!]),
    ),
    convergence: {
      iterations: optimum.iterations,
      evaluations: optimum.evaluations,
      largestGradient: optimum.largestGradient,
      promisedDecrease: optimum.promised,
      tolerance: settings.tolerance,
      singular: components.filter((c) => c.isSingular).map((c) => c.name),
      singularTolerance: SINGULAR_TOLERANCE,
    },
    theta: at.theta,
    uncertainty: spread === null || curvature === null || weighted !== null
      ? null
      : { covariance: spread, derivatives: curvature.derivatives },
    design,
  };
}

/** Refuses options that are out of their range. */
function checkSettings(
  { criterion, tolerance, maxIterations, start }: FitSettings,
  { levelWeights }: MixedDesign,
): void {
  if (criterion !== "REML" && criterion !== "ML") {
    failDesign(`the criterion is "${criterion}", it must be REML or ML`);
  }
  if (criterion === "REML" && levelWeights !== undefined) {
    failDesign(
      `REML is not defined with level weights, the criterion must be "ML"`,
    );
  }
  if (!(tolerance > 0 && maxIterations > 0)) {
    failDesign(
      `found the tolerance ${tolerance} and ${maxIterations} steps, both must be above 0`,
    );
  }
  if (start?.some((theta) => !Number.isFinite(theta))) {
    failDesign(`the start has ${start.join(", ")}, numbers are needed`);
  }
}

/** {@linkcode fitMixedModel} on a model that is already summed up. */
export function fitPrepared(
  design: MixedDesign,
  model: PreparedModel,
  {
    criterion = design.levelWeights === undefined ? "REML" : "ML",
    tolerance = 1e-9,
    maxIterations = 200,
    start,
    uncertainty = "full",
  }: FitMixedModelOptions = {},
): MixedModelFit {
  const settings = { criterion, tolerance, maxIterations, start, uncertainty };
  checkSettings(settings, design);
  checkResidual(model);
  const objective = toObjective(model, criterion);
  const optimum = optimise(model, objective, settings);
  return toFit(design, model, { objective, optimum, settings });
}

/**
 * Fits a linear mixed model: y = X β + Σ Z b + e with b of each level drawn from a
 * normal distribution and e of variance σ² / weight.
 *
 * Terms may be nested, crossed or both. The rows are summed once; levels that look
 * alike leave the equations together, and the deviance and its exact gradient come
 * from one sparse Cholesky factorisation and its reverse.
 *
 * @throws {RangeError} If the design is not fit for it (see the message: missing values,
 * dependent columns, a term with one level or one row per level, a constant outcome),
 * or the optimiser does not converge.
 * @see Bates, Mächler, Bolker & Walker (2015), Journal of Statistical Software 67(1),
 * doi 10.18637/jss.v067.i01.
 */
export function fitMixedModel(
  design: MixedDesign,
  options: FitMixedModelOptions = {},
): MixedModelFit {
  return fitPrepared(design, prepareModel(design), options);
}
