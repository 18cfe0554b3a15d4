import {
  addSchoolInPlace,
  nestedVariances,
  SPREAD_WIDTH,
} from "#lib/inference/mod.ts";
import type { ExpectationPupils } from "./school_products.ts";

/** Classes of every school: school s has those from start[s] to start[s + 1]. */
interface ClassSlots {
  readonly slot: Int32Array;
  readonly start: Int32Array;
}

/** Pupils without a class are one class of their school. */
function classSlots(
  { school, classIndex, schools, weight }: Omit<
    ExpectationPupils,
    "scores" | "predictors"
  >,
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
 * With the variances between classes of a school and between pupils of a class, pooled
 * over all schools, the variance is classes × Σ n_class² / n² + pupils / n. Pooled,
 * since two or three classes say next to nothing of how much the classes of one school
 * differ.
 *
 * @param residuals What is left of the scores when background is counted in, or the
 * scores minus 500; one array per plausible value.
 * @returns One variance per school, points², mean over the draws; NaN without pupils.
 */
export function schoolErrorVariance(
  residuals: readonly ArrayLike<number>[],
  pupils: Omit<ExpectationPupils, "scores" | "predictors">,
): Float64Array {
  const { weight, schools } = pupils;
  const { slot, start } = classSlots(pupils);
  const classes = start[schools]!;
  const weights = new Float64Array(classes);
  for (let i = 0; i < weight.length; i++) weights[slot[i]!]! += weight[i]!;
  const variance = new Float64Array(schools);
  for (const residual of residuals) {
    const sums = new Float64Array(classes), squares = new Float64Array(classes);
    for (let i = 0; i < weight.length; i++) {
      const e = residual[i]!;
      sums[slot[i]!]! += weight[i]! * e;
      squares[slot[i]!]! += weight[i]! * e * e;
    }
    const block = new Float64Array(SPREAD_WIDTH);
    for (let s = 0; s < schools; s++) {
      const from = start[s]!, to = start[s + 1]!;
      addSchoolInPlace(block, 0, {
        weights: weights.subarray(from, to),
        scores: sums.subarray(from, to),
        scoreSquares: squares.subarray(from, to),
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
        residuals.length;
    }
  }
  return variance;
}
