import type { Grid, ItemModel, ItemParameters } from "./types.ts";

/** Where 500 and one standard deviation of 100 points lie, in θ units. */
export interface ScaleConstants {
  /** θ at 500 points. */
  readonly mean: number;
  /** θ per 100 points. */
  readonly standardDeviation: number;
}

/** A scale that does not move any more: item parameters and constants. */
export interface FrozenScale {
  /** Of this form. */
  readonly version: 1;
  /** Id of the scale. */
  readonly scale: string;
  /** PCM: all slopes equal; GPCM: one slope per item. */
  readonly model: ItemModel;
  /** Items that count. */
  readonly items: readonly ItemParameters[];
  /** Nodes on which θ is summed. */
  readonly grid: Grid;
  /** Where 500 and 100 points lie. */
  readonly constants: ScaleConstants;
}

/** Points at the reference mean. */
export const POINTS_MEAN = 500;
/** Points per standard deviation of the reference. */
export const POINTS_DEVIATION = 100;

/**
 * Computes the constants of the 500-point scale from the reference wave.
 *
 * Mean over the draws of the weighted mean, and the root of the mean over the
 * draws of the weighted variance: plausible values have the spread of θ itself,
 * which person scores have not.
 *
 * @param draws Plausible values, each one θ per person.
 * @param weight Weight of each person; 0 leaves a person out, as for other waves.
 * @throws {RangeError} If the weights sum to nothing or the values do not vary.
 */
export function freezeScale(
  draws: readonly Float32Array[],
  weight: Float64Array,
): ScaleConstants {
  const total = weight.reduce((a, b) => a + b, 0);
  let mean = 0;
  let variance = 0;
  for (const theta of draws) {
    let first = 0;
    for (let p = 0; p < theta.length; p++) {
      if (weight[p]! > 0) first += weight[p]! * theta[p]!;
    }
    first /= total;
    let second = 0;
    for (let p = 0; p < theta.length; p++) {
      const distance = theta[p]! - first;
      if (weight[p]! > 0) second += weight[p]! * distance * distance;
    }
    mean += first / draws.length;
    variance += second / total / draws.length;
  }
  if (!(total > 0 && variance > 0)) {
    throw new RangeError(
      `Cannot freeze a scale: total weight ${total} and variance ${variance} of the reference, both must be positive`,
    );
  }
  return { mean, standardDeviation: Math.sqrt(variance) };
}

/** Scale points of a θ: 500 + 100 (θ − mean) / SD. */
export function toPoints(
  theta: number,
  { mean, standardDeviation }: ScaleConstants,
): number {
  return POINTS_MEAN + POINTS_DEVIATION * (theta - mean) / standardDeviation;
}

/** Scale points of many θ; NaN stays NaN. */
export function allToPoints(
  theta: ArrayLike<number>,
  constants: ScaleConstants,
): Float32Array {
  const points = new Float32Array(theta.length);
  for (let p = 0; p < points.length; p++) {
    points[p] = toPoints(theta[p]!, constants);
  }
  return points;
}
