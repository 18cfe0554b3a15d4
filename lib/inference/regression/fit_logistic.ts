import {
  choleskyInPlace,
  choleskySolveInPlace,
  exp,
  log1p,
  orthonormalBasis,
} from "#lib/numerics/mod.ts";
import { coefficientsOf } from "./basis_transform.ts";
import type { NamedDesign } from "./build_design.ts";
import { type FittedCoefficients, standardErrorsOf } from "./coefficients.ts";
import {
  type PreparedRegression,
  prepareRegression,
  type RegressionGroups,
} from "./prepare_regression.ts";
import {
  checkCovariance,
  regressionUncertainty,
  type UncertaintyOptions,
} from "./regression_uncertainty.ts";
import { describeSeparation, isSeparating } from "./separation.ts";

/** Options for {@linkcode fitLogistic}. */
export interface FitLogisticOptions
  extends Omit<RegressionGroups, "absorb">, UncertaintyOptions {
  /** Newton steps before giving up. @default {50} */
  readonly maximumIterations?: number;
}

/** A logistic regression with its uncertainty. */
export interface LogisticFit extends FittedCoefficients {
  /** Length p, in logits. */
  readonly standardErrors: Float64Array;
  /** Fitted probability of each row. */
  readonly fitted: Float64Array;
  /** Σ weight × log probability of what was observed, weights of mean 1. */
  readonly logLikelihood: number;
  /** Rows with a weight above 0. */
  readonly n: number;
  /** Number of clusters; null where rows are independent. */
  readonly clusters: number | null;
  /** Newton steps taken. */
  readonly iterations: number;
  /** g′H⁻¹g at the end, about twice what the log-likelihood could still gain. */
  readonly decrement: number;
  /** How the errors were computed, for the reader. */
  readonly method: string;
  /** Degrees of freedom of a contrast of length p. */
  readonly contrastDegrees: (contrast: ArrayLike<number>) => number;
}

/** Steps converge quadratically: the next one would change nothing. */
const CONVERGED = 1e-18;
const MAXIMUM_HALVINGS = 30;
/** So near the maximum the likelihood's own rounding hides whether it rises. */
const NEAR = 1e-8;
/** From here on a step that does not shrink is one towards infinity. */
const FIRST_SUSPECT = 8;

/** The model at one set of basis coefficients. */
interface LogisticState {
  readonly coefficients: Float64Array;
  readonly predictor: Float64Array;
  readonly logLikelihood: number;
}

function checkOutcome(
  y: ArrayLike<number>,
  { weights, basis, p }: PreparedRegression,
): void {
  const rows = basis.length / p;
  if (y.length !== rows) {
    throw new RangeError(
      `Cannot fit a logistic regression: the design has ${rows} rows, the outcome ${y.length}`,
    );
  }
  const seen = [false, false];
  for (let i = 0; i < rows; i++) {
    if (weights?.[i] === 0) continue;
    const value = y[i]!;
    if (value !== 0 && value !== 1) {
      throw new RangeError(
        `Cannot fit a logistic regression: the outcome of row ${i} is ${value}, 0 and 1 are allowed`,
      );
    }
    seen[value] = true;
  }
  if (!(seen[0] && seen[1])) {
    throw new RangeError(
      `Cannot fit a logistic regression: the outcome is ${
        seen[1] ? 1 : 0
      } in every row, both 0 and 1 must occur`,
    );
  }
}

function predictorOf(
  { basis, p }: PreparedRegression,
  coefficients: Float64Array,
  rows: number,
): Float64Array {
  const predictor = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let value = 0;
    for (let j = 0; j < p; j++) value += basis[i * p + j]! * coefficients[j]!;
    predictor[i] = value;
  }
  return predictor;
}

function stateAt(
  prepared: PreparedRegression,
  y: ArrayLike<number>,
  coefficients: Float64Array,
): LogisticState {
  const predictor = predictorOf(prepared, coefficients, y.length);
  const { weights } = prepared;
  let logLikelihood = 0;
  for (let i = 0; i < predictor.length; i++) {
    const eta = predictor[i]!;
    const softplus = (eta > 0 ? eta : 0) + log1p(exp(-Math.abs(eta)));
    logLikelihood += (weights === null ? 1 : weights[i]!) *
      (y[i] === 1 ? eta - softplus : -softplus);
  }
  return { coefficients, predictor, logLikelihood };
}

function probability(eta: number): number {
  const small = exp(-Math.abs(eta));
  return eta > 0 ? 1 / (1 + small) : small / (1 + small);
}

