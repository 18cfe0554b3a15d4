import { createMatrix, type Matrix, multiply } from "#lib/numerics/mod.ts";
import { alignResponses } from "../align_responses.ts";
import { collapseResponses } from "../collapse_responses.ts";
import type { Calibration, ScaleResponses } from "../types.ts";
import { type FreeParameter, freeParameters } from "./free_parameters.ts";
import { invert } from "./inverse_information.ts";
import { rowScores } from "./row_scores.ts";
import { clusterSums, crossProduct } from "./score_products.ts";

/** How each cluster moves the estimates. */
export interface ParameterInfluence {
  /** The estimated numbers; standard deviations as logarithms. */
  readonly parameters: readonly FreeParameter[];
  /** Inverse of the cross-product information: the covariance if persons are independent. */
  readonly covariance: Matrix;
  /** By cluster: (Σ scores of its persons) × covariance; null without clusters. */
  readonly influence: ReadonlyMap<number, Float64Array> | null;
}

/**
 * What each cluster (school) adds to the estimates of a calibration.
 *
 * Sums of products over clusters are covariances that hold where persons of a
 * cluster are alike, also between calibrations of different persons of the same
 * clusters. The information is that of the cross-product, one pass over the
 * patterns instead of two per parameter.
 *
 * @param clusters Cluster of each person, whole numbers from 0.
 * @throws {RangeError} As {@linkcode calibrationErrors}; for steps in common.
 */
export function parameterInfluence(
  calibration: Calibration,
  responses: ScaleResponses,
  clusters: ArrayLike<number> | null,
): ParameterInfluence {
  if (calibration.steps === "common") {
    throw new RangeError(
      `Cannot compute influence on scale "${calibration.scale}": its steps are common, expected free ones`,
    );
  }
  const aligned = alignResponses(calibration, responses);
  const free = freeParameters(calibration, new Set());
  const rows = collapseResponses(aligned, "pattern");
  const scores = multiply(rowScores(calibration, rows, free.layout), free.map);
  const covariance = invert(
    crossProduct(scores, rows.weight),
    calibration.scale,
  );
  const parameters = free.names.flatMap((name) => name ? [name] : []);
  if (!clusters) return { parameters, covariance, influence: null };
  const n = covariance.rows;
  const sums = clusterSums(scores, rows, { clusters, responses: aligned });
  const influence = new Map(
    [...sums].map(([cluster, sum]) => [
      cluster,
      multiply(createMatrix({ rows: 1, columns: n }, sum), covariance).values,
    ]),
  );
  return { parameters, covariance, influence };
}
