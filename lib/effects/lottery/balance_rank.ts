import { choleskyInPlace, solveLowerInPlace } from "#lib/numerics/mod.ts";
import type { DrawSet } from "./draw_set.ts";
import { forEachDraw } from "./sum_tables.ts";

/** Where the recorded draw falls among all draws by the balance of the baseline. */
export interface BalanceRank {
  /** Mahalanobis distance between the two groups' baseline means, squared. */
  readonly distance: number;
  /** Share of draws at least as unbalanced as the recorded one, 0–1. */
  readonly share: number;
  /** Drawn minus others, per covariate. */
  readonly differences: Float64Array;
  /** Draws compared. */
  readonly draws: number;
}

/** Distances closer than this, relative, are ties. */
const TIE = 1e-9;

/** Covariates centred and made uncorrelated with variance 1, so distances are plain. */
function whiten(baseline: readonly ArrayLike<number>[]): Float64Array[] {
  const p = baseline.length;
  const schools = baseline[0]?.length ?? 0;
  const centred = baseline.map((values) => {
    const all = Float64Array.from(values);
    const mean = all.reduce((total, value) => total + value, 0) / schools;
    return all.map((value) => value - mean);
  });
  const covariance = new Float64Array(p * p);
  for (let a = 0; a < p; a++) {
    for (let b = 0; b < p; b++) {
      for (let i = 0; i < schools; i++) {
        covariance[a * p + b]! += centred[a]![i]! * centred[b]![i]! /
          (schools - 1);
      }
    }
  }
  try {
    choleskyInPlace(covariance, p);
  } catch (error) {
    throw new RangeError(
      `Cannot rank the balance: the ${p} covariates are constant or dependent on each other over ${schools} schools`,
      { cause: error },
    );
  }
  const row = new Float64Array(p);
  for (let i = 0; i < schools; i++) {
    for (let k = 0; k < p; k++) row[k] = centred[k]![i]!;
    solveLowerInPlace(covariance, p, row);
    for (let k = 0; k < p; k++) centred[k]![i] = row[k]!;
  }
  return centred;
}

function checkBaseline(
  baseline: readonly ArrayLike<number>[],
  schools: number,
): void {
  if (baseline.length === 0) {
    throw new RangeError(
      "Cannot rank the balance: found 0 covariates, at least 1 is needed",
    );
  }
  const odd = baseline.find((values) => values.length !== schools);
  if (odd !== undefined) {
    throw new RangeError(
      `Cannot rank the balance: found ${odd.length} values of a covariate for ${schools} schools`,
    );
  }
}

/** Factor of the sum over drawn schools of centred values that gives the difference. */
function differenceFactor(treated: ArrayLike<number>): number {
  let drawn = 0;
  for (let i = 0; i < treated.length; i++) drawn += treated[i]!;
  return 1 / drawn + 1 / (treated.length - drawn);
}

/**
 * The squared Mahalanobis distance between the groups of a draw, to be used as the rule
 * of draws that were repeated until the groups looked alike.
 *
 * @param baseline One array per covariate, at least one.
 * @returns A function of the draw, 1 for drawn schools and 0 for the others.
 * @throws {RangeError} When covariates are dependent or their lengths differ.
 * @see Morgan & Rubin (2012), Annals of Statistics 40, 1263–1282.
 */
export function balanceDistance(
  baseline: readonly ArrayLike<number>[],
): (treated: ArrayLike<number>) => number {
  checkBaseline(baseline, baseline[0]?.length ?? 0);
  const white = whiten(baseline);
  return (treated) => {
    const factor = differenceFactor(treated);
    return white.reduce((total, values) => {
      let sum = 0;
      for (let i = 0; i < values.length; i++) sum += values[i]! * treated[i]!;
      return total + factor * factor * sum * sum;
    }, 0);
  };
}

/**
 * Tells how well the lottery balanced the schools, in the distribution over all draws:
 * a share near 1 is a well balanced draw, one near 0 an unlucky draw.
 *
 * The distance is d′ S⁻¹ d with d the differences of means and S the covariance of
 * the covariates over all schools.
 *
 * @param baseline One array per covariate, at least one.
 * @throws {RangeError} When covariates are dependent or their lengths differ.
 */
export function balanceRank(
  baseline: readonly ArrayLike<number>[],
  draws: DrawSet,
): BalanceRank {
  const { schools, treated, size, recorded } = draws;
  checkBaseline(baseline, schools);
  const ones = new Float64Array(schools).fill(1);
  const distances = new Float64Array(size);
  forEachDraw(draws, [ones, ...whiten(baseline)], (sums, draw) => {
    const factor = 1 / sums[0]! + 1 / (schools - sums[0]!);
    let squares = 0;
    for (let k = 1; k < sums.length; k++) squares += sums[k]! * sums[k]!;
    distances[draw] = factor * factor * squares;
  });
  const distance = distances[recorded]!;
  let count = 0;
  for (let z = 0; z < size; z++) {
    if (distances[z]! >= distance * (1 - TIE)) count++;
  }
  const factor = differenceFactor(treated);
  const differences = Float64Array.from(baseline, (values) => {
    const mean = Array.from(values).reduce((t, v) => t + v, 0) / schools;
    let sum = 0;
    for (let i = 0; i < schools; i++) sum += treated[i]! * (values[i]! - mean);
    return factor * sum;
  });
  return { distance, share: count / size, differences, draws: size };
}
