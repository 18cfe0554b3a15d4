import { coefficientsOf } from "./basis_transform.ts";
import type { NamedDesign } from "./build_design.ts";
import { type FittedCoefficients, standardErrorsOf } from "./coefficients.ts";
import {
  prepareRegression,
  type RegressionGroups,
} from "./prepare_regression.ts";
import {
  checkCovariance,
  regressionUncertainty,
  type UncertaintyOptions,
} from "./regression_uncertainty.ts";
import { solveRegression } from "./solve_regression.ts";

/** Options for {@linkcode fitRegression}. */
export interface FitRegressionOptions
  extends RegressionGroups, UncertaintyOptions {}

/** A linear regression with its uncertainty. */
export interface RegressionFit extends FittedCoefficients {
  /** Length p. */
  readonly standardErrors: Float64Array;
  /** y minus fitted value, one per row. */
  readonly residuals: Float64Array;
  /** Σ w e² / (n − p), weights of mean 1. */
  readonly residualVariance: number;
  /** Share explained, 0–1; within groups where groups are absorbed. */
  readonly rSquared: number;
  /** Rows with a weight above 0. */
  readonly n: number;
  /** Number of clusters; null where rows are independent. */
  readonly clusters: number | null;
  /** Constants absorbed, 0 where none. */
  readonly absorbed: number;
  /** Coefficients that one cluster alone decides: their errors are NaN, not known. */
  readonly soleCluster: readonly string[];
  /** How the errors were computed, for the reader. */
  readonly method: string;
}

/**
 * Fits the same regression to several outcomes, e.g. plausible values.
 *
 * The design is factored and its clusters are adjusted once for all of them.
 *
 * @param design X with the names of its columns, e.g. from {@linkcode buildDesign}.
 * @param outcomes Each of length n.
 * @throws {RangeError} As {@linkcode fitRegression}.
 */
export function fitRegressions(
  design: NamedDesign,
  outcomes: readonly ArrayLike<number>[],
  options: FitRegressionOptions = {},
): readonly RegressionFit[] {
  const prepared = prepareRegression(design, options);
  const { p, n, names, clusters, absorbed, weights } = prepared;
  const residualDegrees = n - p - (absorbed?.count ?? 0);
  checkCovariance(prepared, options);
  const solutions = outcomes.map((y) => solveRegression(prepared, y));
  const uncertainty = regressionUncertainty(prepared, {
    residuals: solutions.map(({ residuals }) => residuals),
    residualVariances: solutions.map(({ residualSquares }) =>
      residualSquares / residualDegrees
    ),
    residualDegrees,
  }, options);
  const method = weights === null ? "least squares" : "weighted least squares";
  const within = absorbed === null ? "" : ` within ${absorbed.count} groups`;
  return solutions.map((solution, m) => {
    const covariance = uncertainty.covariances[m]!;
    return {
      names,
      coefficients: coefficientsOf(prepared, solution.basisCoefficients),
      standardErrors: standardErrorsOf(covariance, p),
      covariance,
      degreesOfFreedom: uncertainty.degreesOfFreedom,
      residuals: solution.residuals,
      residualVariance: solution.residualSquares / residualDegrees,
      rSquared: 1 - solution.residualSquares / solution.totalSquares,
      n,
      clusters: clusters?.count ?? null,
      absorbed: absorbed?.count ?? 0,
      soleCluster: uncertainty.soleCluster,
      method: `${method}${within}, ${uncertainty.method}`,
      contrastDegrees: uncertainty.contrastDegrees,
    };
  });
}

/**
 * Fits a linear regression whose standard errors allow people of one cluster, e.g. a
 * school, to be alike.
 *
 * Least squares through an orthonormal basis U of the design; the covariance of
 * independent rows is HC0–HC3, that of clusters CR0–CR3 with Satterthwaite degrees
 * of freedom, both from sums of u u′ over each cluster. CR1 multiplies CR0 by
 * G / (G − 1), CR1S also by (n − 1) / (n − p). The working model of CR2 is
 * independent errors of equal variance, also where there are weights. A coefficient
 * that one cluster alone decides, e.g. that cluster's own constant, has no such error.
 *
 * @param design X with the names of its columns, e.g. from {@linkcode buildDesign}.
 * @param y Length n.
 * @throws {RangeError} If sizes differ, columns are dependent (named in the message),
 * the outcome is constant or explained completely, there is one cluster, or
 * there are too few rows.
 * @see Liang & Zeger (1986), Biometrika 73, 13–22; Pustejovsky & Tipton (2018),
 * Journal of Business & Economic Statistics 36, 672–683.
 */
export function fitRegression(
  design: NamedDesign,
  y: ArrayLike<number>,
  options: FitRegressionOptions = {},
): RegressionFit {
  return fitRegressions(design, [y], options)[0]!;
}
