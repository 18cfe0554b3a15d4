import type { EstimateUnit } from "../../estimate.ts";
import type { PercentileTerm, Term } from "../factor.ts";

/** One number that a statistic gives. */
export interface StatisticOutput {
  /** Name for the reader of the results. */
  readonly label: string;
  /** What the number is counted in. */
  readonly unit: EstimateUnit;
  /** Values that the true number can take. @default {[-Infinity, Infinity]} */
  readonly bounds?: readonly [lower: number, upper: number];
}

/** What was taken from the columns before they were summed. */
export interface Origins {
  /** From the scores, points. */
  readonly score: number;
  /** From a column of the data. */
  centre(name: string): number;
}

/** Scores and weights of all people, for statistics that are no function of sums. */
export interface WeightedRows {
  /** Points. */
  readonly scores: Float64Array;
  /** 0 or more. */
  readonly weights: Float64Array;
  /** A column of the data. */
  column(name: string): Float64Array;
}

/** Any statistic as a function of weights, computed for every replicate and plausible value. */
export interface ReplicateStatistic {
  /** The numbers that it gives. */
  readonly outputs: readonly StatisticOutput[];
  /** Products whose weighted sums it needs. */
  readonly terms: readonly Term[];
  /** Percentiles that it needs. */
  readonly percentiles: readonly PercentileTerm[];
  /** Name of a column that is 1 for the people it is about. @default {everyone} */
  readonly where?: string;
  /**
   * Writes the numbers, in the order of `outputs`, NaN where one is undefined.
   *
   * @param atoms The sums in the order of `terms`, then the percentiles, then the
   * numbers of `direct`.
   */
  evaluate(atoms: Float64Array, out: Float64Array, origins: Origins): void;
  /** Numbers computed from all rows: slow, for what is no function of sums. */
  readonly direct?: {
    /** How many. */
    readonly count: number;
    /** Computes them. */
    compute(rows: WeightedRows): ArrayLike<number>;
  };
}
