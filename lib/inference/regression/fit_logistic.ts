import { orthonormalBasis } from "#lib/numerics/mod.ts";
import { coefficientsOf } from "./basis_transform.ts";
import type { NamedDesign } from "./build_design.ts";
import { type FittedCoefficients, standardErrorsOf } from "./coefficients.ts";
import { maximiseLogistic, probability } from "./maximise_logistic.ts";
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
  /** Coefficients that one cluster alone decides: their errors are NaN, not known. */
  readonly soleCluster: readonly string[];
  /** How the errors were computed, for the reader. */
  readonly method: string;
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
  const { weights } = prepared;
  const { rows, columns: p } = matrix;
  const curvature = new Float64Array(rows), residuals = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const w = weights === null ? 1 : weights[i]!;
    curvature[i] = w * fitted[i]! * (1 - fitted[i]!);
    if (curvature[i] === 0) continue;
    residuals[i] = w * (y[i]! - fitted[i]!) / Math.sqrt(curvature[i]!);
  }
  const { basis: { values: basis }, inverseTriangle } = orthonormalBasis(
    matrix,
    { weights: curvature },
  );
  for (let i = 0; i < rows; i++) {
    const root = Math.sqrt(curvature[i]!);
    for (let j = 0; j < p; j++) basis[i * p + j]! *= root;
  }
  return {
    prepared: { ...prepared, basis, inverseTriangle, weights: null },
    residuals,
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
  const { maximumIterations = 50, weights, clusters } = options;
  const prepared = prepareRegression(design, {
    ...(weights && { weights }),
    ...(clusters && { clusters }),
  });
  checkOutcome(y, prepared);
  const covariance = options.covariance ??
    (prepared.clusters === null ? "classical" : "CR1");
  checkCovariance(prepared, { covariance });
  const state = maximiseLogistic(design, prepared, { y, maximumIterations });
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
    soleCluster: uncertainty.soleCluster,
    method: `logistic regression, ${uncertainty.method}`,
    contrastDegrees: uncertainty.contrastDegrees,
  };
}
