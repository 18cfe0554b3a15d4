import {
  basisContrast,
  coefficientsOf,
  toCoefficients,
} from "./basis_transform.ts";
import type { NamedDesign } from "./build_design.ts";
import { type ClusterCorrection } from "./cluster_adjustment.ts";
import { clusterCovariances } from "./cluster_covariance.ts";
import { type ClusterProducts, clusterProducts } from "./cluster_products.ts";
import { type FittedCoefficients, standardErrorsOf } from "./coefficients.ts";
import {
  type PreparedRegression,
  prepareRegression,
  type RegressionGroups,
} from "./prepare_regression.ts";
import { type RowCovariance, rowCovariance } from "./row_covariance.ts";
import { satterthwaiteDegrees } from "./satterthwaite.ts";
import {
  type RegressionSolution,
  solveRegression,
} from "./solve_regression.ts";

/** How the uncertainty of a regression is computed. */
export type RegressionCovariance = RowCovariance | ClusterCorrection;

/** Options for {@linkcode fitRegression}. */
export interface FitRegressionOptions extends RegressionGroups {
  /** CR… need clusters, the others none. @default {"CR2" with clusters, else "HC2"} */
  readonly covariance?: RegressionCovariance;
  /**
   * Of cluster-robust errors: Satterthwaite's, or the number of clusters − 1.
   * @default {"satterthwaite"}
   */
  readonly degreesOfFreedom?: "satterthwaite" | "clusters";
}

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
  /** How the errors were computed, for the reader. */
  readonly method: string;
  /** Degrees of freedom of Σ contrast × coefficient; the contrast has length p. */
  readonly contrastDegrees: (contrast: ArrayLike<number>) => number;
}

const CLUSTERED: readonly string[] = ["CR0", "CR1", "CR1S", "CR2", "CR3"];

function isClustered(kind: RegressionCovariance): kind is ClusterCorrection {
  return CLUSTERED.includes(kind);
}

function chooseCovariance(
  prepared: PreparedRegression,
  { covariance }: FitRegressionOptions,
): RegressionCovariance {
  const { clusters } = prepared;
  const kind = covariance ?? (clusters === null ? "HC2" : "CR2");
  if (isClustered(kind) && clusters === null) {
    throw new RangeError(
      `Cannot compute ${kind}: found no clusters, one per row is needed`,
    );
  }
  if (isClustered(kind) && !(clusters!.count > 1)) {
    throw new RangeError(
      `Cannot compute ${kind}: found ${
        clusters!.count
      } cluster, at least 2 are needed`,
    );
  }
  return kind;
}

/** Row j of the identity for each coefficient. */
function unitContrasts(prepared: PreparedRegression): readonly Float64Array[] {
  return prepared.names.map((_, j) => {
    const unit = new Float64Array(prepared.p);
    unit[j] = 1;
    return basisContrast(prepared, unit);
  });
}

/** Covariances of the basis coefficients, and how degrees of freedom follow. */
interface Uncertainty {
  readonly covariances: readonly Float64Array[];
  readonly degreesOfFreedom: Float64Array;
  readonly contrastDegrees: (contrast: ArrayLike<number>) => number;
}

function fromRows(
  prepared: PreparedRegression,
  solutions: readonly RegressionSolution[],
  { kind, residualDegrees }: {
    readonly kind: RowCovariance;
    readonly residualDegrees: number;
  },
): Uncertainty {
  return {
    covariances: solutions.map(({ residuals, residualSquares }) =>
      rowCovariance(prepared, residuals, {
        kind,
        residualVariance: residualSquares / residualDegrees,
      })
    ),
    degreesOfFreedom: new Float64Array(prepared.p).fill(residualDegrees),
    contrastDegrees: () => residualDegrees,
  };
}

function fromClusters(
  prepared: PreparedRegression,
  solutions: readonly RegressionSolution[],
  { correction, rule }: {
    readonly correction: ClusterCorrection;
    readonly rule: "satterthwaite" | "clusters";
  },
): Uncertainty {
  const { codes, count } = prepared.clusters!;
  const products: ClusterProducts = clusterProducts(prepared, codes, count);
  const isSatterthwaite = rule === "satterthwaite";
  const { covariances, degreesOfFreedom } = clusterCovariances(
    prepared,
    solutions.map(({ residuals }) => residuals),
    {
      products,
      correction,
      contrasts: isSatterthwaite ? unitContrasts(prepared) : [],
    },
  );
  return {
    covariances,
    degreesOfFreedom: isSatterthwaite
      ? degreesOfFreedom
      : new Float64Array(prepared.p).fill(count - 1),
    contrastDegrees: (contrast) =>
      isSatterthwaite
        ? satterthwaiteDegrees(
          products,
          [basisContrast(prepared, contrast)],
          correction,
        )[0]!
        : count - 1,
  };
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
  const { p, n, names, clusters, absorbed } = prepared;
  const kind = chooseCovariance(prepared, options);
  const solutions = outcomes.map((y) => solveRegression(prepared, y));
  const residualDegrees = n - p - (absorbed?.count ?? 0);
  const uncertainty = isClustered(kind)
    ? fromClusters(prepared, solutions, {
      correction: kind,
      rule: options.degreesOfFreedom ?? "satterthwaite",
    })
    : fromRows(prepared, solutions, { kind, residualDegrees });
  return solutions.map((solution, m) => {
    const covariance = toCoefficients(prepared, uncertainty.covariances[m]!);
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
      method: describeMethod(prepared, kind, options),
      contrastDegrees: uncertainty.contrastDegrees,
    };
  });
}

function describeMethod(
  { weights, clusters, absorbed }: PreparedRegression,
  kind: RegressionCovariance,
  { degreesOfFreedom = "satterthwaite" }: FitRegressionOptions,
): string {
  const fit = weights === null ? "least squares" : "weighted least squares";
  const groups = absorbed === null ? "" : ` within ${absorbed.count} groups`;
  if (!isClustered(kind)) return `${fit}${groups}, ${kind} standard errors`;
  const degrees = degreesOfFreedom === "satterthwaite"
    ? "Satterthwaite degrees of freedom"
    : "clusters − 1 degrees of freedom";
  return `${fit}${groups}, cluster-robust ${kind} (${
    clusters!.count
  } clusters), ${degrees}`;
}

/**
 * Fits a linear regression whose standard errors allow people of one cluster, e.g. a
 * school, to be alike.
 *
 * Least squares through an orthonormal basis U of the design; the covariance of
 * independent rows is HC0–HC3, that of clusters CR0–CR3 with Satterthwaite degrees
 * of freedom, both from sums of u u′ over each cluster. CR1 multiplies CR0 by
 * G / (G − 1), CR1S also by (n − 1) / (n − p). The working model of CR2 is
 * independent errors of equal variance, also where there are weights.
 *
 * @param design X with the names of its columns, e.g. from {@linkcode buildDesign}.
 * @param y Length n.
 * @throws {RangeError} If sizes differ, columns are dependent (named in the message),
 * the outcome is constant, there is one cluster or there are too few rows.
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
