import {
  clusterAdjustment,
  type ClusterCorrection,
} from "./cluster_adjustment.ts";
import type { GroupCodes } from "./group_codes.ts";
import { type ClusterProducts, clusterScores } from "./cluster_products.ts";
import type { PreparedRegression } from "./prepare_regression.ts";
import { SatterthwaiteSums } from "./satterthwaite.ts";

/** Covariances of several outcomes and the degrees of freedom they share. */
export interface ClusterCovariances {
  /** Of the basis coefficients, p × p for each outcome. */
  readonly covariances: readonly Float64Array[];
  /** Satterthwaite, of each contrast. */
  readonly degreesOfFreedom: Float64Array;
}

/** Whether every absorbed group lies in one cluster. */
export function isNested(groups: GroupCodes, clusters: GroupCodes): boolean {
  const home = new Int32Array(groups.count).fill(-1);
  return groups.codes.every((group, i) => {
    const cluster = clusters.codes[i]!;
    if (home[group] === -1) home[group] = cluster;
    return home[group] === cluster;
  });
}

/** What CR1 and CR1S multiply by; absorbed groups within clusters cost nothing. */
export function sizeFactor(
  { n, p, absorbed, clusters }: PreparedRegression,
  correction: ClusterCorrection,
): number {
  if (correction !== "CR1" && correction !== "CR1S") return 1;
  const { count } = clusters!;
  const few = count / (count - 1);
  if (correction === "CR1") return few;
  const extra = absorbed === null
    ? 0
    : isNested(absorbed, clusters!)
    ? 1
    : absorbed.count;
  return few * (n - 1) / (n - p - extra);
}

/** One p × p matrix times a vector at an offset, added to out. */
function addProductInPlace(
  matrix: Float64Array,
  vector: Float64Array,
  { at, out }: { readonly at: number; readonly out: Float64Array },
): void {
  const p = out.length;
  for (let i = 0; i < p; i++) {
    for (let k = 0; k < p; k++) out[i]! += matrix[i * p + k]! * vector[at + k]!;
  }
}

function addSquareInPlace(covariance: Float64Array, score: Float64Array): void {
  const p = score.length;
  for (let i = 0; i < p; i++) {
    for (let k = 0; k < p; k++) covariance[i * p + k]! += score[i]! * score[k]!;
  }
}

/**
 * Cluster-robust covariances of the basis coefficients for several outcomes.
 *
 * Each is Σ_g (U′WAe)(U′WAe)′ with A the cluster's adjustment, which does not depend
 * on the outcome and is therefore computed once.
 *
 * @param residuals Of each outcome, all rows.
 * @param contrasts On the basis coefficients, for the degrees of freedom.
 */
export function clusterCovariances(
  prepared: PreparedRegression,
  residuals: readonly Float64Array[],
  { products, correction, contrasts }: {
    readonly products: ClusterProducts;
    readonly correction: ClusterCorrection;
    readonly contrasts: readonly Float64Array[];
  },
): ClusterCovariances {
  const { p } = prepared;
  const { codes, count } = prepared.clusters!;
  const sums = new SatterthwaiteSums(contrasts, products.total);
  const needsPlain = correction === "CR2" && prepared.weights !== null;
  const scoresOf = (isWeighted: boolean) =>
    residuals.map((e) =>
      clusterScores(prepared, e, { codes, count, isWeighted })
    );
  const scores = scoresOf(true);
  const plainScores = needsPlain ? scoresOf(false) : null;
  const covariances = residuals.map(() => new Float64Array(p * p));
  const adjusted = new Float64Array(p);
  for (let g = 0; g < count; g++) {
    const adjustment = clusterAdjustment(products, g, { p, correction });
    sums.add(adjustment);
    covariances.forEach((covariance, m) => {
      adjusted.fill(0);
      const place = { at: g * p, out: adjusted };
      addProductInPlace(adjustment.fromScore, scores[m]!, place);
      if (adjustment.fromPlain !== null && plainScores !== null) {
        addProductInPlace(adjustment.fromPlain, plainScores[m]!, place);
      }
      addSquareInPlace(covariance, adjusted);
    });
  }
  const factor = sizeFactor(prepared, correction);
  return {
    covariances: covariances.map((c) => c.map((value) => factor * value)),
    degreesOfFreedom: sums.degrees(),
  };
}
