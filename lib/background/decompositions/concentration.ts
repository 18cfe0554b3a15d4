import type { EstimateUnit } from "#lib/inference/mod.ts";

/** What the numbers of an outcome mean. */
export type OutcomeScale =
  /** Differences mean something, the zero does not: scores on the 500-scale. */
  | { readonly kind: "interval" }
  /** From a least to a most that nobody can pass: shares, 0 and 1, points of a scale of answers. */
  | { readonly kind: "bounded"; readonly bounds: readonly [number, number] }
  /** With a true zero and without a most: counts, money. */
  | { readonly kind: "ratio" };

/**
 * How unevenly an outcome lies over the ranks by background, 0 when not at all.
 *
 * - "absolute": 2 cov(y, rank), in the outcome's units.
 * - "slope on rank": cov(y, rank) / var(rank), from the lowest rank to the highest.
 * - "Erreygers": 4 × absolute / (most − least), −1 to 1.
 * - "Wagstaff": (most − least) × absolute / ((most − mean) (mean − least)), −1 to 1.
 * - "relative": absolute / mean, the plain concentration index.
 */
export type ConcentrationIndex =
  | "absolute"
  | "slope on rank"
  | "Erreygers"
  | "Wagstaff"
  | "relative";

/** Scales on which an index means something. */
const ALLOWED: Readonly<
  Record<ConcentrationIndex, readonly OutcomeScale["kind"][]>
> = {
  absolute: ["interval", "bounded", "ratio"],
  "slope on rank": ["interval", "bounded", "ratio"],
  Erreygers: ["bounded"],
  Wagstaff: ["bounded"],
  relative: ["ratio"],
};

/**
 * Refuses an index that would change with the arbitrary zero of the scale.
 *
 * @throws {RangeError} If the index means nothing on the scale, or bounds are not in order.
 * @see Erreygers (2009), Journal of Health Economics 28, 504–515.
 */
export function checkConcentration(
  index: ConcentrationIndex,
  scale: OutcomeScale,
): void {
  if (!ALLOWED[index].includes(scale.kind)) {
    throw new RangeError(
      `Cannot compute the ${index} concentration index: the outcome has the scale "${scale.kind}", allowed are ${
        ALLOWED[index].join(", ")
      }; its value would depend on where the zero is`,
    );
  }
  if (scale.kind === "bounded" && !(scale.bounds[0] < scale.bounds[1])) {
    throw new RangeError(
      `Cannot compute the ${index} concentration index: bounds ${
        scale.bounds.join(" and ")
      } are not in order`,
    );
  }
}

/** Unit of an index. */
export function unitOfConcentration(index: ConcentrationIndex): EstimateUnit {
  return index === "absolute" || index === "slope on rank"
    ? "points"
    : "correlation";
}

/** Weighted sums behind all indices. */
export interface RankMoments {
  /** Σwy / Σw; NaN where it is not needed. */
  readonly mean: number;
  /** Covariance of outcome and rank. */
  readonly covariance: number;
  /** Variance of the ranks. */
  readonly rankVariance: number;
}

/** Ranks with their weights, shared by all outcomes. */
export interface WeightedRanks {
  /** Weight / Σ weight. */
  readonly shares: Float64Array;
  /** Share × (rank − ½); the mean rank is ½. */
  readonly products: Float64Array;
  /** Variance of the ranks. */
  readonly variance: number;
}

/** Weights ranks, to be multiplied with outcomes. */
export function weightRanks(
  ranks: Float64Array,
  weights: Float64Array,
): WeightedRanks {
  const shares = new Float64Array(ranks.length);
  const products = new Float64Array(ranks.length);
  let total = 0, variance = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  for (let i = 0; i < ranks.length; i++) {
    const r = ranks[i]! - 0.5;
    shares[i] = weights[i]! / total;
    products[i] = shares[i]! * r;
    variance += products[i]! * r;
  }
  return { shares, products, variance };
}

/** Σ a b, four sums at a time so that none waits for another. */
function dot(a: Float64Array, b: Float64Array): number {
  let p = 0, q = 0, r = 0, s = 0, i = 0;
  for (; i + 3 < a.length; i += 4) {
    p += a[i]! * b[i]!;
    q += a[i + 1]! * b[i + 1]!;
    r += a[i + 2]! * b[i + 2]!;
    s += a[i + 3]! * b[i + 3]!;
  }
  for (; i < a.length; i++) p += a[i]! * b[i]!;
  return (p + q) + (r + s);
}

/** Computes {@linkcode RankMoments}; the mean only where the index needs it. */
export function rankMoments(
  outcome: Float64Array,
  { shares, products, variance }: WeightedRanks,
  { index }: { readonly index: ConcentrationIndex },
): RankMoments {
  const needsMean = index === "relative" || index === "Wagstaff";
  return {
    mean: needsMean ? dot(shares, outcome) : NaN,
    covariance: dot(products, outcome),
    rankVariance: variance,
  };
}

/** An index from its sums. */
export function concentrationOf(
  { mean, covariance, rankVariance }: RankMoments,
  { index, scale }: {
    readonly index: ConcentrationIndex;
    readonly scale: OutcomeScale;
  },
): number {
  const absolute = 2 * covariance;
  const [least, most] = scale.kind === "bounded" ? scale.bounds : [NaN, NaN];
  switch (index) {
    case "absolute":
      return absolute;
    case "slope on rank":
      return covariance / rankVariance;
    case "Erreygers":
      return 4 * absolute / (most - least);
    case "Wagstaff":
      return (most - least) * absolute / ((most - mean) * (mean - least));
    case "relative":
      return absolute / mean;
  }
}
