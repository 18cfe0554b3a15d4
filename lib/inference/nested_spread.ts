/**
 * Spread between schools, classes and pupils from sums that add up over schools,
 * so that the spread itself can be jackknifed together with everything else.
 * @module
 */

/** Places in a spread block; d is score − 500, one block per school. */
export const SPREAD = {
  /** 1 for a school with pupils. */
  schools: 0,
  classes: 1,
  /** Pupils, or the sum of their weights. */
  pupils: 2,
  /** Pupils². */
  pupilsSquare: 3,
  /** Σ over classes of (pupils of the class)². */
  classPupilsSquare: 4,
  /** classPupilsSquare / pupils. */
  classPupilsRatio: 5,
  /** Σ d. */
  score: 6,
  /** Σ d². */
  scoreSquare: 7,
  /** (Σ d)² / pupils. */
  schoolSquare: 8,
  /** Σ over classes of (Σ d)² / pupils. */
  classSquare: 9,
} as const;

/** Numbers in a spread block. */
export const SPREAD_WIDTH = 10;

/** Variances at the three levels; negative ones are estimates of zero. */
export interface NestedVariances {
  /** Between schools. */
  readonly school: number;
  /** Between classes of a school. */
  readonly class: number;
  /** Between pupils of a class. */
  readonly pupil: number;
}

/** Classes of one school, one draw. */
export interface SchoolClasses {
  /** Σ weight per class, 0 or more. */
  readonly weights: ArrayLike<number>;
  /** Σ weight × (score − 500) per class. */
  readonly scores: ArrayLike<number>;
  /** Σ weight × (score − 500)² per class. */
  readonly scoreSquares: ArrayLike<number>;
}

/**
 * Adds one school to the spread block that begins at `offset`.
 *
 * @param sums Block of {@linkcode SPREAD_WIDTH} numbers, laid out as {@linkcode SPREAD}.
 */
export function addSchoolInPlace(
  sums: Float64Array,
  offset: number,
  { weights, scores, scoreSquares }: SchoolClasses,
): void {
  let pupils = 0,
    score = 0,
    square = 0,
    classes = 0,
    classPupils = 0,
    classSquare = 0;
  for (let c = 0; c < weights.length; c++) {
    const weight = weights[c]!;
    if (!(weight > 0)) continue;
    classes++;
    pupils += weight;
    score += scores[c]!;
    square += scoreSquares[c]!;
    classPupils += weight * weight;
    classSquare += scores[c]! * scores[c]! / weight;
  }
  if (classes === 0) return;
  sums[offset + SPREAD.schools]! += 1;
  sums[offset + SPREAD.classes]! += classes;
  sums[offset + SPREAD.pupils]! += pupils;
  sums[offset + SPREAD.pupilsSquare]! += pupils * pupils;
  sums[offset + SPREAD.classPupilsSquare]! += classPupils;
  sums[offset + SPREAD.classPupilsRatio]! += classPupils / pupils;
  sums[offset + SPREAD.score]! += score;
  sums[offset + SPREAD.scoreSquare]! += square;
  sums[offset + SPREAD.schoolSquare]! += score * score / pupils;
  sums[offset + SPREAD.classSquare]! += classSquare;
}

/**
 * Splits the variance of scores into that between schools, between classes of a
 * school and between pupils of a class, by the nested analysis of variance.
 *
 * The sums of squares at the three levels are set equal to their expectations and
 * solved from below; group sizes may differ. Weights enter as numbers of pupils.
 *
 * @param sums Block laid out as {@linkcode SPREAD}, added over schools.
 * @returns Variances in points²; NaN where a level cannot be told apart, e.g.
 * the class level when every school has one class (then it is part of the school's).
 * @see Searle, Casella & McCulloch (1992), Variance Components, chapter 3.
 */
export function nestedVariances(
  sums: Float64Array,
  offset: number,
): NestedVariances {
  const at = (place: number) => sums[offset + place]!;
  const n = at(SPREAD.pupils);
  const mean = at(SPREAD.score) * at(SPREAD.score) / n;
  const pupilDegrees = n - at(SPREAD.classes);
  const pupil = pupilDegrees > 0
    ? (at(SPREAD.scoreSquare) - at(SPREAD.classSquare)) / pupilDegrees
    : NaN;
  const classDegrees = n - at(SPREAD.classPupilsRatio);
  const several = at(SPREAD.classes) > at(SPREAD.schools);
  const ofClass = several
    ? (at(SPREAD.classSquare) - at(SPREAD.schoolSquare) -
      (at(SPREAD.classes) - at(SPREAD.schools)) * pupil) / classDegrees
    : NaN;
  const schoolDegrees = n - at(SPREAD.pupilsSquare) / n;
  const classPart = several
    ? (at(SPREAD.classPupilsRatio) - at(SPREAD.classPupilsSquare) / n) * ofClass
    : 0;
  const school = at(SPREAD.schools) > 1
    ? (at(SPREAD.schoolSquare) - mean - classPart -
      (at(SPREAD.schools) - 1) * pupil) /
      schoolDegrees
    : NaN;
  return { school, class: ofClass, pupil };
}

/**
 * SD between schools in points, the noise of pupils and classes removed; 0 when
 * schools differ no more than chance, NaN when it cannot be estimated.
 *
 * @param sums Block laid out as {@linkcode SPREAD}, added over schools.
 */
export function betweenSchoolSpread(
  sums: Float64Array,
  offset: number,
): number {
  const { school } = nestedVariances(sums, offset);
  return Number.isNaN(school) ? NaN : Math.sqrt(Math.max(0, school));
}
