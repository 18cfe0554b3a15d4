import { exp } from "#lib/numerics/mod.ts";
import { scoreDistribution } from "../fit/score_distribution.ts";
import { modelOnGrid } from "../model_on_grid.ts";
import type { Calibration } from "../types.ts";

/** What a sum score says of θ under a model, for persons who answer every item. */
export interface SumScoreTable {
  /** Posterior mean of θ at sum 0, 1, …; NaN for a sum that cannot occur. */
  readonly eap: Float64Array;
  /** Posterior standard deviation of θ. */
  readonly posteriorStandardDeviation: Float64Array;
  /** Share of persons expected at each sum; adds up to 1. */
  readonly share: Float64Array;
  /** Share of the variance of θ that the sum score explains, 0–1. */
  readonly reliability: number;
}

/**
 * The posterior of θ given the sum score.
 *
 * The share of sum s is ∫ S(s | θ) f(θ), its EAP ∫ θ S(s | θ) f(θ) over that share;
 * the reliability is Var(EAP) / (Var(EAP) + mean posterior variance).
 *
 * @param options.group Whose distribution is the prior. @default {0}
 * @throws {RangeError} If there is no such group.
 * @see Thissen, Pommerich, Billeaud & Williams (1995), Applied Psychological
 * Measurement 19, 39–49.
 */
export function sumScoreTable(
  calibration: Calibration,
  { group = 0 }: { readonly group?: number } = {},
): SumScoreTable {
  if (!calibration.groups[group]) {
    throw new RangeError(
      `Cannot tabulate sum scores of scale "${calibration.scale}": group ${group} is not one of 0–${
        calibration.groups.length - 1
      }`,
    );
  }
  const { nodes, curves, logPriors } = modelOnGrid(
    calibration,
    calibration.grid,
    1,
  );
  const Q = nodes.length;
  const prior = logPriors.subarray(group * Q, (group + 1) * Q).map(exp);
  const sums = scoreDistribution(curves, Q);
  const count = sums.length / Q;
  const eap = new Float64Array(count).fill(NaN);
  const deviation = new Float64Array(count).fill(NaN);
  const share = new Float64Array(count);
  let [mean, square, error] = [0, 0, 0];
  for (let s = 0; s < count; s++) {
    let [mass, first, second] = [0, 0, 0];
    for (let q = 0; q < Q; q++) {
      const p = sums[s * Q + q]! * prior[q]!;
      mass += p;
      first += p * nodes[q]!;
      second += p * nodes[q]! * nodes[q]!;
    }
    share[s] = mass;
    if (!(mass > 0)) continue;
    eap[s] = first / mass;
    const variance = Math.max(0, second / mass - eap[s]! * eap[s]!);
    deviation[s] = Math.sqrt(variance);
    mean += mass * eap[s]!;
    square += mass * eap[s]! * eap[s]!;
    error += mass * variance;
  }
  const explained = square - mean * mean;
  return {
    eap,
    posteriorStandardDeviation: deviation,
    share,
    reliability: explained / (explained + error),
  };
}
