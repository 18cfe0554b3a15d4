import {
  type ClusterSums,
  type Estimate,
  estimatesFromSums,
  momentStatistics,
  type NoEstimate,
  STATISTIC,
  STATISTIC_COUNT,
} from "#lib/inference/mod.ts";

/** Sums per draw and school with a moment block for each of two waves. */
export type WaveSums = Pick<
  ClusterSums,
  "draws" | "clusters" | "width" | "sums" | "strata"
>;

/** Options for {@linkcode changeBetweenWaves}. */
export interface ChangeOptions {
  /** Place of the first wave's moment block. */
  readonly from: number;
  /** Place of the later wave's moment block. */
  readonly to: number;
  /** People behind the change, both waves together. */
  readonly n: number;
  /** People left out for missing values. @default {0} */
  readonly dropped?: number;
  /** Link variance of the mean, points². @default {0} */
  readonly linkVariance?: number;
}

/** Later minus first wave. */
export interface Change {
  /** Mean, points. */
  readonly mean: Estimate | NoEstimate;
  /** SD, points. */
  readonly standardDeviation: Estimate | NoEstimate;
  /** Share under 400 points. */
  readonly shareLow: Estimate | NoEstimate;
  /** Share over 600 points. */
  readonly shareHigh: Estimate | NoEstimate;
  /** Points per unit of the background index. */
  readonly gradient: Estimate | NoEstimate;
  /** Share of variance that background explains. */
  readonly explained: Estimate | NoEstimate;
  /** Correlation with background. */
  readonly standardisedGradient: Estimate | NoEstimate;
}

/** Names and units in the order of `STATISTIC`. */
const KINDS = [
  ["mean", "points"],
  ["standardDeviation", "points"],
  ["shareLow", "share"],
  ["shareHigh", "share"],
  ["gradient", "points-per-sd"],
  ["explained", "r2"],
  ["standardisedGradient", "correlation"],
] as const;

/**
 * Computes the development of a unit from one wave to a later one.
 *
 * A replicate leaves a school out of both waves at once, so what the waves share,
 * the same schools and pupils, cancels as it should. The link error of the scale is
 * added to the mean only and never to a comparison of units, where it cancels.
 *
 * @param sums Both waves' moment blocks per school; plausible values of a pupil in
 * both waves must stand in the same draw.
 */
export function changeBetweenWaves(
  sums: WaveSums,
  { from, to, n, dropped = 0, linkVariance = 0 }: ChangeOptions,
): Change {
  const before = new Float64Array(STATISTIC_COUNT);
  const statistics = (values: Float64Array, out: Float64Array) => {
    momentStatistics(values, from, { out: before, at: 0 });
    momentStatistics(values, to, { out, at: 0 });
    for (let s = 0; s < STATISTIC_COUNT; s++) out[s]! -= before[s]!;
  };
  const method =
    `difference of ${sums.draws} plausible values, schools left out of both waves`;
  const estimates = estimatesFromSums(
    { ...sums, count: STATISTIC_COUNT, statistics },
    KINDS.map(([name, unit]) => ({
      unit,
      n,
      dropped,
      method,
      linkVariance: name === "mean" ? linkVariance : 0,
    })),
  );
  const at = (name: keyof typeof STATISTIC) => estimates[STATISTIC[name]]!;
  return {
    mean: at("mean"),
    standardDeviation: at("standardDeviation"),
    shareLow: at("shareLow"),
    shareHigh: at("shareHigh"),
    gradient: at("gradient"),
    explained: at("explained"),
    standardisedGradient: at("standardisedGradient"),
  };
}
