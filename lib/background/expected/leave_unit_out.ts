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
  /** Schools' mean minus expected mean, draws × schools, points; NaN without pupils. */
  readonly deviations: Float64Array;
  /** Expected mean of each school, draws × schools, points. */
  readonly expected: Float64Array;
  /** Variance of each unit's expected mean from the coefficients, points²; NaN without it. */
  readonly coefficientVariance: Float64Array;
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
 * units alone, so that no unit is held against itself. The variance of a unit's x̄′ β
 * is z′ M z, z = (X′WX)⁻¹ x̄, with M the cross-products of the other schools' summed
 * residuals, times G / (G − 1): pupils of a school may be alike.
 *
 * @see Liang & Zeger (1986), Biometrika 73, 13–22, for the variance.
 */
export function leaveUnitOut(
  products: SchoolProducts,
  { units, unitOfSchool }: LeftOutUnits,
): LeftOutResults {
  const { schools, columns: p, draws, crossProducts } = products;
  const results: LeftOutResults = {
    deviations: new Float64Array(draws * schools).fill(NaN),
    expected: new Float64Array(draws * schools).fill(NaN),
    coefficientVariance: new Float64Array(units).fill(NaN),
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
    results.coefficientVariance[unit] = predictionVariance(products, {
      others,
      fit,
      mean,
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

/** z′ M z × G / (G − 1), mean over the draws. */
function predictionVariance(
  { schools, columns: p, draws, crossProducts, scoreProducts }: SchoolProducts,
  { others, fit, mean }: {
    readonly others: readonly number[];
    readonly fit: Fit;
    readonly mean: Float64Array;
  },
): number {
  const z = timesVector(fit.inverse, mean);
  const zCross = new Float64Array(p);
  let squares = 0;
  for (const s of others) {
    zCross.fill(0);
    for (let a = 0; a < p; a++) {
      const row = (s * p + a) * p;
      for (let b = 0; b < p; b++) zCross[b]! += z[a]! * crossProducts[row + b]!;
    }
    for (let d = 0; d < draws; d++) {
      const beta = fit.coefficients[d]!, at = (d * schools + s) * p;
      let sum = 0;
      for (let k = 0; k < p; k++) {
        sum += z[k]! * scoreProducts[at + k]! - zCross[k]! * beta[k]!;
      }
      squares += sum * sum;
    }
  }
  return squares / draws * others.length / (others.length - 1);
}

function places(length: number): number[] {
  return Array.from({ length }, (_, i) => i);
}