/** The Newton step H⁻¹g and g′H⁻¹g; null where the information is singular. */
function newtonStep(
  { basis, p, weights }: PreparedRegression,
  y: ArrayLike<number>,
  { predictor }: LogisticState,
): { readonly step: Float64Array; readonly decrement: number } | null {
  const gradient = new Float64Array(p), information = new Float64Array(p * p);
  for (let i = 0; i < predictor.length; i++) {
    const fitted = probability(predictor[i]!);
    const w = weights === null ? 1 : weights[i]!;
    const score = w * (y[i]! - fitted), curvature = w * fitted * (1 - fitted);
    for (let j = 0; j < p; j++) {
      const u = basis[i * p + j]!;
      gradient[j]! += score * u;
      const value = curvature * u;
      for (let k = 0; k <= j; k++) {
        information[j * p + k]! += value * basis[i * p + k]!;
      }
    }
  }
  try {
    choleskyInPlace(information, p);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  const step = gradient.slice();
  choleskySolveInPlace(information, p, step);
  const decrement = step.reduce((sum, s, j) => sum + s * gradient[j]!, 0);
  return { step, decrement };
}

/** The longest of step, step/2, step/4 … that does not lose likelihood. */
function advance(
  prepared: PreparedRegression,
  y: ArrayLike<number>,
  { state, step, decrement }: {
    readonly state: LogisticState;
    readonly step: Float64Array;
    readonly decrement: number;
  },
): LogisticState {
  let length = 1;
  for (let k = 0; k < MAXIMUM_HALVINGS; k++, length /= 2) {
    const next = stateAt(
      prepared,
      y,
      state.coefficients.map((value, j) => value + length * step[j]!),
    );
    if (decrement < NEAR || next.logLikelihood >= state.logLikelihood) {
      return next;
    }
  }
  return state;
}

function failure(
  design: NamedDesign,
  prepared: PreparedRegression,
  { step, y, iterations }: {
    readonly step: Float64Array;
    readonly y: ArrayLike<number>;
    readonly iterations: number;
  },
): RangeError {
  const predictor = predictorOf(prepared, step, y.length);
  if (isSeparating(predictor, y, prepared.weights)) {
    return new RangeError(
      `Cannot fit a logistic regression: ${
        describeSeparation(design, {
          direction: coefficientsOf(prepared, step),
          predictor,
          weights: prepared.weights,
        })
      }, the coefficients have no finite value`,
    );
  }
  return new RangeError(
    `Cannot fit a logistic regression: no convergence after ${iterations} steps`,
  );
}

function maximise(
  design: NamedDesign,
  prepared: PreparedRegression,
  { y, maximumIterations }: {
    readonly y: ArrayLike<number>;
    readonly maximumIterations: number;
  },
): LogisticState & { readonly iterations: number; readonly decrement: number } {
  let state = stateAt(prepared, y, new Float64Array(prepared.p));
  let last: Float64Array = state.coefficients;
  for (let iterations = 0; iterations <= maximumIterations; iterations++) {
    const newton = newtonStep(prepared, y, state);
    const step = newton?.step ?? last;
    if (newton === null || iterations >= FIRST_SUSPECT) {
      const towards = predictorOf(prepared, step, y.length);
      if (newton === null || isSeparating(towards, y, prepared.weights)) {
        throw failure(design, prepared, { step, y, iterations });
      }
    }
    const { decrement } = newton!;
    if (decrement <= CONVERGED * (1 - state.logLikelihood)) {
      return { ...state, iterations, decrement };
    }
    state = advance(prepared, y, { state, step, decrement });
    last = step;
  }
  throw failure(design, prepared, {
    step: last,
    y,
    iterations: maximumIterations,
  });
}

/** The weighted least-squares problem that the last Newton step solves. */
function linearised(
  { matrix }: NamedDesign,
  prepared: PreparedRegression,
  { fitted, y }: {
    readonly fitted: Float64Array;
    readonly y: ArrayLike<number>;
  },
): {
  readonly prepared: PreparedRegression;
  readonly residuals: Float64Array;
} {
  const w = (i: number) => prepared.weights === null ? 1 : prepared.weights[i]!;
  const curvature = fitted.map((value, i) => w(i) * value * (1 - value));
  const { basis, inverseTriangle } = orthonormalBasis(matrix, {
    weights: curvature,
  });
  const p = matrix.columns;
  return {
    prepared: {
      ...prepared,
      basis: basis.values.map((value, at) =>
        value * Math.sqrt(curvature[Math.floor(at / p)]!)
      ),
      inverseTriangle,
      weights: null,
    },
    residuals: fitted.map((value, i) =>
      curvature[i] === 0 ? 0 : w(i) * (y[i]! - value) / Math.sqrt(curvature[i]!)
    ),
  };
}

/**
 * Fits a logistic regression whose standard errors may allow for clusters.
 *
 * Newton's method on the log-likelihood. Cluster-robust errors are those of the
 * weighted regression that the last step solves, in Pearson residuals: CR0, CR1,
 * CR1S and CR3 are the usual ones, CR2 takes the variance p (1 − p) for its working
 * model. "classical" is the inverse of the information.
 *
 * @param design X with the names of its columns.
 * @param y Length n, 0 or 1.
 * @throws {RangeError} If the outcome is not 0 and 1, columns are dependent, or some of
 * them tell 0 from 1 without error (separation, named in the message).
 * @see McCullagh & Nelder (1989), Generalized Linear Models, 2nd ed., chapter 4.
 */
export function fitLogistic(
  design: NamedDesign,
  y: ArrayLike<number>,
  options: FitLogisticOptions = {},
): LogisticFit {
  const { maximumIterations = 50 } = options;
  const prepared = prepareRegression(design, options);
  checkOutcome(y, prepared);
  const covariance = options.covariance ??
    (prepared.clusters === null ? "classical" : "CR1");
  checkCovariance(prepared, { covariance });
  const state = maximise(design, prepared, { y, maximumIterations });
  const fitted = state.predictor.map(probability);
  const linear = linearised(design, prepared, { fitted, y });
  const uncertainty = regressionUncertainty(linear.prepared, {
    residuals: [linear.residuals],
    residualVariances: [1],
    residualDegrees: Infinity,
  }, { ...options, covariance });
  const [own] = uncertainty.covariances;
  return {
    names: prepared.names,
    coefficients: coefficientsOf(prepared, state.coefficients),
    covariance: own!,
    standardErrors: standardErrorsOf(own!, prepared.p),
    degreesOfFreedom: uncertainty.degreesOfFreedom,
    fitted,
    logLikelihood: state.logLikelihood,
    n: prepared.n,
    clusters: prepared.clusters?.count ?? null,
    iterations: state.iterations,
    decrement: state.decrement,
    method: `logistic regression, ${uncertainty.method}`,
    contrastDegrees: uncertainty.contrastDegrees,
  };
}
