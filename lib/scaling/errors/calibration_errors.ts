import { createMatrix, type Matrix, multiply } from "#lib/numerics/mod.ts";
import { alignResponses } from "../align_responses.ts";
import { collapseResponses } from "../collapse_responses.ts";
import type { Calibration, ScaleResponses } from "../types.ts";
import {
  type FreeParameter,
  type FreeParameters,
  freeParameters,
} from "./free_parameters.ts";
import { inverseInformation, invert } from "./inverse_information.ts";
import { rowScores } from "./row_scores.ts";
import {
  clusterSums,
  crossProduct,
  sandwich,
  sumOfProducts,
} from "./score_products.ts";

/** How the covariance of the estimates is estimated. */
export type ErrorKind = "cross-product" | "observed" | "sandwich";

/** Options for {@linkcode calibrationErrors}. */
export interface CalibrationErrorOptions {
  /**
   * cross-product: inverse of Σ score × score′; observed: inverse of minus the
   * Hessian; sandwich: right also when pupils of a school resemble each other.
   * @default {"observed"}
   */
  readonly kind?: ErrorKind;
  /** Cluster (school) of each person, whole numbers from 0; by default each person is one. */
  readonly clusters?: ArrayLike<number>;
  /** Ids of the items whose parameters were given to the calibration. */
  readonly fixedItems?: ReadonlySet<string>;
}

/** Standard errors of one item; null where a value was not estimated. */
export interface ItemErrors {
  /** Id of the item. */
  readonly id: string;
  /** Of the slope; null in the PCM. */
  readonly slope: number | null;
  /** One per category 0…maxScore; null in the lowest and in those that never occur. */
  readonly intercepts: readonly (number | null)[];
}

/** Standard errors of one group; null where a value was not estimated. */
export interface GroupErrors {
  /** Of the mean. */
  readonly mean: number | null;
  /** Of the standard deviation. */
  readonly standardDeviation: number | null;
}

/** Standard errors of a calibration. */
export interface CalibrationErrors {
  /** How they were estimated. */
  readonly kind: ErrorKind;
  /** The estimated numbers, in the order of the covariance. */
  readonly parameters: readonly FreeParameter[];
  /** parameters × parameters. */
  readonly covariance: Matrix;
  /** In the order of the calibration. */
  readonly items: readonly ItemErrors[];
  /** In the order of the calibration. */
  readonly groups: readonly GroupErrors[];
  /** Clusters with answers, in a sandwich; null otherwise. */
  readonly clusters: number | null;
}

/** The covariance of the unconstrained parameters. */
function covarianceOf(
  calibration: Calibration,
  responses: ScaleResponses,
  { free, kind, clusters }: {
    readonly free: FreeParameters;
    readonly kind: ErrorKind;
    readonly clusters: ArrayLike<number> | undefined;
  },
): { readonly covariance: Matrix; readonly clusters: number | null } {
  const { layout, map } = free;
  const { scale } = calibration;
  const bread = (): Matrix => inverseInformation(calibration, responses, free);
  if (kind === "observed") return { covariance: bread(), clusters: null };
  const rows = collapseResponses(responses, "pattern");
  const scores = multiply(rowScores(calibration, rows, layout), map);
  if (kind === "cross-product") {
    const covariance = invert(crossProduct(scores, rows.weight), scale);
    return { covariance, clusters: null };
  }
  const persons = Int32Array.from({ length: responses.persons }, (_, p) => p);
  const sums = clusterSums(scores, rows, {
    clusters: clusters ?? persons,
    responses,
  });
  return {
    covariance: sandwich(bread(), sumOfProducts(sums, scores.columns)),
    clusters: sums.size,
  };
}

/**
 * Standard errors of the item parameters and group distributions of a calibration.
 *
 * With s the score of a person: cross-product (Σ s s′)⁻¹, observed A⁻¹ with A minus
 * the Hessian of the marginal log-likelihood, and sandwich A⁻¹ B A⁻¹ with
 * B = Σ over clusters of (Σ s)(Σ s)′, without a correction for few clusters. All work
 * is done per distinct answer pattern.
 *
 * @param responses The answers that were calibrated.
 * @throws {RangeError} If the answers do not fit, a cluster is missing or the
 * information is singular (a parameter about which the answers say nothing).
 * @see Louis (1982), Journal of the Royal Statistical Society B 44, 226–233; Oakes
 * (1999), Journal of the Royal Statistical Society B 61, 479–482.
 */
export function calibrationErrors(
  calibration: Calibration,
  responses: ScaleResponses,
  { kind = "observed", clusters, fixedItems = new Set() }:
    CalibrationErrorOptions = {},
): CalibrationErrors {
  const aligned = alignResponses(calibration, responses);
  const free = freeParameters(calibration, fixedItems);
  const found = covarianceOf(calibration, aligned, { free, kind, clusters });
  return { kind, clusters: found.clusters, ...named(calibration, free, found) };
}

/** Places the covariance at the reported parameters, SDs in their own unit. */
function named(
  { items, groups }: Calibration,
  { layout, names, map }: FreeParameters,
  { covariance }: { readonly covariance: Matrix },
): Pick<CalibrationErrors, "parameters" | "covariance" | "items" | "groups"> {
  const free = names.flatMap((name, at) => name ? [at] : []);
  const jacobian = createMatrix({ rows: free.length, columns: map.columns });
  free.forEach((at, r) => {
    const name = names[at]!;
    const unit = name.kind === "standard-deviation"
      ? groups[name.group]!.standardDeviation
      : 1;
    for (let j = 0; j < map.columns; j++) {
      jacobian.values[r * map.columns + j] = unit *
        map.values[at * map.columns + j]!;
    }
  });
  const full = multiply(multiply(jacobian, covariance), transposed(jacobian));
  const error = new Map(
    free.map((at, r) => [at, Math.sqrt(full.values[r * free.length + r]!)]),
  );
  const errorAt = (at: number | undefined): number | null =>
    error.get(at ?? -1) ?? null;
  return {
    parameters: free.map((at) => names[at]!),
    covariance: full,
    items: items.map(({ id, maxScore }, i) => {
      const { slope, intercepts, categories } = layout.items[i]!;
      return {
        id,
        slope: errorAt(slope),
        intercepts: Array.from({ length: maxScore + 1 }, (_, k) => {
          const place = categories.indexOf(k) - 1;
          return place < 0 ? null : errorAt(intercepts[place]);
        }),
      };
    }),
    groups: layout.groups.map(({ mean, spread }) => ({
      mean: errorAt(mean),
      standardDeviation: errorAt(spread),
    })),
  };
}

function transposed({ rows, columns, values }: Matrix): Matrix {
  const result = createMatrix({ rows: columns, columns: rows });
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      result.values[j * rows + i] = values[i * columns + j]!;
    }
  }
  return result;
}
