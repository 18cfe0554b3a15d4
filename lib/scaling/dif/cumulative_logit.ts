import {
  choleskyInPlace,
  choleskySolveInPlace,
  exp,
  ln,
} from "#lib/numerics/mod.ts";

/** Persons with the same regressors and how they answered. */
export interface CovariatePoint {
  readonly regressors: readonly number[];
  /** Per category, all of which occur somewhere. */
  readonly counts: readonly number[];
}

/** A fitted cumulative logit model: logit P(y ≥ k) = cut_k + β′x. */
export interface CumulativeLogit {
  readonly logLikelihood: number;
  /** cut_1…cut_m, falling. */
  readonly cuts: Float64Array;
  readonly coefficients: Float64Array;
  readonly converged: boolean;
}

const MOST_ITERATIONS = 60;
const MOST_HALVINGS = 20;
/** Gain of log-likelihood at which no digit of a test statistic moves. */
const SMALLEST_GAIN = 1e-10;

/** Lets separated groups run off instead of failing to factor. */
const RIDGE = 1e-10;

interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
  readonly information: Float64Array;
}

/** Log-likelihood, gradient and expected information; value −Infinity outside the range. */
function evaluate(
  points: readonly CovariatePoint[],
  parameters: Float64Array,
  cuts: number,
): Evaluation {
  const size = parameters.length;
  const gradient = new Float64Array(size);
  const information = new Float64Array(size * size);
  const derivative = new Float64Array(size);
  // P(y ≥ k) and its density, with both ends.
  const upper = new Float64Array(cuts + 2);
  const density = new Float64Array(cuts + 2);
  upper[0] = 1;
  let value = 0;
  for (const { regressors, counts } of points) {
    let linear = 0;
    regressors.forEach((x, j) => linear += parameters[cuts + j]! * x);
    for (let k = 1; k <= cuts; k++) {
      const p = 1 / (1 + exp(-(parameters[k - 1]! + linear)));
      upper[k] = p;
      density[k] = p * (1 - p);
    }
    const persons = counts.reduce((a, b) => a + b, 0);
    for (let k = 0; k <= cuts; k++) {
      const p = upper[k]! - upper[k + 1]!;
      if (!(p > 0)) {
        if (counts[k]! > 0) return { value: -Infinity, gradient, information };
        continue;
      }
      if (counts[k]! > 0) value += counts[k]! * ln(p);
      derivative.fill(0);
      if (k > 0) derivative[k - 1] = density[k]!;
      if (k < cuts) derivative[k] = -density[k + 1]!;
      regressors.forEach((x, j) =>
        derivative[cuts + j] = x * (density[k]! - density[k + 1]!)
      );
      for (let a = 0; a < size; a++) {
        gradient[a]! += counts[k]! * derivative[a]! / p;
        for (let b = 0; b <= a; b++) {
          information[a * size + b]! += persons * derivative[a]! *
            derivative[b]! / p;
        }
      }
    }
  }
  return { value, gradient, information };
}

/** Cuts with the observed shares, all coefficients 0: the fit without regressors. */
function startingCuts(
  points: readonly CovariatePoint[],
  categories: number,
): Float64Array {
  const totals = new Float64Array(categories);
  for (const { counts } of points) {
    counts.forEach((n, k) => totals[k]! += n);
  }
  const all = totals.reduce((a, b) => a + b, 0);
  let below = 0;
  return Float64Array.from({ length: categories - 1 }, (_, k) => {
    below += totals[k]!;
    return ln((all - below) / below);
  });
}

/**
 * Fits a cumulative (proportional odds) logit model by Fisher scoring.
 *
 * With two categories this is logistic regression. Under separation the
 * coefficients run off while the log-likelihood comes to its limit.
 *
 * @param points Every category must occur.
 * @see McCullagh (1980), Journal of the Royal Statistical Society B 42, 109–142.
 */
export function fitCumulativeLogit(
  points: readonly CovariatePoint[],
): CumulativeLogit {
  const categories = points[0]!.counts.length;
  const regressors = points[0]!.regressors.length;
  const cuts = categories - 1;
  const size = cuts + regressors;
  let parameters = new Float64Array(size);
  parameters.set(startingCuts(points, categories));
  let here = evaluate(points, parameters, cuts);
  let converged = false;
  for (let n = 0; n < MOST_ITERATIONS && !converged; n++) {
    const factor = here.information.slice();
    const step = here.gradient.slice();
    for (let a = 0; a < size; a++) {
      factor[a * size + a] = factor[a * size + a]! * (1 + RIDGE) + RIDGE;
    }
    choleskyInPlace(factor, size);
    choleskySolveInPlace(factor, size, step);
    let length = 1;
    let next = parameters;
    let there = here;
    for (let h = 0; h < MOST_HALVINGS; h++) {
      next = parameters.map((x, i) => x + length * step[i]!);
      there = evaluate(points, next, cuts);
      if (there.value >= here.value - SMALLEST_GAIN) break;
      length /= 2;
    }
    converged = Math.abs(there.value - here.value) < SMALLEST_GAIN;
    if (there.value > here.value) {
      parameters = next;
      here = there;
    }
  }
  return {
    logLikelihood: here.value,
    cuts: parameters.slice(0, cuts),
    coefficients: parameters.slice(cuts),
    converged,
  };
}
