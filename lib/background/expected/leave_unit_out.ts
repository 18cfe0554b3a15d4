import { SCORE_ORIGIN } from "#lib/inference/mod.ts";
import { generalisedInverse, timesVector } from "./generalised_inverse.ts";
import type { SchoolProducts } from "./school_products.ts";

/** Which schools are left out together. */
export interface LeftOutUnits {
  /** Number of units: schools, or municipalities. */
  readonly units: number;
  /** Unit of each school. */
  readonly unitOfSchool: ArrayLike<number>;
}

/** Each school against what pupils like its own score in the other units. */
export interface LeftOutResults {
  /** Number of plausible values. */
  readonly draws: number;
  /** Number of units. */
  readonly units: number;
  /** Number of schools. */
  readonly schools: number;
  /** Schools' mean minus expected mean, draws × schools, points; NaN without pupils. */
  readonly deviations: Float64Array;
  /** Expected mean of each school, draws × schools, points. */
  readonly expected: Float64Array;
  /**
   * What each school adds to the error of each unit's expected mean through the
   * coefficients, draws × units × schools, points: 0 for the unit's own; NaN without
   * an expected mean.
   */
  readonly influence: Float64Array;
}

/** The regression over all schools. */
export interface CommonFit {
  /** Coefficients of score − 500, one vector per draw. */
  readonly coefficients: readonly Float64Array[];
}

/** Fits the regression to all schools. */
export function fitCommon(products: SchoolProducts): CommonFit {
  const all = totalsOf(products, places(products.schools));
  return solve(all, products);
}

/**
 * Predicts every school from the regression fitted without its own unit.
 *
 * The expected mean is x̄′ β with x̄ the pupils' mean background and β from the other
 * units alone, so that no unit is held against itself. A school's influence on x̄′ β
 * is z′ times its summed residuals X′We, z = (X′WX)⁻¹ x̄, times √(G / (G − 1)): the
 * sum of squares over the G other schools is the variance, since pupils of a school
 * may be alike; see `coefficientCovariance`.
 *
 * @see Liang & Zeger (1986), Biometrika 73, 13–22, for the variance.
 */
export function leaveUnitOut(
  products: SchoolProducts,
  { units, unitOfSchool }: LeftOutUnits,
): LeftOutResults {
  const { schools, columns: p, draws, crossProducts } = products;
  const results: LeftOutResults = {
    draws,
    units,
    schools,
    deviations: new Float64Array(draws * schools).fill(NaN),
    expected: new Float64Array(draws * schools).fill(NaN),
    influence: new Float64Array(draws * units * schools).fill(NaN),
  };
  const active = places(schools).filter((s) => crossProducts[s * p * p]! > 0);
  const all = totalsOf(products, active);
  for (let unit = 0; unit < units; unit++) {
    const own = active.filter((s) => unitOfSchool[s] === unit);
    const others = active.filter((s) => unitOfSchool[s] !== unit);
    // One school cannot tell how much schools differ.
    if (own.length === 0 || others.length < 2) continue;
    const mine = totalsOf(products, own);
    const fit = solve(difference(all, mine), products);
    predictInPlace(results, products, { own, fit });
    const mean = mine.cross.subarray(0, p).map((sum) => sum / mine.cross[0]!);
    addInfluenceInPlace(results.influence, products, {
      others,
      fit,
      mean,
      at: (draw) => (draw * units + unit) * schools,
    });
  }
  return results;
}

/** X′WX and X′Wy of some schools. */
interface Totals {
  /** p × p. */
  readonly cross: Float64Array;
  /** draws × p. */
  readonly scores: Float64Array;
}

interface Fit extends CommonFit {
  /** Generalised inverse of X′WX, p × p. */
  readonly inverse: Float64Array;
}

function solve(
  { cross, scores }: Totals,
  { columns: p, draws }: SchoolProducts,
): Fit {
  const inverse = generalisedInverse(cross, p);
  return {
    inverse,
    coefficients: places(draws).map((d) => timesVector(inverse, scores, d * p)),
  };
}

function totalsOf(
  { schools, columns: p, draws, crossProducts, scoreProducts }: SchoolProducts,
  members: readonly number[],
): Totals {
  const cross = new Float64Array(p * p), scores = new Float64Array(draws * p);
  for (const s of members) {
    for (let k = 0; k < p * p; k++) cross[k]! += crossProducts[s * p * p + k]!;
    for (let d = 0; d < draws; d++) {
      const at = (d * schools + s) * p;
      for (let k = 0; k < p; k++) scores[d * p + k]! += scoreProducts[at + k]!;
    }
  }
  return { cross, scores };
}

function difference(all: Totals, mine: Totals): Totals {
  return {
    cross: all.cross.map((value, k) => value - mine.cross[k]!),
    scores: all.scores.map((value, k) => value - mine.scores[k]!),
  };
}

function predictInPlace(
  { deviations, expected }: LeftOutResults,
  { schools, columns: p, draws, crossProducts, scoreProducts }: SchoolProducts,
  { own, fit }: { readonly own: readonly number[]; readonly fit: Fit },
): void {
  for (const s of own) {
    const first = s * p * p, weight = crossProducts[first]!;
    for (let d = 0; d < draws; d++) {
      const beta = fit.coefficients[d]!, at = d * schools + s;
      let prediction = 0;
      for (let k = 0; k < p; k++) {
        prediction += beta[k]! * crossProducts[first + k]! / weight;
      }
      expected[at] = SCORE_ORIGIN + prediction;
      deviations[at] = scoreProducts[at * p]! / weight - prediction;
    }
  }
}

/** z′ X′We × √(G / (G − 1)) of every other school, in every draw. */
function addInfluenceInPlace(
  influence: Float64Array,
  { schools, columns: p, draws, crossProducts, scoreProducts }: SchoolProducts,
  { others, fit, mean, at }: {
    readonly others: readonly number[];
    readonly fit: Fit;
    readonly mean: Float64Array;
    /** Where a draw's schools begin. */
    readonly at: (draw: number) => number;
  },
): void {
  const z = timesVector(fit.inverse, mean);
  const zCross = new Float64Array(p);
  const factor = Math.sqrt(others.length / (others.length - 1));
  for (let d = 0; d < draws; d++) influence.fill(0, at(d), at(d) + schools);
  for (const s of others) {
    zCross.fill(0);
    for (let a = 0; a < p; a++) {
      const row = (s * p + a) * p;
      for (let b = 0; b < p; b++) zCross[b]! += z[a]! * crossProducts[row + b]!;
    }
    for (let d = 0; d < draws; d++) {
      const beta = fit.coefficients[d]!, from = (d * schools + s) * p;
      let sum = 0;
      for (let k = 0; k < p; k++) {
        sum += z[k]! * scoreProducts[from + k]! - zCross[k]! * beta[k]!;
      }
      influence[at(d) + s] = factor * sum;
    }
  }
}

function places(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
