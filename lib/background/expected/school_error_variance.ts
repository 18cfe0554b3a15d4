import {
  addSchoolInPlace,
  nestedVariances,
  SCORE_ORIGIN,
  SPREAD_WIDTH,
} from "#lib/inference/mod.ts";
import type { CommonFit } from "./leave_unit_out.ts";
import {
  type ExpectationPupils,
  readPredictorsInPlace,
} from "./school_products.ts";

/** Classes of every school: school s has those from start[s] to start[s + 1]. */
interface ClassSlots {
  readonly slot: Int32Array;
  readonly start: Int32Array;
}

/** Pupils without a class are one class of their school. */
function classSlots(
  { school, classIndex, schools, weight }: ExpectationPupils,
): ClassSlots {
  const ofSchool = Array.from(
    { length: schools },
    () => new Map<number, number>(),
  );
  for (let i = 0; i < weight.length; i++) {
    const classes = ofSchool[school[i]!]!, own = classIndex[i]!;
    if (!classes.has(own)) classes.set(own, classes.size);
  }
  const start = new Int32Array(schools + 1);
  ofSchool.forEach(({ size }, s) => start[s + 1] = start[s]! + size);
  const slot = Int32Array.from(
    { length: weight.length },
    (_, i) => start[school[i]!]! + ofSchool[school[i]!]!.get(classIndex[i]!)!,
  );
  return { slot, start };
}

/**
 * How far a school's mean lies from its true level by chance: the school is given,
 * its classes and pupils are draws.
 *
 * With the variances of the residuals between classes of a school and between pupils
 * of a class, pooled over all schools, the variance is
 * classes × Σ n_class² / n² + pupils / n. Pooled, since two or three classes say next to nothing
 * of how much the classes of one school differ.
 *
 * @returns One variance per school, points², mean over the draws; NaN without pupils.
 */
export function schoolErrorVariance(
  pupils: ExpectationPupils,
  { coefficients }: CommonFit,
): Float64Array {
  const { scores, predictors, weight, schools } = pupils;
  const { slot, start } = classSlots(pupils);
  const classes = start[schools]!, p = predictors.length + 1;
  const weights = new Float64Array(classes);
  const sums = new Float64Array(scores.length * classes);
  const squares = new Float64Array(scores.length * classes);
  const x = new Float64Array(p);
  for (let i = 0; i < weight.length; i++) {
    readPredictorsInPlace(x, predictors, i);
    const w = weight[i]!;
    weights[slot[i]!]! += w;
    for (let d = 0; d < scores.length; d++) {
      const beta = coefficients[d]!;
      let residual = scores[d]![i]! - SCORE_ORIGIN;
      for (let k = 0; k < p; k++) residual -= beta[k]! * x[k]!;
      sums[d * classes + slot[i]!]! += w * residual;
      squares[d * classes + slot[i]!]! += w * residual * residual;
    }
  }
  const variance = new Float64Array(schools);
  for (let d = 0; d < scores.length; d++) {
    const block = new Float64Array(SPREAD_WIDTH);
    for (let s = 0; s < schools; s++) {
      const from = start[s]!, to = start[s + 1]!, at = d * classes;
      addSchoolInPlace(block, 0, {
        weights: weights.subarray(from, to),
        scores: sums.subarray(at + from, at + to),
        scoreSquares: squares.subarray(at + from, at + to),
      });
    }
    const parts = nestedVariances(block, 0);
    const ofClass = parts.class > 0 ? parts.class : 0;
    const ofPupil = parts.pupil > 0 ? parts.pupil : 0;
    for (let s = 0; s < schools; s++) {
      const own = weights.subarray(start[s]!, start[s + 1]!);
      const n = own.reduce((a, b) => a + b, 0);
      const classSquares = own.reduce((a, b) => a + b * b, 0);
      variance[s]! += (ofClass * classSquares / (n * n) + ofPupil / n) /
        scores.length;
    }
  }
  return variance;
}
