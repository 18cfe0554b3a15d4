import { GRADIENT } from "../social_gradient.ts";
import { BACKGROUND } from "./layout.ts";

/** How schools differ, noise of their own means removed. */
export interface BetweenSchools {
  /** Points per unit of the schools' true mean background. */
  readonly between: number;
  /** Points per unit of background among pupils of the same school. */
  readonly within: number;
  /** Share of the variance of background that lies within schools; may lie just above 1. */
  readonly socialInclusion: number;
  /** Share of the variance of scores that lies within schools; may lie just above 1. */
  readonly academicInclusion: number;
}

/** Variance (or covariance) within and between schools. */
interface Split {
  readonly within: number;
  readonly between: number;
}

/** A variance below this part of the whole is rounding. */
const DEGENERATE = 1e-10;

/**
 * Estimates how schools differ in background and scores, by the analysis of variance.
 *
 * A school's mean of few pupils is partly noise. With S_w the squares (or products)
 * within and S_b those between schools, W_j a school's weight and q_j = Σ w² / W_j, the
 * variance within is s = S_w / (W − Σ q_j) and that between is
 * (S_b − s (Σ q_j − Σ w² / W)) / (W − Σ W_j² / W). The slope between schools is the
 * covariance between over the variance of background between: what it would be if
 * each school's mean were known without noise. The manifest slope instead is pulled
 * towards that within schools.
 *
 * @param sums A background block, added over schools.
 * @returns NaN for what is undefined, e.g. `between` where schools do not differ by
 * more than their own noise.
 * @see Lüdtke et al. (2008), Psychological Methods 13, 203–229.
 * @see Searle, Casella & McCulloch (1992), Variance Components, chapter 3.
 */
export function betweenSchools(
  sums: Float64Array,
  offset: number,
): BetweenSchools {
  const at = (place: number): number => sums[offset + place]!;
  const weight = at(GRADIENT.weight);
  const x = at(GRADIENT.background), y = at(GRADIENT.score);
  const noise = at(BACKGROUND.unevenness);
  const ownNoise = noise - at(BACKGROUND.weightSquare) / weight;
  const spread = weight - at(BACKGROUND.schoolWeightSquare) / weight;
  const split = (total: number, ofSchools: number, mean: number): Split => {
    const within = (total - ofSchools) / (weight - noise);
    return {
      within,
      between: (ofSchools - mean / weight - within * ownNoise) / spread,
    };
  };
  const xx = split(
    at(GRADIENT.backgroundSquare),
    at(GRADIENT.schoolBackground),
    x * x,
  );
  const xy = split(at(GRADIENT.product), at(GRADIENT.schoolProduct), x * y);
  const yy = split(
    at(GRADIENT.scoreSquare),
    at(BACKGROUND.schoolScore),
    y * y,
  );
  return {
    between: xx.between > DEGENERATE * xx.within
      ? xy.between / xx.between
      : NaN,
    within: xx.within > DEGENERATE * Math.abs(xx.between)
      ? xy.within / xx.within
      : NaN,
    socialInclusion: shareWithin(xx),
    academicInclusion: shareWithin(yy),
  };
}

/** Above 1 where units differ by less than their own noise: an unbiased difference. */
function shareWithin({ within, between }: Split): number {
  return within / (within + between);
}
