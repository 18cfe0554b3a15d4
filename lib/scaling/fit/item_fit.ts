import { exp, ln } from "#lib/numerics/mod.ts";
import { itemCurves } from "../item_curves.ts";
import { personScores } from "../person_scores.ts";
import type { Calibration, ScaleResponses } from "../types.ts";
import { type ItemMoments, itemMoments } from "./item_moments.ts";
import {
  type FittedRows,
  fittedRows,
  forEachPosterior,
  valuesOfRows,
} from "./row_posteriors.ts";

/** Mean squares of one item; 1 is what the model expects. */
export interface MeanSquares {
  /** Mean of the squared standardised residual: sensitive far from the item. */
  readonly outfit: number;
  /** Sum of squared residuals over their expectation: weighted by information. */
  readonly infit: number;
}

/** Mean squares with their Wilson–Hilferty statistics, about N(0, 1). */
export interface PlugInMeanSquares extends MeanSquares {
  /** Cube root of the outfit, standardised. */
  readonly outfitZ: number;
  /** Cube root of the infit, standardised. */
  readonly infitZ: number;
}

/** Infit and outfit of one item by both definitions in use. */
export interface ItemFit {
  /** Id of the item. */
  readonly item: string;
  /** Weight of the persons who answered it. */
  readonly persons: number;
  /** Residuals summed over each person's posterior, as ConQuest and TAM do. */
  readonly overPosterior: MeanSquares;
  /** Residuals at each person's WLE, as mirt and eRm do: far below 1 on short scales. */
  readonly atWle: PlugInMeanSquares;
}

interface Sums {
  persons: number;
  squares: number;
  residuals: number;
  information: number;
  /** Σ fourth moment / variance², and Σ (fourth moment − variance²). */
  kurtosis: number;
  excess: number;
}

function newSums(): Sums {
  return {
    persons: 0,
    squares: 0,
    residuals: 0,
    information: 0,
    kurtosis: 0,
    excess: 0,
  };
}

/** Rows' posteriors against the moments at the nodes. */
function sumOverPosterior(fitted: FittedRows): readonly Sums[] {
  const { rows, model } = fitted;
  const moments = model.curves.map(itemMoments);
  const sums = model.curves.map(newSums);
  forEachPosterior(fitted, ({ row, items, posterior }) => {
    const weight = rows.weight[row]!;
    for (const i of items) {
      const { expected, variance } = moments[i]!;
      const x = rows.scores[row * rows.width + i]!;
      let [squares, residuals, information] = [0, 0, 0];
      for (let q = 0; q < posterior.length; q++) {
        const square = (x - expected[q]!) * (x - expected[q]!) * posterior[q]!;
        // Where the posterior has died out the variance may have, too.
        if (square > 0) squares += square / variance[q]!;
        residuals += square;
        information += variance[q]! * posterior[q]!;
      }
      const sum = sums[i]!;
      sum.persons += weight;
      sum.squares += weight * squares;
      sum.residuals += weight * residuals;
      sum.information += weight * information;
    }
  });
  return sums;
}

/** Rows' answers against the moments at one θ per row. */
function sumAt(
  { rows }: FittedRows,
  moments: readonly ItemMoments[],
): readonly Sums[] {
  const sums = moments.map(newSums);
  for (let row = 0; row < rows.rows; row++) {
    const weight = rows.weight[row]!;
    for (const i of rows.booklets[rows.booklet[row]!]!) {
      const { expected, variance, fourth } = moments[i]!;
      const residual = rows.scores[row * rows.width + i]! - expected[row]!;
      const v = variance[row]!;
      const sum = sums[i]!;
      sum.persons += weight;
      sum.squares += weight * residual * residual / v;
      sum.residuals += weight * residual * residual;
      sum.information += weight * v;
      sum.kurtosis += weight * fourth[row]! / (v * v);
      sum.excess += weight * (fourth[row]! - v * v);
    }
  }
  return sums;
}

function meanSquares(
  { persons, squares, residuals, information }: Sums,
): MeanSquares {
  return { outfit: squares / persons, infit: residuals / information };
}

/** Beyond √2 the cube-root approximation of a mean square no longer holds. */
const LARGEST_SPREAD = Math.SQRT2;

/** Cube root of the mean square, standardised (Wilson & Hilferty 1931). */
function standardise(meanSquare: number, variance: number): number {
  const spread = Math.min(Math.sqrt(variance), LARGEST_SPREAD);
  const root = meanSquare > 0 ? exp(ln(meanSquare) / 3) : 0;
  return (root - 1) * 3 / spread + spread / 3;
}

function plugIn(sums: Sums): PlugInMeanSquares {
  const { outfit, infit } = meanSquares(sums);
  const { persons: n, kurtosis, information, excess } = sums;
  return {
    outfit,
    infit,
    outfitZ: standardise(outfit, kurtosis / (n * n) - 1 / n),
    infitZ: standardise(infit, excess / (information * information)),
  };
}

/** Infit and outfit of one item over the posteriors. */
export type PosteriorItemFit = Pick<
  ItemFit,
  "item" | "persons" | "overPosterior"
>;

/**
 * {@linkcode itemFit} over the posteriors only, which needs no person scores.
 *
 * @throws {RangeError} If the answers do not fit the calibration.
 */
export function posteriorItemFit(
  calibration: Calibration,
  responses: ScaleResponses,
): readonly PosteriorItemFit[] {
  const sums = sumOverPosterior(fittedRows(calibration, responses));
  return calibration.items.map(({ id }, i) => ({
    item: id,
    persons: sums[i]!.persons,
    overPosterior: meanSquares(sums[i]!),
  }));
}

/**
 * Infit and outfit mean squares of every item, by both definitions in use.
 *
 * Outfit is the mean of (x − E)² / Var, infit Σ (x − E)² / Σ Var. Over the
 * posterior, each person counts at every θ by posterior probability (1 under the
 * model on a scale of any length); at the WLE, the person's own answer has moved
 * the estimate, so that short scales lie far below 1. With many persons every z is
 * large: judge the mean square.
 *
 * @throws {RangeError} If the answers do not fit the calibration.
 * @see Wright & Masters (1982), Rating Scale Analysis; Adams & Wu (2007), in von
 * Davier & Carstensen (eds), Multivariate and Mixture Distribution Rasch Models.
 */
export function itemFit(
  calibration: Calibration,
  responses: ScaleResponses,
): readonly ItemFit[] {
  const fitted = fittedRows(calibration, responses);
  const overPosterior = sumOverPosterior(fitted);
  const { wle } = personScores(calibration, responses);
  const theta = valuesOfRows(fitted.rows, wle);
  const atWle = sumAt(
    fitted,
    calibration.items.map((item) => itemMoments(itemCurves(item, theta))),
  );
  return calibration.items.map(({ id }, i): ItemFit => ({
    item: id,
    persons: overPosterior[i]!.persons,
    overPosterior: meanSquares(overPosterior[i]!),
    atWle: plugIn(atWle[i]!),
  }));
}
