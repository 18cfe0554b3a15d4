import {
  type Estimate,
  type NoEstimate,
  type ReplicateData,
  replicateEstimates,
} from "#lib/inference/mod.ts";
import {
  type FitSharesSpec,
  fitSharesStatistic,
} from "./fit_shares_statistic.ts";

/** R² and whose share of it is how large. */
export interface FitShares {
  /** Share of the variance of scores that goes with all columns, 0 to 1. */
  readonly total: Estimate | NoEstimate;
  /** Share of each block, by name; they sum to the total. */
  readonly blocks: Readonly<Record<string, Estimate | NoEstimate>>;
  /** Share of each coalition, by name. */
  readonly coalitions: Readonly<Record<string, Estimate | NoEstimate>>;
}

/**
 * Shares out R² between blocks of columns, with plausible values and replicates; see
 * {@linkcode fitSharesStatistic}.
 *
 * @throws {RangeError} If columns are absent or the blocks are not as they must be.
 */
export function shareOutFit(
  data: ReplicateData,
  spec: FitSharesSpec,
): FitShares {
  const { blocks, coalitions = {} } = spec;
  const [total, ...estimates] = replicateEstimates(
    [fitSharesStatistic(spec)],
    data,
  ).map(({ estimate }) => estimate);
  const named = (names: readonly string[], from: number) =>
    Object.fromEntries(names.map((name, k) => [name, estimates[from + k]!]));
  return {
    total: total!,
    blocks: named(blocks.map(({ name }) => name), 0),
    coalitions: named(Object.keys(coalitions), blocks.length),
  };
}
