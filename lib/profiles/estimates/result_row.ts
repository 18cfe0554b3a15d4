import {
  combinedDegreesOfFreedom,
  type JackknifeStatistic,
} from "#lib/inference/mod.ts";
import { isTooFew } from "../disclosure.ts";
import type { EstimateRow } from "../estimate_table.ts";
import { type LinkPart, NO_LINK } from "./link_part.ts";
import type { HiddenReason } from "../types.ts";

/** The part of a row that says what the number is. */
export type RowLabel = Omit<
  EstimateRow,
  | "hidden"
  | "value"
  | "sampling"
  | "measurement"
  | "missing"
  | "link"
  | "degreesOfFreedom"
>;

/** One number before its label, variances in squared units. */
export interface RawResult {
  readonly value: number;
  readonly sampling: number;
  readonly measurement: number;
  /** From imputed background. @default {0} */
  readonly missing?: number;
  /** From the choice of common items; 0 but in a change over waves. @default {0} */
  readonly link?: number;
  readonly degreesOfFreedom: number;
}

/**
 * Fewest degrees of freedom of the sampling variance. With two clusters, one
 * degree, an interval of thousands of points is no statement of uncertainty.
 */
export const FEWEST_DEGREES_OF_FREEDOM = 1.05;

/**
 * What the jackknife says of one statistic; null where it has no uncertainty, or
 * rests on too few clusters to state one.
 *
 * @param draws Number of plausible values.
 * @param link Part from the choice of common items, for a change over waves.
 */
export function fromJackknife(
  statistic: JackknifeStatistic,
  draws: number,
  link: LinkPart = NO_LINK,
): RawResult | null {
  if (statistic.status !== "ok") return null;
  if (!(statistic.degreesOfFreedom >= FEWEST_DEGREES_OF_FREEDOM)) return null;
  return {
    value: statistic.value,
    sampling: statistic.sampling,
    measurement: (1 + 1 / draws) * statistic.between,
    link: link.variance,
    degreesOfFreedom: combinedDegreesOfFreedom({
      within: statistic.sampling,
      between: statistic.between,
      draws,
      completeDegreesOfFreedom: statistic.degreesOfFreedom,
      link,
    }),
  };
}

/** A row without a number. */
export function hiddenRow(label: RowLabel, hidden: HiddenReason): EstimateRow {
  return {
    ...label,
    hidden,
    value: NaN,
    sampling: NaN,
    measurement: NaN,
    missing: NaN,
    link: NaN,
    degreesOfFreedom: NaN,
  };
}

/**
 * The row of a result, or the reason why it may not or cannot be shown.
 *
 * @param where.smallest Fewest people in any group the statistic compares.
 */
export function resultRow(
  label: RowLabel,
  { result, smallest }: {
    readonly result: RawResult | null;
    readonly smallest: number;
  },
): EstimateRow {
  if (smallest === 0) return hiddenRow(label, "no-answers");
  if (isTooFew(smallest)) return hiddenRow(label, "too-few");
  if (result === null) return hiddenRow(label, "no-uncertainty");
  return { ...label, hidden: null, missing: 0, link: 0, ...result };
}
