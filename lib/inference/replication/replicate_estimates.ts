import {
  columnSource,
  compileStatistics,
  weightedMean,
} from "./compile_statistics.ts";
import type { ReplicateDesign } from "./designs/replicate_design.ts";
import type { DegreesOfFreedomRule } from "./estimates_from_sums.ts";
import { evaluateStatistics } from "./evaluate_statistics.ts";
import { poolReplicates, type ReplicatedEstimate } from "./pool_replicates.ts";
import type { ReplicateStatistic } from "./statistics/replicate_statistic.ts";

/** Scores, background and weights of the people that statistics are about. */
export interface ReplicateData {
  /** Plausible values, one column each, in points; all known. */
  readonly values: readonly ArrayLike<number>[];
  /** Other columns by name, all known; groups are 0 and 1. @default {none} */
  readonly columns?: Readonly<Record<string, ArrayLike<number>>>;
  /** Weights and replicate weights. */
  readonly design: ReplicateDesign;
  /** People left out for missing values before. @default {0} */
  readonly dropped?: number;
}

/** Options for {@linkcode replicateEstimates}. */
export interface ReplicateEstimatesOptions {
  /** How degrees of freedom are put together. @default {"combined"} */
  readonly degreesOfFreedom?: DegreesOfFreedomRule;
}

function checkValues({ values, design }: ReplicateData): Float64Array[] {
  if (values.length === 0) {
    throw new RangeError(
      "Cannot compute statistics: found no plausible values, at least 1 is needed",
    );
  }
  return values.map((column, m) => {
    const scores = column instanceof Float64Array
      ? column
      : Float64Array.from(column);
    if (scores.length !== design.weights.length) {
      throw new RangeError(
        `Cannot compute statistics: plausible value ${m} has ${scores.length} scores, expected ${design.weights.length}`,
      );
    }
    for (let i = 0; i < scores.length; i++) {
      // A difference from itself is 0 for finite numbers alone.
      if (scores[i]! - scores[i]! === 0) continue;
      throw new RangeError(
        `Cannot compute statistics: plausible value ${m} is ${
          scores[i]
        } in row ${i}, leave out rows without a value first`,
      );
    }
    return scores;
  });
}

/**
 * Computes statistics for all plausible values and all replicates in one pass, and
 * pools them.
 *
 * Every statistic is a function of weighted sums of products (means, spreads, shares,
 * covariances, regressions) and of percentiles. All sums are one product of a matrix of
 * columns with a matrix of weights, those without scores are made once for all plausible
 * values, and for percentiles each plausible value is sorted once. The sampling variance
 * is the mean over plausible values of the replicate variance of each, the measurement
 * variance (1 + 1/M) times the variance between them.
 *
 * @returns The numbers of all statistics, one after the other.
 * @throws {RangeError} If columns are absent, have other lengths or missing values.
 * @see OECD (2009), PISA Data Analysis Manual, 2nd ed., chapters 4 and 8.
 */
export function replicateEstimates(
  statistics: readonly ReplicateStatistic[],
  data: ReplicateData,
  { degreesOfFreedom = "combined" }: ReplicateEstimatesOptions = {},
): readonly ReplicatedEstimate[] {
  const { design, dropped = 0 } = data;
  const draws = checkValues(data);
  const source = columnSource({ design, columns: data.columns ?? {} });
  const numbers = evaluateStatistics(
    statistics,
    compileStatistics(statistics),
    {
      draws,
      design,
      source,
      origin: weightedMean(draws[0]!, design.weights),
    },
  );
  const rows = draws.length * (1 + design.replicates);
  return statistics.flatMap(({ outputs, where }, s) => {
    const n = where === undefined
      ? design.weights.length
      : source.column(where).reduce((total, one) => total + one, 0);
    return outputs.map((output, k) => {
      const ofOutput = Float64Array.from(
        { length: rows },
        (_, row) => numbers[s]![row * outputs.length + k]!,
      );
      return poolReplicates(output, ofOutput, {
        design,
        draws: draws.length,
        n,
        dropped,
        degreesOfFreedom,
      });
    });
  });
}
