/**
 * Sums over people from which the social gradient and its parts between and within
 * schools follow; they add up over schools, so they can be jackknifed.
 * @module
 */

/** Places in a gradient block; d is score − 500, people of known background only. */
export const GRADIENT = {
  weight: 0,
  score: 1,
  scoreSquare: 2,
  background: 3,
  backgroundSquare: 4,
  product: 5,
  /** (Σ background)² / weight of the school. */
  schoolBackground: 6,
  /** Σ background × Σ d / weight of the school. */
  schoolProduct: 7,
} as const;

/** Numbers in a gradient block. */
export const GRADIENT_WIDTH = 8;

/** The social gradient of a unit and what it is made of. */
export interface SocialGradient {
  /** Points per unit of the background index, over all pupils. */
  readonly total: number;
  /** Correlation of score and background. */
  readonly standardised: number;
  /** Share of the variance of scores that background explains, 0–1. */
  readonly explained: number;
  /** Points per unit of the schools' mean background. */
  readonly between: number;
  /** Points per unit of background among pupils of the same school. */
  readonly within: number;
  /** Share of the variance of background that lies between schools (eta²), 0–1. */
  readonly segregation: number;
}

/** Sums of one school, one draw, over people of known background. */
export interface SchoolBackground {
  /** Σ weight. */
  readonly weight: number;
  /** Σ weight × (score − 500). */
  readonly score: number;
  /** Σ weight × (score − 500)². */
  readonly scoreSquare: number;
  /** Σ weight × background. */
  readonly background: number;
  /** Σ weight × background². */
  readonly backgroundSquare: number;
  /** Σ weight × background × (score − 500). */
  readonly product: number;
}

/**
 * Adds one school to the gradient block that begins at `offset`.
 *
 * @param sums Block of {@linkcode GRADIENT_WIDTH} numbers, laid out as {@linkcode GRADIENT}.
 */
export function addSchoolBackgroundInPlace(
  sums: Float64Array,
  offset: number,
  school: SchoolBackground,
): void {
  const { weight, score, background } = school;
  if (!(weight > 0)) return;
  sums[offset + GRADIENT.weight]! += weight;
  sums[offset + GRADIENT.score]! += score;
  sums[offset + GRADIENT.scoreSquare]! += school.scoreSquare;
  sums[offset + GRADIENT.background]! += background;
  sums[offset + GRADIENT.backgroundSquare]! += school.backgroundSquare;
  sums[offset + GRADIENT.product]! += school.product;
  sums[offset + GRADIENT.schoolBackground]! += background * background / weight;
  sums[offset + GRADIENT.schoolProduct]! += background * score / weight;
}

/** A variance below this part of its mean square is rounding. */
const DEGENERATE = 1e-12;

function ratio(top: number, bottom: number, scale: number): number {
  return bottom > DEGENERATE * scale ? top / bottom : NaN;
}

/**
 * Computes the social gradient and splits it into that between and that within schools.
 *
 * Exactly, total = eta² × between + (1 − eta²) × within, where eta² is the share of
 * the variance of background that lies between schools.
 *
 * @param sums Block laid out as {@linkcode GRADIENT}, added over schools.
 * @returns NaN for what is undefined, e.g. `between` when there is one school.
 * @see Duncan, Cuzzort & Duncan (1961), Statistical Geography.
 */
export function socialGradient(
  sums: Float64Array,
  offset: number,
): SocialGradient {
  const at = (place: number) => sums[offset + place]!;
  const weight = at(GRADIENT.weight);
  const x = at(GRADIENT.background), y = at(GRADIENT.score);
  const xx = at(GRADIENT.backgroundSquare) - x * x / weight;
  const xy = at(GRADIENT.product) - x * y / weight;
  const yy = at(GRADIENT.scoreSquare) - y * y / weight;
  const xxBetween = at(GRADIENT.schoolBackground) - x * x / weight;
  const xyBetween = at(GRADIENT.schoolProduct) - x * y / weight;
  const scale = at(GRADIENT.backgroundSquare);
  const total = ratio(xy, xx, scale);
  const varies = yy > DEGENERATE * at(GRADIENT.scoreSquare);
  return {
    total,
    standardised: varies ? total * Math.sqrt(xx / yy) : NaN,
    explained: varies ? total * xy / yy : NaN,
    between: ratio(xyBetween, xxBetween, scale),
    within: ratio(xy - xyBetween, xx - xxBetween, scale),
    segregation: ratio(xxBetween, xx, scale),
  };
}
