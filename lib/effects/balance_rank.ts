import { choleskyInPlace, solveLowerInPlace } from "#lib/numerics/mod.ts";
import { drawNumber, forEachDraw } from "./for_each_draw.ts";
import { toLottery } from "./lottery.ts";

/** Where the actual draw falls among all draws by the balance of the baseline. */
export interface BalanceRank {
  /** Mahalanobis distance between the two groups' baseline means, squared. */
  readonly distance: number;
  /** Share of draws at least as unbalanced as the actual one, 0–1. */
  readonly share: number;
  /** Drawn minus others, per covariate. */
  readonly differences: Float64Array;
  /** All draws that could have been made. */
  readonly draws: number;
}

/** Distances closer than this, relative, are ties. */
const TIE = 1e-9;

/** Covariates centred and made uncorrelated with variance 1, so distances are plain. */
function whiten(baseline: readonly Float64Array[]): Float64Array[] {
  const p = baseline.length;
  const schools = baseline[0]?.length ?? 0;
  const centred = baseline.map((values) => {
    const mean = values.reduce((total, value) => total + value, 0) / schools;
    return values.map((value) => value - mean);
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
  choleskyInPlace(covariance, p);
  const row = new Float64Array(p);
  for (let i = 0; i < schools; i++) {
    for (let k = 0; k < p; k++) row[k] = centred[k]![i]!;
    solveLowerInPlace(covariance, p, row);
    for (let k = 0; k < p; k++) centred[k]![i] = row[k]!;
  }
  return centred;
}

/**
 * Tells how well the lottery balanced the schools, in the exact distribution over
 * all draws: a share near 1 is a well balanced draw, one near 0 an unlucky draw.
 *
 * The distance is d′ S⁻¹ d with d the differences of means and S the covariance of
 * the covariates over all schools.
 *
 * @param baseline One array per covariate, at least one.
 * @param treated 1 for schools that were drawn, 0 for the others.
 * @throws {RangeError} As `toLottery`, or when covariates are dependent.
 */
export function balanceRank(
  baseline: readonly ArrayLike<number>[],
  treated: ArrayLike<number>,
): BalanceRank {
  const [first] = baseline;
  if (first === undefined) {
    throw new RangeError(
      "Cannot rank the balance: found 0 covariates, at least 1 is needed",
    );
  }
  const lottery = toLottery({ outcome: first, treated, baseline });
  const { schools, drawn, draws } = lottery;
  // Centred values add up to zero, so the others' mean is minus the sum over the drawn ones.
  const factor = 1 / drawn + 1 / (schools - drawn);
  const distances = new Float64Array(draws);
  forEachDraw(lottery, whiten(lottery.baseline), (sums, draw) => {
    let squares = 0;
    for (let k = 0; k < sums.length; k++) squares += sums[k]! * sums[k]!;
    distances[draw] = factor * factor * squares;
  });
  const distance = distances[drawNumber(lottery.treated)]!;
  let count = 0;
  for (let z = 0; z < draws; z++) {
    if (distances[z]! >= distance * (1 - TIE)) count++;
  }
  const differences = Float64Array.from(lottery.baseline, (values) => {
    let of = 0, others = 0;
    values.forEach((value, i) => {
      if (lottery.treated[i] === 1) of += value / drawn;
      else others += value / (schools - drawn);
    });
    return of - others;
  });
  return { distance, share: count / draws, differences, draws };
}
