import {
  type Estimate,
  type NoEstimate,
  type ReplicateData,
  replicateEstimates,
} from "#lib/inference/mod.ts";
import { type RateGapSpec, rateGapStatistic } from "./rate_gap_statistic.ts";

/** One cell's part of a difference of rates. */
export interface CellPart {
  /** From its share being another. */
  readonly composition: Estimate | NoEstimate;
  /** From its rate being another. */
  readonly rates: Estimate | NoEstimate;
}

/** A difference of rates and its parts; all from −1 to 1. */
export interface RateGapDecomposition extends CellPart {
  /** Rate of the first group and of the second. */
  readonly groups: readonly [Estimate | NoEstimate, Estimate | NoEstimate];
  /** First rate less second: composition and rates sum to it. */
  readonly gap: Estimate | NoEstimate;
  /** Of each cell, by name. */
  readonly cells: Readonly<Record<string, CellPart>>;
}

/** Kitagawa's decomposition with plausible values and replicates; see {@linkcode rateGapStatistic}. */
export function decomposeRateGap(
  data: ReplicateData,
  spec: RateGapSpec,
): RateGapDecomposition {
  const estimates = replicateEstimates([rateGapStatistic(spec)], data)
    .map(({ estimate }) => estimate);
  const { cells } = spec;
  return {
    groups: [estimates[0]!, estimates[1]!],
    gap: estimates[2]!,
    composition: estimates[3]!,
    rates: estimates[4]!,
    cells: Object.fromEntries(
      cells.map((name, k) => [name, {
        composition: estimates[5 + k]!,
        rates: estimates[5 + cells.length + k]!,
      }]),
    ),
  };
}
