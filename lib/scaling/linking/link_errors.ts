import { normalCdf } from "#lib/numerics/mod.ts";
import type { Calibration, ScaleResponses } from "../types.ts";
import {
  itemMeasures,
  locationInformation,
  waveDensity,
} from "./item_measure.ts";
import { answersByWave } from "./answers_by_wave.ts";

/**
 * Variance of a change between two waves from the choice of common items, with
 * the sampling of persons taken off. Common to all units: it belongs in a change
 * over time, and cancels in contrasts between units.
 */
export interface LinkPair {
  /** Index of the earlier wave. */
  readonly from: number;
  /** Index of the later wave. */
  readonly to: number;
  /** Items that link the two waves. */
  readonly items: number;
  /** Of the change in the mean, points²: the jackknife less the sampling, or 0. */
  readonly mean: number;
  /** What the jackknife gives for the change in the mean, points². */
  readonly jackknife: number;
  /** What it would give on average if no item drifted, points². */
  readonly sampling: number;
  /** Of the change in the standard deviation, points². */
  readonly standardDeviation: number;
  /** Of the change in the share under 400 points, as a share², of all persons. */
  readonly shareLow: number;
  /** Of the change in the share over 600 points, as a share², of all persons. */
  readonly shareHigh: number;
  /** Share of all persons under 400 points, mean of the two waves. */
  readonly levelLow: number;
  /** Share of all persons over 600 points, mean of the two waves. */
  readonly levelHigh: number;
  /**
   * Of the change in the logarithm of the scale's unit: times the square of a
   * slope or a difference between groups, it is the variance of its change.
   */
  readonly unit: number;
  /** Number of items − 1. */
  readonly degreesOfFreedom: number;
}

/** One calibration in which an item does not link the waves. */
export interface LinkReplicate {
  /** Id of the item. */
  readonly item: string;
  /** Fit with parameters of its own for the item in every wave. */
  readonly calibration: Calibration;
}

/** With fewer common items their spread says nothing. */
export const FEWEST_LINK_ITEMS = 3;

/**
 * Sampling part of the spread relative to that of the mean: 1.9 on average over
 * 45 simulated scales without drift (0.93 of its own formula for the mean).
 */
const SPREAD_SAMPLING = 2;

/** Where the waves lie in units of the reference wave. */
interface Standing {
  readonly mean: readonly number[];
  readonly spread: readonly number[];
}

function standing({ groups, reference }: Calibration): Standing {
  const { mean, standardDeviation } = groups[reference]!;
  return {
    mean: groups.map((g) => (g.mean - mean) / standardDeviation),
    spread: groups.map((g) => g.standardDeviation / standardDeviation),
  };
}

/** Share beyond 400 or 600 points, of a normal wave. */
function shareBeyond(side: -1 | 1, mean: number, spread: number): number {
  return normalCdf((side * mean - 1) / spread);
}

/**
 * Link errors by a jackknife over the common items.
 *
 * In each replicate one item is left out of the link: it has parameters of its own
 * in every wave, and the others carry the scale. With ω an item's share of the
 * information on the change and D what its absence does to it, the variance is
 * Σ (1 − ω) D², which is (L − 1) / L Σ D² for L equal items. Even items that never
 * drift give 1 / Σ 1 / v of that, where v are the sampling variances of the items'
 * shifts between the waves: it is in the standard errors already and is taken off,
 * down to 0 at the least.
 *
 * @param base Fit with all common items, of `responses`.
 * @returns One per pair of waves that enough items link.
 * @see Monseur & Berezner (2007), Journal of Applied Measurement 8, 323–335.
 */
