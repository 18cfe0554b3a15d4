import { basisContrast, toCoefficients } from "./basis_transform.ts";
import type { ClusterCorrection } from "./cluster_adjustment.ts";
import { clusterCovariances } from "./cluster_covariance.ts";
import { clusterProducts } from "./cluster_products.ts";
import type { PreparedRegression } from "./prepare_regression.ts";
import { type RowCovariance, rowCovariance } from "./row_covariance.ts";
import { satterthwaiteDegrees } from "./satterthwaite.ts";
import { soleClusterTest } from "./sole_cluster.ts";

/** How the uncertainty of a regression is computed. */
export type RegressionCovariance = RowCovariance | ClusterCorrection;

/** Options that decide how the uncertainty is computed. */
export interface UncertaintyOptions {
  /** CR… need clusters, the others none. @default {"CR2" with clusters, else "HC2"} */
  readonly covariance?: RegressionCovariance;
  /**
   * Of cluster-robust errors: Satterthwaite's, or the number of clusters − 1.
   * @default {"satterthwaite"}
   */
  readonly degreesOfFreedom?: "satterthwaite" | "clusters";
}

/** What is left of each outcome after the fit. */
export interface RegressionRemainders {
  /** Residuals of each outcome, all rows. */
  readonly residuals: readonly Float64Array[];
  /** Of each outcome, for the covariance of equal variances. */
  readonly residualVariances: readonly number[];
  /** Degrees of freedom where rows are independent. */
  readonly residualDegrees: number;
}

/** The uncertainty of the coefficients of several outcomes. */
export interface RegressionUncertainty {
  /** Of the coefficients of each outcome, p × p. */
  readonly covariances: readonly Float64Array[];
  /** Of each coefficient, shared by the outcomes. */
  readonly degreesOfFreedom: Float64Array;
  /** Of a contrast of length p. */
  readonly contrastDegrees: (contrast: ArrayLike<number>) => number;
  /** Coefficients that one cluster alone decides: their errors are NaN. */
  readonly soleCluster: readonly string[];
  /** For the reader. */
  readonly method: string;
}

const ROBUST: readonly string[] = ["classical", "HC0", "HC1", "HC2", "HC3"];
const CLUSTERED: readonly string[] = ["CR0", "CR1", "CR1S", "CR2", "CR3"];

function isClustered(kind: RegressionCovariance): kind is ClusterCorrection {
  return CLUSTERED.includes(kind);
}

/**
 * The covariance asked for, or the one that suits the data.
 *
 * @throws {RangeError} If there is no such covariance, or it needs clusters and there
 * are none, or only one.
 */
export function checkCovariance(
  { clusters }: PreparedRegression,
  { covariance }: UncertaintyOptions,
): RegressionCovariance {
  const kind = covariance ?? (clusters === null ? "HC2" : "CR2");
  if (ROBUST.includes(kind)) return kind;
  if (!isClustered(kind)) {
    throw new RangeError(
      `Cannot compute "${kind}": it is not one of ${
        [...ROBUST, ...CLUSTERED].join(", ")
      }`,
    );
  }
  if (clusters === null) {
    throw new RangeError(
      `Cannot compute ${kind}: found no clusters, one per row is needed`,
    );
  }
  if (!(clusters.count > 1)) {
    throw new RangeError(
      `Cannot compute ${kind}: found ${clusters.count} cluster, at least 2 are needed`,
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

function fromRows(
  prepared: PreparedRegression,
  { residuals, residualVariances, residualDegrees }: RegressionRemainders,
  kind: RowCovariance,
): RegressionUncertainty {
  return {
    covariances: residuals.map((e, m) =>
      rowCovariance(prepared, e, {
        kind,
        residualVariance: residualVariances[m]!,
      })
    ),
    degreesOfFreedom: new Float64Array(prepared.p).fill(residualDegrees),
    contrastDegrees: () => residualDegrees,
    soleCluster: [],
    method: `${kind} standard errors`,
  };
}

/** Refuses a model of which no coefficient has an error. */
function checkSoleClusters(
  isSole: readonly boolean[],
  correction: ClusterCorrection,
): void {
  if (isSole.every((one) => one)) {
    throw new RangeError(
      `Cannot compute ${correction}: every coefficient is decided by one cluster alone, at least 2 clusters must share one`,
    );
  }
}

/** The covariance of the coefficients, NaN where one cluster decides. */
function knownCovariance(
  covariance: Float64Array,
  { names }: PreparedRegression,
  soleCluster: readonly string[],
): Float64Array {
  if (soleCluster.length === 0) return covariance;
  const p = names.length;
  const isSole = names.map((name) => soleCluster.includes(name));
  return covariance.map((value, at) =>
    isSole[Math.floor(at / p)] || isSole[at % p] ? NaN : value
  );
}

function fromClusters(
  prepared: PreparedRegression,
  residuals: readonly Float64Array[],
  { correction, isSatterthwaite }: {
    readonly correction: ClusterCorrection;
    readonly isSatterthwaite: boolean;
  },
): RegressionUncertainty {
  const { codes, count } = prepared.clusters!;
  const products = clusterProducts(prepared, codes, count);
  const contrasts = unitContrasts(prepared);
  const isSole = soleClusterTest(products);
  const soleCluster = contrasts.map(isSole);
  checkSoleClusters(soleCluster, correction);
  const found = clusterCovariances(prepared, residuals, {
    products,
    correction,
    contrasts: isSatterthwaite ? contrasts : [],
  });
  const degreesOf = (contrast: Float64Array): number =>
    isSatterthwaite
      ? satterthwaiteDegrees(products, [contrast], correction)[0]!
      : count - 1;
  const degrees = isSatterthwaite
    ? found.degreesOfFreedom
    : new Float64Array(prepared.p).fill(count - 1);
  return {
    covariances: found.covariances,
    degreesOfFreedom: degrees.map((df, j) => soleCluster[j] ? NaN : df),
    contrastDegrees: (weights) => {
      const contrast = basisContrast(prepared, weights);
      return isSole(contrast) ? NaN : degreesOf(contrast);
    },
    soleCluster: prepared.names.filter((_, j) => soleCluster[j]),
    method: `cluster-robust ${correction} (${count} clusters), ${
      isSatterthwaite ? "Satterthwaite" : "clusters − 1"
    } degrees of freedom`,
  };
}

/**
 * The covariance of the coefficients of several outcomes, in one pass over clusters.
 *
 * @throws {RangeError} As {@linkcode checkCovariance}; if single clusters decide every
 * coefficient, or for HC2 and HC3 a row one of them.
 */
export function regressionUncertainty(
  prepared: PreparedRegression,
  remainders: RegressionRemainders,
  options: UncertaintyOptions,
): RegressionUncertainty {
  const kind = checkCovariance(prepared, options);
  const ofBasis = isClustered(kind)
    ? fromClusters(prepared, remainders.residuals, {
      correction: kind,
      isSatterthwaite: options.degreesOfFreedom !== "clusters",
    })
    : fromRows(prepared, remainders, kind);
  return {
    ...ofBasis,
    covariances: ofBasis.covariances.map((c) =>
      knownCovariance(
        toCoefficients(prepared, c),
        prepared,
        ofBasis.soleCluster,
      )
    ),
  };
}
