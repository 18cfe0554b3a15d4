import { exp } from "#lib/numerics/mod.ts";
import { gridNodes } from "../grid.ts";
import { itemCurves } from "../item_curves.ts";
import type { Calibration, GroupDistribution } from "../types.ts";

/** Expected score and information of one item at the nodes of a grid. */
export interface ItemMeasure {
  /** E(x | θ_q), 0 to the highest category. */
  readonly expected: Float64Array;
  /** Variance of x at θ_q. */
  readonly variance: Float64Array;
  /** slope² × variance: information on a shift of the item along θ. */
  readonly information: Float64Array;
}

/** Expected score, variance and information of every item of a calibration. */
export function itemMeasures(
  calibration: Calibration,
): ReadonlyMap<string, ItemMeasure> {
  const nodes = gridNodes(calibration.grid);
  return new Map(calibration.items.map((item) => {
    const { categories, probabilities } = itemCurves(item, nodes);
    const expected = new Float64Array(nodes.length);
    const variance = new Float64Array(nodes.length);
    categories.forEach((k, c) => {
      for (let q = 0; q < nodes.length; q++) {
        const p = probabilities[c * nodes.length + q]!;
        expected[q]! += k * p;
        variance[q]! += k * k * p;
      }
    });
    for (let q = 0; q < nodes.length; q++) {
      variance[q] = Math.max(0, variance[q]! - expected[q]! * expected[q]!);
    }
    const information = variance.map((v) => item.slope * item.slope * v);
    return [item.id, { expected, variance, information }];
  }));
}

/** Shares of a wave's persons at the nodes; sums to 1. */
export function waveDensity(
  { grid }: Calibration,
  { mean, standardDeviation }: GroupDistribution,
): Float64Array {
  const density = gridNodes(grid).map((theta) => {
    const z = (theta - mean) / standardDeviation;
    return exp(-z * z / 2);
  });
  const total = density.reduce((a, b) => a + b, 0);
  return density.map((d) => d / total);
}

/** Mean of a curve over a density. */
export function meanOver(density: Float64Array, curve: Float64Array): number {
  let sum = 0;
  for (let q = 0; q < density.length; q++) sum += density[q]! * curve[q]!;
  return sum;
}

/** Answers to one item in one wave, and everything else answered there. */
export interface LocationInput {
  readonly density: Float64Array;
  readonly spread: number;
  readonly measure: ItemMeasure;
  /** Σ of the information of all items asked in the wave, per node. */
  readonly test: Float64Array;
  /** Answers to the item in the wave. */
  readonly answers: number;
}

/**
 * Information that the answers of a wave hold on where one item lies on θ.
 *
 * Per answer J = E[I(θ) (1 − I(θ) / (1/σ² + T(θ)))], with I the item's and T the
 * test's information: what is known of a person's θ only from the answers is
 * taken off (missing information).
 *
 * @returns In 1/θ²; its inverse is the sampling variance of the item's location.
 */
export function locationInformation(
  { density, spread, measure, test, answers }: LocationInput,
): number {
  const prior = 1 / (spread * spread);
  let sum = 0;
  for (let q = 0; q < density.length; q++) {
    const own = measure.information[q]!;
    sum += density[q]! * own * (1 - own / (prior + test[q]!));
  }
  return answers * sum;
}
