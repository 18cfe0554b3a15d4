import { exp } from "#lib/numerics/mod.ts";

/** Shape of the hump that stands for one score. */
export type DensityKernel = "epanechnikov" | "gaussian";

/** Where each kernel ends, in standard deviations of the kernel; beyond it is 0 or rounding. */
const REACH: Readonly<Record<DensityKernel, number>> = {
  epanechnikov: Math.sqrt(5),
  gaussian: 8.5,
};
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/** Scores in ascending order, their rows, and the rows' weights. */
export interface WeightedScores {
  /** Ascending. */
  readonly sorted: Float64Array;
  /** Row of each. */
  readonly order: Uint32Array;
  /** By row. */
  readonly weights: Float64Array;
}

/**
 * Bandwidth by Silverman's rule: 0.9 × the lesser of SD and quartile distance / 1.34,
 * times n to the power −1/5.
 *
 * @param n People with weight.
 * @see Silverman (1986), Density Estimation, equation 3.31.
 */
export function silvermanBandwidth(
  { spread, quartileDistance, n }: {
    readonly spread: number;
    readonly quartileDistance: number;
    readonly n: number;
  },
): number {
  const least = quartileDistance > 0
    ? Math.min(spread, quartileDistance / 1.34)
    : spread;
  return 0.9 * least * fifthRoot(1 / n);
}

/** Newton's steps on x⁵ = a. */
function fifthRoot(a: number): number {
  let x = Math.sqrt(Math.sqrt(a));
  for (let step = 0; step < 60; step++) {
    const fourth = x * x * x * x;
    const next = x - (x * fourth - a) / (5 * fourth);
    if (Math.abs(next - x) <= 1e-16 * x) return next;
    x = next;
  }
  return x;
}

/**
 * Density of scores at a point: Σw K((y − point) / h) / (h Σw), K with standard
 * deviation 1.
 *
 * @param place Place in the ascending scores of one that is near the point.
 */
export function densityAt(
  { sorted, order, weights }: WeightedScores,
  point: number,
  { place, bandwidth, kernel, total }: {
    readonly place: number;
    readonly bandwidth: number;
    readonly kernel: DensityKernel;
    /** Σw. */
    readonly total: number;
  },
): number {
  const reach = REACH[kernel] * bandwidth;
  let start = place, end = place;
  while (start > 0 && sorted[start - 1]! > point - reach) start--;
  while (end < sorted.length && sorted[end]! < point + reach) end++;
  const scale = 1 / bandwidth;
  let sum = 0;
  if (kernel === "epanechnikov") {
    for (let k = start; k < end; k++) {
      const u = (sorted[k]! - point) * scale;
      sum += weights[order[k]!]! * (1 - u * u / 5);
    }
    sum *= 0.75 / Math.sqrt(5);
  } else {
    for (let k = start; k < end; k++) {
      const u = (sorted[k]! - point) * scale;
      sum += weights[order[k]!]! * exp(-u * u / 2);
    }
    sum /= ROOT_TWO_PI;
  }
  return sum * scale / total;
}
