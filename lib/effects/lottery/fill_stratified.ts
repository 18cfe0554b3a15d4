import type { DrawSet } from "./draw_set.ts";
import type { PreparedOutcome } from "./lottery_outcome.ts";
import { forEachDraw } from "./sum_tables.ts";

/** Sums per stratum: n, w, we, wd, w², w²e, w²d, w²e², w²ed, w²d². */
const SUMS = 10;

function featuresOf(
  { residuals: e, exposure: d, weights }: PreparedOutcome,
  { stratum, strata }: DrawSet,
): Float64Array[] {
  const w = weights ?? new Float64Array(e.length).fill(1);
  const forms: ((i: number) => number)[] = [
    () => 1,
    (i) => w[i]!,
    (i) => w[i]! * e[i]!,
    (i) => w[i]! * d[i]!,
    (i) => w[i]! * w[i]!,
    (i) => w[i]! * w[i]! * e[i]!,
    (i) => w[i]! * w[i]! * d[i]!,
    (i) => w[i]! * w[i]! * e[i]! * e[i]!,
    (i) => w[i]! * w[i]! * e[i]! * d[i]!,
    (i) => w[i]! * w[i]! * d[i]! * d[i]!,
  ];
  return Array.from(
    { length: strata * SUMS },
    (_, f) =>
      e.map((_, i) =>
        stratum[i] === Math.floor(f / SUMS) ? forms[f % SUMS]!(i) : 0
      ),
  );
}

/** Mean and variance of one group, added with sign and share to a draw's numbers. */
function addGroup(
  out: Float64Array,
  group: Float64Array,
  { sign, share }: { readonly sign: number; readonly share: number },
): void {
  const n = group[0]!, w = group[1]!;
  const me = group[2]! / w, md = group[3]! / w;
  out[0]! += sign * share * me;
  out[1]! += sign * share * md;
  const factor = share * share * n / ((n - 1) * w * w);
  const w2 = group[4]!, w2e = group[5]!, w2d = group[6]!;
  out[2]! += factor * (group[7]! - 2 * me * w2e + me * me * w2);
  out[3]! += factor * (group[8]! - me * w2d - md * w2e + me * md * w2);
  out[4]! += factor * (group[9]! - 2 * md * w2d + md * md * w2);
}

/**
 * Statistics of a draw within strata, with weights or with groups of varying size:
 * the strata's differences of weighted means, weighted by the stratum's share; each
 * group's variance is n / (n − 1) Σ w² (e − mean)² / (Σ w)².
 */
export function fillStratified(
  outcome: PreparedOutcome,
  draws: DrawSet,
  values: Float64Array,
): void {
  const { strata } = draws;
  const features = featuresOf(outcome, draws);
  const totals = features.map((f) => f.reduce((total, x) => total + x, 0));
  const weight = totals.reduce((t, x, f) => f % SUMS === 1 ? t + x : t, 0);
  const shares = Array.from(
    { length: strata },
    (_, s) => totals[s * SUMS + 1]! / weight,
  );
  const group = new Float64Array(SUMS), others = new Float64Array(SUMS);
  const whole = new Float64Array(5);
  forEachDraw(draws, features, (sums, z) => {
    whole.fill(0);
    for (let s = 0; s < strata; s++) {
      for (let f = 0; f < SUMS; f++) {
        group[f] = sums[s * SUMS + f]!;
        others[f] = totals[s * SUMS + f]! - group[f]!;
      }
      const share = shares[s]!;
      addGroup(whole, group, { sign: 1, share });
      addGroup(whole, others, { sign: -1, share });
    }
    values.set(whole, 5 * z);
  });
}
