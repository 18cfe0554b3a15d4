/** Where a study counts something: all its rows of one quantity, in every setting. */
export interface StudyReference {
  /** Name of the study. */
  readonly study: string;
  /** The rows' quantity. */
  readonly quantity: string;
}

/** A kind of interval or verdict that reports print, and the study that tries it. */
export interface PrintedInterval {
  /** As {@linkcode intervalKind} gives them, or as the page calls those without a name. */
  readonly kinds: readonly string[];
  /** What the reader knows it as, in Danish. */
  readonly label: string;
  /** How often the interval holds the truth; null where that is not tried, or cannot be. */
  readonly coverage: StudyReference | null;
  /** How often something is found where there is nothing. @default {not counted by itself} */
  readonly falseFindings?: StudyReference;
}

/** The printed intervals of one part of the reports. */
export interface LedgerPart {
  /** Danish heading. */
  readonly title: string;
  /** In the order of the reports. */
  readonly intervals: readonly PrintedInterval[];
}

const YEARS = /^\d{4}(-\d{4})?$/;

/**
 * The kind of a number by its published name: what follows the year or period, e.g.
 * "mean-change" of "pr_laesning/2015-2019/mean-change". Without a year it is the last
 * part, and of the lottery's effects the first.
 */
export function intervalKind(name: string): string {
  const parts = name.split("/");
  const year = parts.findIndex((part) => YEARS.test(part));
  if (year >= 0) return parts.slice(year + 1).join("/");
  return parts[0] === "effect" ? "effect" : parts.at(-1)!;
}
