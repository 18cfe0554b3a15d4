import { coefficientsOf, toCoefficients } from "./basis_transform.ts";
import type { NamedDesign } from "./build_design.ts";
import { type FittedCoefficients, standardErrorsOf } from "./coefficients.ts";
import {
  type PreparedRegression,
  prepareRegression,
  type RegressionGroups,
} from "./prepare_regression.ts";
import {
  type QuantileCovariance,
  quantileCovariance,
} from "./quantile_covariance.ts";
import type { QuantileRows } from "./quantile_programme.ts";
import { solveQuantile } from "./solve_quantile.ts";
import { solveRegression } from "./solve_regression.ts";

/** Options for {@linkcode fitQuantile}. */
export interface FitQuantileOptions extends Omit<RegressionGroups, "absorb"> {
  /** The quantile, between 0 and 1. @default {0.5} */
  readonly tau?: number;
  /** "cluster" needs clusters. @default {"cluster" with clusters, else "nid"} */
  readonly covariance?: QuantileCovariance;
}

/** A quantile regression with its uncertainty. */
export interface QuantileFit extends FittedCoefficients {
  /** The quantile, 0–1. */
  readonly tau: number;
  /** Length p. */
  readonly standardErrors: Float64Array;
  /** y minus fitted quantile, one per row. */
  readonly residuals: Float64Array;
  /** Σ weight × ρ_τ(residual), weights of mean 1. */
  readonly loss: number;
  /** Rows with a weight above 0. */
  readonly n: number;
  /** Number of clusters; null where rows are independent. */
  readonly clusters: number | null;
  /** Whether the plane goes through p rows, so that the solution is exact. */
  readonly isVertex: boolean;
  /** Bound on what the loss could still fall by, relative to the spread. */
  readonly relativeGap: number;
  /** Steps of the interior-point search. */
  readonly iterations: number;
  /** How the errors were computed, for the reader. */
  readonly method: string;
}

const KINDS: readonly string[] = ["iid", "nid", "kernel", "cluster"];

function checkQuantile(
  tau: number,
  { clusters }: PreparedRegression,
  kind: QuantileCovariance,
): void {
  if (!(tau > 0 && tau < 1)) {
    throw new RangeError(
      `Cannot fit a quantile regression: the quantile ${tau} is not between 0 and 1`,
    );
  }
  if (!KINDS.includes(kind)) {
    throw new RangeError(
      `Cannot compute "${kind}" errors: it is not one of ${KINDS.join(", ")}`,
    );
  }
  if (kind !== "cluster") return;
  if (!(clusters !== null && clusters.count > 1)) {
    throw new RangeError(
      `Cannot compute cluster-robust errors: found ${
        clusters === null ? "no clusters" : "1 cluster"
      }, at least 2 are needed`,
    );
  }
}

/** The rows times their weights, with the residuals of least squares as outcome. */
function weightedRows(
  { basis, p, weights }: PreparedRegression,
  residuals: Float64Array,
): QuantileRows {
  if (weights === null) return { x: basis, y: residuals, p };
  return {
    x: basis.map((value, at) => value * weights[Math.floor(at / p)]!),
    y: residuals.map((value, i) => value * weights[i]!),
    p,
  };
}

function describe(kind: QuantileCovariance, clusters: number | null): string {
  if (kind === "cluster") return `cluster-robust errors (${clusters} clusters)`;
  if (kind === "iid") return "errors of one density for all rows";
  return kind === "nid"
    ? "errors from neighbouring quantiles"
    : "errors from a kernel density";
}

/**
 * Fits a quantile of the outcome as a linear function, e.g. the lowest tenth.
 *
 * Minimises Σ w ρ_τ(y − x′b) exactly: an interior-point search until primal and dual
 * loss agree, then the step to the vertex beside it. Each row is multiplied by its
 * weight. Where many solutions are equally good, one of them is returned.
 *
 * @param design X with the names of its columns.
 * @param y Length n.
 * @throws {RangeError} As {@linkcode fitRegression}; if tau is not between 0 and 1, the
 * search does not converge or the density cannot be estimated.
 * @see Koenker & Bassett (1978), Econometrica 46, 33–50.
 */
export function fitQuantile(
  design: NamedDesign,
  y: ArrayLike<number>,
  options: FitQuantileOptions = {},
): QuantileFit {
  const { tau = 0.5 } = options;
  const prepared = prepareRegression(design, options);
  const { clusters, n, p, names } = prepared;
  const kind = options.covariance ?? (clusters === null ? "nid" : "cluster");
  checkQuantile(tau, prepared, kind);
  const start = solveRegression(prepared, y);
  const rows = weightedRows(prepared, start.residuals);
  const solution = solveQuantile(rows, tau);
  const step = solution.coefficients;
  const residuals = start.residuals.map((value, i) => {
    for (let j = 0; j < p; j++) value -= prepared.basis[i * p + j]! * step[j]!;
    return value;
  });
  const { weights } = prepared;
  const covariance = toCoefficients(
    prepared,
    quantileCovariance(
      rows,
      weights === null ? residuals : residuals.map((r, i) => r * weights[i]!),
      { tau, n, kind, clusters },
    ),
  );
  const degrees = kind === "cluster" ? clusters!.count - 1 : n - p;
  return {
    tau,
    names,
    coefficients: coefficientsOf(
      prepared,
      start.basisCoefficients.map((value, j) => value + step[j]!),
    ),
    covariance,
    standardErrors: standardErrorsOf(covariance, p),
    degreesOfFreedom: new Float64Array(p).fill(degrees),
    contrastDegrees: () => degrees,
    residuals,
    loss: solution.loss,
    n,
    clusters: clusters?.count ?? null,
    isVertex: solution.isVertex,
    relativeGap: solution.relativeGap,
    iterations: solution.iterations,
    method: `quantile regression at ${tau}, ${
      describe(kind, clusters?.count ?? null)
    }`,
  };
}
