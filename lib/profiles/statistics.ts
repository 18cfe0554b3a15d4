import {
  CHANGE_NAMES,
  type ChangeMeasure,
  measureInfo,
} from "#lib/background/mod.ts";
import type { EstimateUnit, IntervalScale } from "#lib/inference/mod.ts";

/** The statistics of every scale, in the order of their code. */
export const STANDARD_STATISTICS = [
  "mean",
  "standard-deviation",
  "percentile-10",
  "percentile-90",
  "share-low",
  "share-high",
  "boys",
  "girls",
  "education-low",
  "education-middle",
  "education-high",
  "education-unknown",
  "gender-gap",
  "gradient",
  "explained",
  "education-gap",
  "between-schools",
  "versus-programme",
  "versus-municipality",
  "same-grade",
  "same-cohort",
  "followed",
  "followed-versus-left",
  "followed-versus-new",
] as const;

/** From background as observed, or with missing background imputed. */
export type BackgroundKind = "observed" | "imputed";

/** Name of a statistic. */
export type Statistic =
  | (typeof STANDARD_STATISTICS)[number]
  | `${BackgroundKind}-${ChangeMeasure}`;

/** Name of a measure of social background among the statistics. */
export function backgroundStatistic(
  kind: BackgroundKind,
  measure: ChangeMeasure,
): Statistic {
  return `${kind}-${measure}`;
}

/**
 * Every statistic of the estimates, in the order of its code in the estimate table:
 * those of every scale, then the measures of social background. The code is stored.
 */
export const STATISTICS: readonly Statistic[] = [
  ...STANDARD_STATISTICS,
  ...CHANGE_NAMES.map((name) => backgroundStatistic("observed", name)),
  ...CHANGE_NAMES.map((name) => backgroundStatistic("imputed", name)),
];

const MEASURE_OF: ReadonlyMap<Statistic, ChangeMeasure> = new Map(
  CHANGE_NAMES.flatMap((name) => [
    [backgroundStatistic("observed", name), name] as const,
    [backgroundStatistic("imputed", name), name] as const,
  ]),
);

/** The statistics computed from sums over people, in the order of their result. */
export const SUM_STATISTICS: readonly Statistic[] = STATISTICS.slice(0, 17);

/** The statistics for which the change between two waves is computed. */
export const CHANGE_STATISTICS: readonly Statistic[] = [
  "mean",
  "standard-deviation",
  "percentile-10",
  "percentile-90",
  "share-low",
  "share-high",
  "gradient",
  "explained",
  "education-gap",
];

/** Code of a statistic in the estimate table. */
export function statisticCode(statistic: Statistic): number {
  return STATISTICS.indexOf(statistic);
}

/** Values that a statistic itself (not a change in it) can take. */
export function statisticBounds(
  statistic: Statistic,
): readonly [lower: number, upper: number] {
  const measure = MEASURE_OF.get(statistic);
  if (measure) return measureInfo(measure).bounds;
  const unit = statisticUnit(statistic);
  if (unit === "share" || unit === "r2") return [0, 1];
  return statistic === "standard-deviation" || statistic === "between-schools"
    ? [0, Infinity]
    : [-Infinity, Infinity];
}

/** Scale on which the interval of a statistic itself (not of a change in it) is symmetric. */
export function statisticScale(statistic: Statistic): IntervalScale {
  const measure = MEASURE_OF.get(statistic) ??
    (statistic === "explained" ? statistic : null);
  return measure ? measureInfo(measure).scale : "plain";
}

/** Unit that a statistic is stated in. */
export function statisticUnit(statistic: Statistic): EstimateUnit {
  const measure = MEASURE_OF.get(statistic);
  if (measure) return measureInfo(measure).unit;
  switch (statistic) {
    case "share-low":
    case "share-high":
      return "share";
    case "gradient":
      return "points-per-sd";
    case "explained":
      return "r2";
    default:
      return "points";
  }
}
