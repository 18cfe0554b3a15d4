import type { ReplicateData } from "#lib/inference/mod.ts";
import { checkGroupColumns } from "./check_group_columns.ts";
import { checkBlocks, type ColumnBlock, columnsOf } from "./column_block.ts";
import { expandColumns, type ExpandedColumns } from "./expanded_columns.ts";
import { wantedShares } from "./influence_moments.ts";
import { meanOf } from "./row_moments.ts";
import { type ScoreGroup, scoreGroup } from "./score_group.ts";

/** What all replicates of a gap at percentiles have in common. */
export interface PreparedPercentileGap {
  /** Both groups, their scores in order. */
  readonly groups: readonly [ScoreGroup, ScoreGroup];
  /** Maps to what a reader sees. */
  readonly expanded: ExpandedColumns;
  /** People in both groups. */
  readonly n: number;
  /** Weights of a group's people. */
  readonly weightsOf: (
    group: ScoreGroup,
    weights: Float64Array,
  ) => Float64Array;
}

/**
 * Checks groups, columns and shares, and puts the scores in order.
 * @throws {RangeError} If one of them is not as it must be.
 */
export function preparePercentileGap(
  data: ReplicateData,
  { groups: names, blocks, shares }: {
    readonly groups: readonly [string, string];
    readonly blocks: readonly ColumnBlock[];
    readonly shares: readonly number[];
  },
): PreparedPercentileGap {
  checkBlocks(blocks);
  if (
    shares.length === 0 ||
    shares.some((p, s) => !(p > 0 && p < 1 && (s === 0 || p > shares[s - 1]!)))
  ) {
    throw new RangeError(
      `Cannot decompose gaps at percentiles: shares ${
        shares.join(", ")
      } are not rising between 0 and 1`,
    );
  }
  checkGroupColumns(data, { groups: names, columns: columnsOf(blocks) });
  const columns = columnsOf(blocks).map((name) => data.columns![name]!);
  const { weights } = data.design;
  const origins = Float64Array.of(
    0,
    ...columns.map((column) => meanOf(column, weights)),
  );
  const make = (name: string): ScoreGroup => {
    const member = data.columns![name]!;
    const rows = Uint32Array.from(weights, (_, i) => i)
      .filter((i) => member[i] === 1);
    return scoreGroup(data.values, {
      rows,
      columns,
      origins,
      design: data.design,
      shares: wantedShares(shares),
    });
  };
  const groups = [make(names[0]), make(names[1])] as const;
  return {
    groups,
    expanded: expandColumns(blocks, origins),
    n: groups[0].rows.length + groups[1].rows.length,
    weightsOf: ({ rows }, all) => {
      const own = new Float64Array(rows.length);
      for (let i = 0; i < own.length; i++) own[i] = all[rows[i]!]!;
      return own;
    },
  };
}
