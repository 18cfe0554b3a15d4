import { one, score, scoreBeyond, type Term, within } from "../factor.ts";
import type { ReplicateStatistic } from "./replicate_statistic.ts";

/** Whom a statistic is about. */
export interface GroupOptions {
  /** Name of a column that is 1 for the people it is about and 0 for others. @default {everyone} */
  readonly where?: string;
}

/** What a sum of squares is divided by to make a variance. */
export interface DivisorOptions extends GroupOptions {
  /**
   * Σw, or Σw less the number of coefficients (of a mean: 1), as BIFIEsurvey does.
   * @default {"weights"}
   */
  readonly divisor?: "weights" | "weights less parameters";
}

function asWhere(where: string | undefined): { where?: string } {
  return where === undefined ? {} : { where };
}

/** Σw, Σw d and Σw d² in a group. */
function momentTerms(where: string | undefined): readonly Term[] {
  const inGroup = within(one, where);
  return [[inGroup, one], [inGroup, score], [within(score, where), score]];
}

/** Mean of the scores: Σwy / Σw. */
export function meanStatistic(
  { where }: GroupOptions = {},
): ReplicateStatistic {
  return {
    ...asWhere(where),
    outputs: [{ label: "mean", unit: "points" }],
    terms: momentTerms(where).slice(0, 2),
    percentiles: [],
    evaluate: (sums, out, { score: origin }) => {
      out[0] = origin + sums[1]! / sums[0]!;
    },
  };
}

/** Standard deviation of the scores: root of Σw (y − ȳ)² / Σw. */
export function spreadStatistic(
  { where, divisor = "weights" }: DivisorOptions = {},
): ReplicateStatistic {
  return {
    ...asWhere(where),
    outputs: [{
      label: "standard deviation",
      unit: "points",
      bounds: [0, Infinity],
    }],
    terms: momentTerms(where),
    percentiles: [],
    evaluate: (sums, out) => {
      const weight = sums[0]!, mean = sums[1]! / weight;
      const squares = Math.max(0, sums[2]! - weight * mean * mean);
      out[0] = Math.sqrt(
        squares / (divisor === "weights" ? weight : weight - 1),
      );
    },
  };
}

/**
 * Share of people whose score is above or below a cut: Σw 1[y > cut] / Σw.
 *
 * @throws {RangeError} If the cut is no number.
 */
export function shareStatistic(
  side: "above" | "below",
  cut: number,
  { where }: GroupOptions = {},
): ReplicateStatistic {
  if (!Number.isFinite(cut)) {
    throw new RangeError(
      `Cannot compute a share: the cut is ${cut}, a number of points is needed`,
    );
  }
  const inGroup = within(one, where);
  return {
    ...asWhere(where),
    outputs: [{ label: `share ${side} ${cut}`, unit: "share", bounds: [0, 1] }],
    terms: [[inGroup, one], [inGroup, scoreBeyond(side, cut)]],
    percentiles: [],
    evaluate: (sums, out) => {
      out[0] = sums[1]! / sums[0]!;
    },
  };
}
