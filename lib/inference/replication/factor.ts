/** The columns that statistics may be made of. */
export interface ColumnSource {
  /** Scores of the plausible value at hand, less the origin; points. */
  readonly scores: Float64Array;
  /** What was taken from the scores; points. */
  readonly origin: number;
  /**
   * A column of the data.
   * @throws {RangeError} If there is no such column or a value is missing.
   */
  column(name: string): Float64Array;
  /** Mean of a column, with the full weights; taken from {@linkcode variable}. */
  centre(name: string): number;
}

/** A column that enters products, made once however many statistics use it. */
export interface Factor {
  /** The same for the same column. */
  readonly key: string;
  /** Whether it differs between plausible values. */
  readonly ofScores: boolean;
  /** Makes the column. */
  readonly make: (source: ColumnSource) => Float64Array;
}

/** A product of two columns, whose weighted sum a statistic needs. */
export type Term = readonly [Factor, Factor];

/** A percentile of the scores that a statistic needs. */
export interface PercentileTerm {
  /** From 0 to 1. */
  readonly p: number;
  /** See {@linkcode PercentileDefinition}. */
  readonly definition: PercentileDefinition;
}

/**
 * What a percentile is between two scores; c is the share of weight up to and with one.
 *
 * - "midpoint": each score stands in the middle of its weight, straight lines between
 *   (Hazen); the house's.
 * - "interpolated": each score stands at c, straight lines between; as BIFIEsurvey.
 * - "inverse": the first score whose c is p or more; as R's survey.
 */
export type PercentileDefinition = "midpoint" | "interpolated" | "inverse";

/** A column of ones. */
export const one: Factor = {
  key: "1",
  ofScores: false,
  make: ({ scores }) => new Float64Array(scores.length).fill(1),
};

/** The scores, less the origin. */
export const score: Factor = {
  key: "score",
  ofScores: true,
  make: ({ scores }) => scores,
};

/** 1 where the score is above (below) the cut, else 0. */
export function scoreBeyond(side: "above" | "below", cut: number): Factor {
  return {
    key: `score ${side} ${cut}`,
    ofScores: true,
    make: ({ scores, origin }) => {
      const place = cut - origin;
      return side === "above"
        ? scores.map((d) => d > place ? 1 : 0)
        : scores.map((d) => d < place ? 1 : 0);
    },
  };
}

/** A column of the data less its mean, which keeps digits in squares. */
export function variable(name: string): Factor {
  return {
    key: `variable ${name}`,
    ofScores: false,
    make: (source) => {
      const centre = source.centre(name), column = source.column(name);
      const result = new Float64Array(column.length);
      for (let i = 0; i < result.length; i++) result[i] = column[i]! - centre;
      return result;
    },
  };
}

/** A factor among the people whose column `group` is 1; 0 for all others. */
export function within(factor: Factor, group: string | undefined): Factor {
  if (group === undefined) return factor;
  return {
    key: `${factor.key} where ${group}`,
    ofScores: factor.ofScores,
    make: (source) => {
      const column = source.column(group);
      const wrong = column.findIndex((g) => g !== 0 && g !== 1);
      if (wrong >= 0) {
        throw new RangeError(
          `Cannot select people by "${group}": found ${
            column[wrong]
          } in row ${wrong}, allowed are 0 and 1`,
        );
      }
      const made = factor.make(source);
      const result = new Float64Array(made.length);
      for (let i = 0; i < result.length; i++) result[i] = made[i]! * column[i]!;
      return result;
    },
  };
}
