import {
  combinedDegreesOfFreedom,
  type Estimate,
  makeEstimate,
} from "#lib/inference/mod.ts";

/** A number before it is a published one. */
export interface DrawnValue {
  /** One value per plausible value, points. */
  readonly draws: readonly number[];
  /** Sampling variance with that of the coefficients, points². */
  readonly sampling: number;
  /** Of the sampling variance. */
  readonly degreesOfFreedom: number;
  /** Pupils. */
  readonly n: number;
}

/** What one unit has in one wave, or from one wave to another. */
export interface DrawnNumbers {
  /** Mean; null for a change. */
  readonly observed: DrawnValue | null;
  /** What pupils of the same background score elsewhere; null for a change. */
  readonly expected: DrawnValue | null;
  /** The difference of the two, or how that has changed. */
  readonly deviation: DrawnValue;
}

const METHOD =
  "pupils' regression on background without the unit itself, mean of the plausible values";

/** Pools a drawn value; null where it or its uncertainty is not a number. */
export function poolDrawn(
  { draws, sampling, degreesOfFreedom, n }: DrawnValue,
): Estimate | null {
  const count = draws.length;
  const value = draws.reduce((a, b) => a + b, 0) / count;
  const between = count < 2
    ? 0
    : draws.reduce((sum, x) => sum + (x - value) * (x - value), 0) /
      (count - 1);
  const isKnown = Number.isFinite(value) && sampling > 0 &&
    sampling < Infinity && degreesOfFreedom > 1;
  if (!isKnown) return null;
  return makeEstimate({
    value,
    variance: { sampling, measurement: (1 + 1 / count) * between },
    degreesOfFreedom: combinedDegreesOfFreedom({
      within: sampling,
      between,
      draws: count,
      completeDegreesOfFreedom: degreesOfFreedom,
    }),
    n,
    unit: "points",
    method: METHOD,
  });
}

/** Every `stride`-th value from `first`, one per draw. */
export function drawsAt(
  values: Float64Array,
  first: number,
  stride: number,
): number[] {
  return Array.from(
    { length: values.length / stride },
    (_, d) => values[d * stride + first]!,
  );
}
