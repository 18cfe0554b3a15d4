import type { DrawSet } from "./draw_set.ts";
import type { PreparedOutcome } from "./lottery_outcome.ts";
import { forEachDraw } from "./sum_tables.ts";

/** Share of all weight that lies in each school's pair. */
function pairShares(
  weights: Float64Array | null,
  { stratum, strata }: DrawSet,
): Float64Array {
  const pairs = new Float64Array(strata);
  stratum.forEach((s, i) => pairs[s]! += weights?.[i] ?? 1);
  const total = pairs.reduce((sum, weight) => sum + weight, 0);
  return Float64Array.from(stratum, (s) => pairs[s]! / total);
}

/** Twice the values by the share of their pair, and how far the pairs lie apart. */
function spreadOver(
  values: Float64Array,
  shares: Float64Array,
  { stratum, strata }: DrawSet,
): { readonly doubled: Float64Array; readonly apart: Float64Array } {
  const apart = new Float64Array(strata), seen = new Uint8Array(strata);
  stratum.forEach((s, i) => {
    apart[s]! += (seen[s] === 0 ? 1 : -1) * shares[i]! * values[i]!;
    seen[s] = 1;
  });
  return { doubled: values.map((x, i) => 2 * shares[i]! * x), apart };
}

/**
 * Statistics of a draw within matched pairs: the sum over pairs of share × (drawn −
 * other). The pairs' parts of it only change sign from draw to draw, so their squares
 * are the same in all; the variance is m / (m − 1) times the sum of squares of the m
 * parts about their mean.
 *
 * @see Imai (2008), Statistics in Medicine 27, 4857–4873.
 */
export function fillPairs(
  { residuals, exposure, weights }: PreparedOutcome,
  draws: DrawSet,
  values: Float64Array,
): void {
  const pairs = draws.strata, factor = pairs / (pairs - 1);
  const shares = pairShares(weights, draws);
  const e = spreadOver(residuals, shares, draws);
  const d = spreadOver(exposure, shares, draws);
  const half = (x: Float64Array) => x.reduce((sum, v) => sum + v, 0) / 2;
  const te = half(e.doubled), td = half(d.doubled);
  const product = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, x, s) => sum + x * b[s]!, 0);
  const ee = product(e.apart, e.apart);
  const ed = product(e.apart, d.apart);
  const dd = product(d.apart, d.apart);
  forEachDraw(draws, [e.doubled, d.doubled], (sums, z) => {
    const a = sums[0]! - te, c = sums[1]! - td, at = 5 * z;
    values[at] = a;
    values[at + 1] = c;
    values[at + 2] = factor * (ee - a * a / pairs);
    values[at + 3] = factor * (ed - a * c / pairs);
    values[at + 4] = factor * (dd - c * c / pairs);
  });
}
