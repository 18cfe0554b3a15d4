import type { EstimateUnit, IntervalScale } from "#lib/inference/mod.ts";

/** How one measure of what social background means behaves. */
export interface MeasureInfo {
  /** What it is counted in. */
  readonly unit: EstimateUnit;
  /** Values that the measure itself (not a change in it) can take. */
  readonly bounds: readonly [lower: number, upper: number];
  /** On which the interval of the measure itself (not of a change in it) is symmetric. */
  readonly scale: IntervalScale;
  /**
   * How the choice of common items moves it between waves: "stretch" with the unit of
   * the scale, "limit" with the place of a fixed limit, "none" not at all.
   */
  readonly link: "stretch" | "limit" | "none";
}

const ANY = [-Infinity, Infinity] as const;
const SHARE = [0, 1] as const;
const POSITIVE = [0, Infinity] as const;

function points(unit: EstimateUnit = "points"): MeasureInfo {
  return { unit, bounds: ANY, scale: "plain", link: "stretch" };
}

/** Names of all measures of one wave, in the order in which they are computed. */
export const MEASURE_NAMES = [
  "slope",
  "standardised",
  "explained",
  "rank-slope",
  "rank-correlation",
  "quarter-gap",
  "upper-gap",
  "lower-gap",
  "education-gap",
  "resilience",
  "relative-risk",
  "attributable",
  "weak-concentration",
  "segregation",
  "between",
  "within",
  "contextual",
  "contextual-latent",
  "social-inclusion",
  "academic-inclusion",
  "reliability",
  "slope-corrected",
  "explained-corrected",
  "score-spread",
  "residual-spread",
  "score-skew",
  "background-spread",
  "unknown-share",
  "unknown-gap",
] as const;

/** Name of a measure. */
export type Measure = (typeof MEASURE_NAMES)[number];

/** What each measure is counted in and how it behaves. */
export const MEASURES: Readonly<Record<Measure, MeasureInfo>> = {
  /** Points per unit of the index. */
  "slope": points("points-per-sd"),
  /** Correlation of score and index: the slope in SDs per SD. */
  "standardised": {
    unit: "correlation",
    bounds: [-1, 1],
    scale: "plain",
    link: "none",
  },
  /** Share of the variance of scores that the index explains. */
  "explained": {
    unit: "r2",
    bounds: SHARE,
    scale: "squared-correlation",
    link: "none",
  },
  /** Points from the lowest to the highest rank of background. */
  "rank-slope": points(),
  /** Correlation of ranks. */
  "rank-correlation": {
    unit: "correlation",
    bounds: [-1, 1],
    scale: "plain",
    link: "none",
  },
  /** Top minus bottom quarter of background. */
  "quarter-gap": points(),
  /** Top quarter minus middle half. */
  "upper-gap": points(),
  /** Middle half minus bottom quarter. */
  "lower-gap": points(),
  /** Highest minus lowest group of parents' education. */
  "education-gap": points(),
  /** Share of the bottom quarter of background among the top quarter of scores. */
  "resilience": { unit: "share", bounds: SHARE, scale: "plain", link: "none" },
  /** Risk of under 400 points in the bottom quarter over that among the others. */
  "relative-risk": {
    unit: "ratio",
    bounds: POSITIVE,
    scale: "log",
    link: "limit",
  },
  /** Share of results under 400 points that the others' risk would spare. */
  "attributable": {
    unit: "share",
    bounds: [-Infinity, 1],
    scale: "plain",
    link: "limit",
  },
  /**
   * How much results under 400 points gather at low ranks of background: Erreygers' index
   * with its sign turned, 0 where they are spread evenly.
   */
  "weak-concentration": {
    unit: "correlation",
    bounds: [-1, 1],
    scale: "plain",
    link: "limit",
  },
  /** Share of the variance of background between schools, η². */
  "segregation": { unit: "share", bounds: SHARE, scale: "logit", link: "none" },
  /** Points per unit of the schools' mean background. */
  "between": points("points-per-sd"),
  /** Points per unit of background among pupils of the same school. */
  "within": points("points-per-sd"),
  /** Between minus within. */
  "contextual": points("points-per-sd"),
  /** The same, had schools' means no noise. */
  "contextual-latent": points("points-per-sd"),
  /** Share of the variance of background within schools, noise of means removed. */
  "social-inclusion": {
    unit: "share",
    bounds: SHARE,
    scale: "share-within",
    link: "none",
  },
  /** Share of the variance of scores within schools, noise of means removed. */
  "academic-inclusion": {
    unit: "share",
    bounds: SHARE,
    scale: "share-within",
    link: "none",
  },
  /** Reliability of the index. */
  "reliability": { unit: "share", bounds: SHARE, scale: "plain", link: "none" },
  /** The slope, had the index no error. */
  "slope-corrected": points("points-per-sd"),
  /** The explained share, had the index no error. */
  "explained-corrected": {
    unit: "r2",
    bounds: POSITIVE,
    scale: "squared-correlation",
    link: "none",
  },
  /** SD of the scores. */
  "score-spread": {
    unit: "points",
    bounds: POSITIVE,
    scale: "plain",
    link: "stretch",
  },
  /** SD of the scores among pupils of the same background. */
  "residual-spread": {
    unit: "points",
    bounds: POSITIVE,
    scale: "plain",
    link: "stretch",
  },
  /** From the middle score up to the 90th percentile, minus from the 10th up to the middle. */
  "score-skew": points(),
  /** SD of the index. */
  "background-spread": {
    unit: "sd",
    bounds: POSITIVE,
    scale: "plain",
    link: "none",
  },
  /** Share of pupils whose background is not known. */
  "unknown-share": {
    unit: "share",
    bounds: SHARE,
    scale: "plain",
    link: "none",
  },
  /** Mean of those minus mean of the others. */
  "unknown-gap": points(),
};

/** Parts of a change in the slope; they add up to it. */
export const CHANGE_PARTS = [
  "part-segregation",
  "part-between",
  "part-within",
] as const;

/** A change in a measure, or a part of the change in the slope. */
export type ChangeMeasure = Measure | (typeof CHANGE_PARTS)[number];

/** Names of all changes, in order. */
export const CHANGE_NAMES: readonly ChangeMeasure[] = [
  ...MEASURE_NAMES,
  ...CHANGE_PARTS,
];

/** What a measure, or a change in one, is counted in and how it behaves. */
export function measureInfo(measure: ChangeMeasure): MeasureInfo {
  return measure in MEASURES
    ? MEASURES[measure as Measure]
    : points("points-per-sd");
}