export function linkErrors(
  base: Calibration,
  responses: ScaleResponses,
  { replicates, pairs }: {
    readonly replicates: readonly LinkReplicate[];
    readonly pairs: readonly (readonly [from: number, to: number])[];
  },
): LinkPair[] {
  const precision = precisions(base, responses);
  return pairs.flatMap(([from, to]) => {
    const linking = [...precision].flatMap(([item, of]) => {
      const variance = 1 / of[from]! + 1 / of[to]!;
      return variance < Infinity ? [{ item, weight: 1 / variance }] : [];
    });
    const total = linking.reduce((sum, { weight }) => sum + weight, 0);
    if (linking.length < FEWEST_LINK_ITEMS || !(total > 0)) return [];
    const share = new Map(
      linking.map(({ item, weight }) => [item, weight / total]),
    );
    const { standardDeviation: unit } = base.groups[base.reference]!;
    const sampling = 1 / total / (unit * unit);
    return [pairVariance({ from, to, share, sampling, base, replicates })];
  });
}

/** Precision of every item's location in every wave, 1/θ². */
function precisions(
  base: Calibration,
  responses: ScaleResponses,
): ReadonlyMap<string, readonly number[]> {
  const measures = itemMeasures(base);
  const counts = answersByWave(responses);
  const of = (item: string): Float64Array =>
    counts[responses.itemIds.indexOf(item)]!;
  const waves = base.groups.map((group, wave) => {
    const test = new Float64Array(base.grid.nodes);
    for (const [item, { information }] of measures) {
      if (of(item)[wave]! > 0) information.forEach((x, q) => test[q]! += x);
    }
    return { group, test, density: waveDensity(base, group) };
  });
  return new Map(
    [...measures].map(([item, measure]) => [
      item,
      waves.map(({ group, test, density }, wave) =>
        of(item)[wave]! > 0
          ? locationInformation({
            density,
            spread: group.standardDeviation,
            measure,
            test,
            answers: of(item)[wave]!,
          })
          : 0
      ),
    ]),
  );
}

interface PairInput {
  readonly from: number;
  readonly to: number;
  /** Share of each linking item in the information. */
  readonly share: ReadonlyMap<string, number>;
  /** Sampling part of the mean, in squared units of the reference wave. */
  readonly sampling: number;
  readonly base: Calibration;
  readonly replicates: readonly LinkReplicate[];
}

/** The statistics of one wave whose change the items may move. */
function statistics(
  { mean, spread }: Standing,
  wave: number,
): Readonly<Record<"mean" | "spread" | "low" | "high" | "unit", number>> {
  const m = mean[wave]!, s = spread[wave]!;
  return {
    mean: m,
    spread: s,
    low: shareBeyond(-1, m, s),
    high: shareBeyond(1, m, s),
    unit: s,
  };
}

function pairVariance(
  { from, to, share, sampling, base, replicates }: PairInput,
): LinkPair {
  const full = standing(base);
  const at = [from, to].map((w) => statistics(full, w));
  const raw = { mean: 0, spread: 0, low: 0, high: 0, unit: 0 };
  for (const { item, calibration } of replicates) {
    const moved = standing(calibration);
    const [a, b] = [from, to].map((w) => statistics(moved, w));
    const weight = 1 - (share.get(item) ?? 0);
    for (const key of ["mean", "spread", "low", "high"] as const) {
      const d = b![key] - a![key] - (at[1]![key] - at[0]![key]);
      raw[key] += weight * d * d;
    }
    const d = b!.unit / at[1]!.unit - a!.unit / at[0]!.unit;
    raw.unit += weight * d * d;
  }
  // A share moves with the mean and with the spread: it keeps the larger part.
  const kept = raw.mean > 0 ? Math.max(0, 1 - sampling / raw.mean) : 0;
  const keptSpread = raw.spread > 0
    ? Math.max(0, 1 - SPREAD_SAMPLING * sampling / raw.spread)
    : 0;
  const both = Math.max(kept, keptSpread);
  return {
    from,
    to,
    items: share.size,
    mean: 1e4 * raw.mean * kept,
    jackknife: 1e4 * raw.mean,
    sampling: 1e4 * sampling,
    standardDeviation: 1e4 * raw.spread * keptSpread,
    shareLow: raw.low * both,
    shareHigh: raw.high * both,
    levelLow: (at[0]!.low + at[1]!.low) / 2,
    levelHigh: (at[0]!.high + at[1]!.high) / 2,
    unit: raw.unit * keptSpread,
    degreesOfFreedom: share.size - 1,
  };
}
