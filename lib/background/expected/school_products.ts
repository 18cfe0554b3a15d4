import { SCORE_ORIGIN } from "#lib/inference/mod.ts";

/** Pupils whose results are held against their background; arrays of length n. */
export interface ExpectationPupils {
  /** Scale points, one array per plausible value. */
  readonly scores: readonly ArrayLike<number>[];
  /** What is known of each pupil, one array per predictor, the constant left out; no NaN. */
  readonly predictors: readonly ArrayLike<number>[];
  /** 0 or more. */
  readonly weight: ArrayLike<number>;
  /** 0 … schools − 1. */
  readonly school: ArrayLike<number>;
  /** −1 where there is none; a class has pupils of one school. */
  readonly classIndex: ArrayLike<number>;
  /** Number of schools. */
  readonly schools: number;
}

/** Sums of the regression per school, the constant first. */
export interface SchoolProducts {
  /** Number of schools. */
  readonly schools: number;
  /** Columns with the constant, p. */
  readonly columns: number;
  /** Number of plausible values. */
  readonly draws: number;
  /** Σ w x x′, schools × p × p; the first element is the school's weight. */
  readonly crossProducts: Float64Array;
  /** Σ w x (score − 500), draws × schools × p. */
  readonly scoreProducts: Float64Array;
}

/**
 * Adds up what the regression of scores on background needs, school by school.
 *
 * @throws {RangeError} If a predictor is not a finite number.
 */
export function schoolProducts(pupils: ExpectationPupils): SchoolProducts {
  const { scores, predictors, weight, school, schools } = pupils;
  const p = 1 + predictors.length, n = weight.length;
  const crossProducts = new Float64Array(schools * p * p);
  const scoreProducts = new Float64Array(scores.length * schools * p);
  const x = new Float64Array(p);
  for (let i = 0; i < n; i++) {
    readPredictorsInPlace(x, predictors, i);
    const w = weight[i]!, at = school[i]! * p * p;
    for (let a = 0; a < p; a++) {
      for (let b = 0; b < p; b++) {
        crossProducts[at + a * p + b]! += w * x[a]! * x[b]!;
      }
    }
    for (let d = 0; d < scores.length; d++) {
      const product = w * (scores[d]![i]! - SCORE_ORIGIN);
      const to = (d * schools + school[i]!) * p;
      for (let a = 0; a < p; a++) scoreProducts[to + a]! += product * x[a]!;
    }
  }
  return {
    schools,
    columns: p,
    draws: scores.length,
    crossProducts,
    scoreProducts,
  };
}

/** Reads a pupil's predictors after a constant of 1. */
export function readPredictorsInPlace(
  x: Float64Array,
  predictors: readonly ArrayLike<number>[],
  pupil: number,
): void {
  x[0] = 1;
  for (let k = 0; k < predictors.length; k++) {
    const value = predictors[k]![pupil]!;
    if (!Number.isFinite(value)) {
      throw new RangeError(
        `Cannot compute an expected result: predictor ${k} of pupil ${pupil} is ${value}, not a finite number`,
      );
    }
    x[k + 1] = value;
  }
}
