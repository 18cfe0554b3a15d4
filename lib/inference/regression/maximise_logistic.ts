import {
  choleskyInPlace,
  choleskySolveInPlace,
  exp,
  log1p,
} from "#lib/numerics/mod.ts";
import { coefficientsOf } from "./basis_transform.ts";
import type { NamedDesign } from "./build_design.ts";
import type { PreparedRegression } from "./prepare_regression.ts";
import { describeSeparation, isSeparating } from "./separation.ts";

/** Steps converge quadratically: the next one would change nothing. */
const CONVERGED = 1e-18;
const MAXIMUM_HALVINGS = 30;
/** So near the maximum the likelihood's own rounding hides whether it rises. */
const NEAR = 1e-8;
/** From here on a step that does not shrink is one towards infinity. */
const FIRST_SUSPECT = 8;

/** The model at one set of basis coefficients. */
export interface LogisticState {
  readonly coefficients: Float64Array;
  readonly predictor: Float64Array;
  readonly logLikelihood: number;
}

/** The model where its likelihood is highest. */
export interface LogisticMaximum extends LogisticState {
  /** Newton steps taken. */
  readonly iterations: number;
  /** g′H⁻¹g, about twice what the log-likelihood could still gain. */
  readonly decrement: number;
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

/** 1 / (1 + e^−η) without overflow. */
export function probability(eta: number): number {
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
    `Cannot fit a logistic regression: not converged in ${iterations} steps, maximumIterations allows no more`,
  );
}

/**
 * Maximises the log-likelihood by Newton's method with halved steps.
 *
 * @throws {RangeError} If columns separate the outcomes, or there is no convergence.
 */
export function maximiseLogistic(
  design: NamedDesign,
  prepared: PreparedRegression,
  { y, maximumIterations }: {
    readonly y: ArrayLike<number>;
    readonly maximumIterations: number;
  },
): LogisticMaximum {
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
