import {
  type Estimate,
  type NoEstimate,
  type ReplicateData,
  replicateEstimates,
} from "#lib/inference/mod.ts";
import { checkGroupColumns } from "./check_group_columns.ts";
import {
  columnsOfSlope,
  SLOPE_HEAD,
  type SlopeChangeSpec,
  slopeChangeStatistic,
} from "./slope_change_statistic.ts";

/** A slope without and with added columns, and what each block brings. */
export interface SlopeExplanation {
  /** Slope with the base columns alone, points per unit of its column. */
  readonly alone: Estimate | NoEstimate;
  /** Slope with all columns. */
  readonly withAll: Estimate | NoEstimate;
  /** Alone less with all: the sum of the blocks' parts. */
  readonly change: Estimate | NoEstimate;
  /** Part of each block, by name. */
  readonly blocks: Readonly<Record<string, Estimate | NoEstimate>>;
}

/**
 * Says how much of a slope, e.g. the social gradient, goes through each block of added
 * columns, with plausible values and replicates; see {@linkcode slopeChangeStatistic}.
 * What it says is association: the blocks may stand for what was not asked.
 *
 * @throws {RangeError} If columns are absent, constant or depend on each other.
 */
export function explainSlope(
  data: ReplicateData,
  spec: SlopeChangeSpec,
): SlopeExplanation {
  const { where } = spec;
  checkGroupColumns(data, {
    groups: where === undefined ? [] : [where],
    columns: columnsOfSlope(spec),
  });
  const estimates = replicateEstimates([slopeChangeStatistic(spec)], data)
    .map(({ estimate }) => estimate);
  return {
    alone: estimates[0]!,
    withAll: estimates[1]!,
    change: estimates[2]!,
    blocks: Object.fromEntries(
      spec.blocks.map(({ name }, b) => [name, estimates[SLOPE_HEAD + b]!]),
    ),
  };
}
