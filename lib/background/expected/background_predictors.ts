/** What the regression knows of each pupil; arrays of length n. */
export interface PupilBackground {
  /** Index of social background, NaN unknown. */
  readonly background: ArrayLike<number>;
  /** 0 boy, 1 girl, −1 unknown. */
  readonly gender: ArrayLike<number>;
  /** Grade, −1 unknown. */
  readonly grade: ArrayLike<number>;
}

/**
 * The predictors of the expected result: background, its square, whether it is
 * unknown, girl, gender unknown, and one indicator per grade but the lowest.
 *
 * Pupils whose parents did not answer stay in, as a group of their own. Nothing
 * that a school can change is a predictor, nor the mean background of the school:
 * that would take away what the school's surroundings do to its pupils.
 *
 * @returns One array per predictor, no NaN.
 */
export function backgroundPredictors(
  { background, gender, grade }: PupilBackground,
): readonly Float64Array[] {
  const n = background.length;
  const column = (of: (i: number) => number): Float64Array =>
    Float64Array.from({ length: n }, (_, i) => of(i));
  const known = (i: number): number =>
    Number.isNaN(background[i]) ? 0 : background[i]!;
  const grades = [...new Set(column((i) => grade[i]!))].sort((a, b) => a - b);
  return [
    column(known),
    column((i) => known(i) * known(i)),
    column((i) => Number.isNaN(background[i]) ? 1 : 0),
    column((i) => gender[i] === 1 ? 1 : 0),
    column((i) => gender[i] === -1 ? 1 : 0),
    ...grades.slice(1).map((g) => column((i) => grade[i] === g ? 1 : 0)),
  ];
}
