/**
 * Numbers as a Danish reader expects them. Reports format numbers here and
 * nowhere else, so that a digit is rounded once and the same way everywhere.
 * @module
 */
import type { Estimate, EstimateUnit } from "#lib/inference/mod.ts";

/** "95 %-interval" in one piece: no line break at its space or hyphen. */
export const intervalLabel = "95\u00a0%\u2011interval";

/** No-break space, between a number and what belongs to it. */
export const noBreakSpace = "\u00a0";

/** How many decimals each unit is shown with, after scaling by `factor`. */
const unitFormats: Readonly<
  Record<EstimateUnit, { factor: number; decimals: number; suffix: string }>
> = {
  points: { factor: 1, decimals: 0, suffix: "" },
  "points-per-sd": { factor: 1, decimals: 0, suffix: "" },
  share: { factor: 100, decimals: 0, suffix: `${noBreakSpace}%` },
  r2: { factor: 100, decimals: 1, suffix: `${noBreakSpace}%` },
  logits: { factor: 1, decimals: 2, suffix: "" },
  correlation: { factor: 1, decimals: 2, suffix: "" },
  ratio: { factor: 1, decimals: 1, suffix: "" },
  sd: { factor: 1, decimals: 2, suffix: "" },
};

/** Options for {@linkcode formatNumber}. */
export interface FormatNumberOptions {
  /** Digits after the comma. @default {0} */
  readonly decimals?: number;
  /** "always" writes + before positive numbers. @default {"negative"} */
  readonly sign?: "negative" | "always";
}

/**
 * Formats a number with decimal comma, dot between thousands and a real minus.
 *
 * @returns e.g. "1.234,5", "−3", "+8"; a rounded zero has no sign.
 * @throws {RangeError} If the value is not finite: a hidden number is never formatted.
 */
export function formatNumber(
  value: number,
  { decimals = 0, sign = "negative" }: FormatNumberOptions = {},
): string {
  if (!Number.isFinite(value)) {
    throw new RangeError(
      `Cannot format a number: found ${value}, allowed are finite numbers`,
    );
  }
  const text = new Intl.NumberFormat("da-DK", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: sign === "always" ? "exceptZero" : "negative",
  }).format(value);
  return text.replace("-", "−");
}

/** Formats a count of people, schools or answers, e.g. "80.123". */
export function formatCount(count: number): string {
  return formatNumber(count);
}

/** Formats points of the 500-scale as a whole number, e.g. "512". */
export function formatPoints(points: number): string {
  return formatNumber(points);
}

/** Formats a share between 0 and 1 as per cent, e.g. "12 %". */
export function formatShare(share: number, decimals = 0): string {
  return `${formatNumber(share * 100, { decimals })}${noBreakSpace}%`;
}

/** Formats a year; years never get a dot. */
export function formatYear(year: number): string {
  return String(year);
}

/** Formats a period between two years, e.g. "2015–2017". */
export function formatPeriod(from: number, to: number): string {
  return `${from}–${to}`;
}

/**
 * Formats a p-value with three decimals.
 *
 * @param p From 0 to 1.
 * @returns e.g. "p = 0,034" or "p < 0,001", with no-break spaces.
 */
export function formatPValue(p: number): string {
  const space = noBreakSpace;
  if (p < 0.001) return `p${space}<${space}0,001`;
  return `p${space}=${space}${formatNumber(p, { decimals: 3 })}`;
}

/** Formats a list in running text, e.g. "a, b og c". */
export function formatList(words: readonly string[]): string {
  return new Intl.ListFormat("da-DK", { type: "conjunction" }).format(words);
}

/** Formats a day for running text, e.g. "14. februar 2018", from "2018-02-14". */
export function formatDate(isoDate: string): string {
  const date = new Date(`${isoDate}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) {
    throw new RangeError(
      `Cannot format a date: found "${isoDate}", allowed is a day like 2018-02-14`,
    );
  }
  return new Intl.DateTimeFormat("da-DK", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(date);
}

/** Formats the value of an estimate in its unit, e.g. "512" or "12 %". */
export function formatValue(
  estimate: Estimate,
  { sign = "negative" }: { readonly sign?: "negative" | "always" } = {},
): string {
  const { factor, decimals, suffix } = unitFormats[estimate.unit];
  return formatNumber(estimate.value * factor, { decimals, sign }) + suffix;
}

/**
 * Formats the 95 % interval of an estimate, e.g. "505–519" or "−3 til 5".
 *
 * A limit that would round to 0 although it is not 0 gets more decimals: a
 * reader must see on which side of 0 the interval ends.
 */
export function formatInterval(estimate: Estimate): string {
  const { factor, suffix } = unitFormats[estimate.unit];
  const [lower, upper] = estimate.interval;
  const text = [lower, upper].map((limit) =>
    formatNumber(limit * factor, {
      decimals: decimalsOfLimit(limit * factor, estimate.unit),
    })
  );
  const joint = lower < 0 ? " til " : "–";
  return `${text.join(joint)}${suffix}`;
}

/**
 * Formats the interval of a difference's size, e.g. "3–13" for a fall of 8 with
 * the interval from −13 to −3; meant for differences whose direction is told.
 */
export function formatMagnitudeInterval(estimate: Estimate): string {
  const [lower, upper] = estimate.interval;
  return upper < 0
    ? formatInterval({ ...estimate, interval: [-upper, -lower] })
    : formatInterval(estimate);
}

/** Formats value and interval, e.g. "512 (505–519)". */
export function formatEstimate(estimate: Estimate): string {
  return `${formatValue(estimate)} (${formatInterval(estimate)})`;
}

/** Formats a difference or change with sign and interval, e.g. "+8 (3–13)". */
export function formatDifference(estimate: Estimate): string {
  const value = formatValue(estimate, { sign: "always" });
  return `${value} (${formatInterval(estimate)})`;
}

/**
 * Formats the size of a difference with its noun, without sign, e.g. "8 point"
 * or "3 procentpoint".
 */
export function formatMagnitude(estimate: Estimate): string {
  const { factor, decimals } = unitFormats[estimate.unit];
  const size = Math.abs(estimate.value * factor);
  const shown = formatNumber(size, {
    decimals: size > 0 && size < 0.5 && decimals === 0 ? 1 : decimals,
  });
  return `${shown}${noBreakSpace}${unitNoun(estimate.unit)}`;
}

/** The noun after a difference in a unit; the same in singular and plural. */
export function unitNoun(unit: EstimateUnit): string {
  if (unit === "share" || unit === "r2") return "procentpoint";
  if (unit === "logits") return "logit";
  return unit === "correlation" ? "i korrelation" : "point";
}

function decimalsOfLimit(limit: number, unit: EstimateUnit): number {
  const { decimals } = unitFormats[unit];
  if (limit === 0) return decimals;
  const powers = [1, 10, 100];
  const needed = powers.findIndex((power) => Math.abs(limit) * power >= 0.5);
  return Math.max(decimals, needed < 0 ? powers.length : needed);
}
