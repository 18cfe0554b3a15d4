import { choleskyInPlace, choleskySolveInPlace } from "#lib/numerics/mod.ts";
import type { DrawSet } from "./draw_set.ts";
import type { PreparedOutcome } from "./lottery_outcome.ts";
import { forEachDraw } from "./sum_tables.ts";

/** Features: e, d, e², ed, d², then per covariate x, xe, xd, then products of covariates. */
function featuresOf(
  { residuals: e, exposure: d, interacted }: PreparedOutcome,
): Float64Array[] {
  const product = (a: Float64Array, b: Float64Array) =>
    a.map((x, i) => x * b[i]!);
  return [
    e,
    d,
    product(e, e),
    product(e, d),
    product(d, d),
    ...interacted.flatMap((x) => [x, product(x, e), product(x, d)]),
    ...interacted.flatMap((x) => interacted.map((y) => product(x, y))),
  ];
}

/** Room for the fit of one group. */
interface GroupFit {
  readonly covariance: Float64Array;
  readonly bySlopeE: Float64Array;
  readonly bySlopeD: Float64Array;
}

/**
 * Adds one group's fitted value where the covariates are at the mean of all schools
 * (they are centred there), and its residual variance over n (n − 1 − p).
 */
function addGroup(
  out: Float64Array,
  sums: Float64Array,
  { n, p, sign, fit }: {
    readonly n: number;
    readonly p: number;
    readonly sign: number;
    readonly fit: GroupFit;
  },
): void {
  const { covariance, bySlopeE, bySlopeD } = fit;
  const se = sums[0]!, sd = sums[1]!;
  for (let k = 0; k < p; k++) {
    const x = sums[5 + 3 * k]!;
    bySlopeE[k] = sums[6 + 3 * k]! - x * se / n;
    bySlopeD[k] = sums[7 + 3 * k]! - x * sd / n;
    for (let l = 0; l < p; l++) {
      covariance[k * p + l] = sums[5 + 3 * p + k * p + l]! -
        x * sums[5 + 3 * l]! / n;
    }
  }
  let ee = sums[2]! - se * se / n;
  let ed = sums[3]! - se * sd / n;
  let dd = sums[4]! - sd * sd / n;
  const crossE = bySlopeE.slice(), crossD = bySlopeD.slice();
  choleskyInPlace(covariance, p);
  choleskySolveInPlace(covariance, p, bySlopeE);
  choleskySolveInPlace(covariance, p, bySlopeD);
  let e = se / n, d = sd / n;
  for (let k = 0; k < p; k++) {
    const x = sums[5 + 3 * k]! / n;
    e -= x * bySlopeE[k]!;
    d -= x * bySlopeD[k]!;
    ee -= bySlopeE[k]! * crossE[k]!;
    ed -= bySlopeE[k]! * crossD[k]!;
    dd -= bySlopeD[k]! * crossD[k]!;
  }
  const over = 1 / (n * (n - 1 - p));
  out[0]! += sign * e;
  out[1]! += sign * d;
  out[2]! += over * ee;
  out[3]! += over * ed;
  out[4]! += over * dd;
}

/**
 * Statistics of a plain draw with the covariates fitted in both groups of every draw.
 *
 * The outcome is linear in the draw's fit, so an assumed effect moves the estimate
 * along a line and its variance along a parabola here too, and the interval needs no
 * search.
 *
 * @throws {RangeError} If the covariates are dependent within a group of some draw.
 * @see Lin (2013), Annals of Applied Statistics 7, 295–318.
 * @see Zhao & Ding (2021), Journal of Econometrics 225, 278–294.
 */
export function fillInteracted(
  outcome: PreparedOutcome,
  draws: DrawSet,
  values: Float64Array,
): void {
  const p = outcome.interacted.length;
  const features = featuresOf(outcome);
  const totals = features.map((f) => f.reduce((total, x) => total + x, 0));
  const fit = {
    covariance: new Float64Array(p * p),
    bySlopeE: new Float64Array(p),
    bySlopeD: new Float64Array(p),
  };
  const out = new Float64Array(5);
  const n = draws.drawn, m = draws.schools - n;
  forEachDraw(draws, features, (sums, z) => {
    out.fill(0);
    addGroup(out, sums, { n, p, sign: 1, fit });
    for (let f = 0; f < sums.length; f++) sums[f] = totals[f]! - sums[f]!;
    addGroup(out, sums, { n: m, p, sign: -1, fit });
    values.set(out, 5 * z);
  });
}
