import type {
  ReplicateStatistic,
  StatisticOutput,
} from "#lib/inference/mod.ts";
import { addColumns, blockRanges, changeBy } from "./added_columns.ts";
import { checkBlocks, type ColumnBlock, columnsOf } from "./column_block.ts";
import { momentTerms, readMoments } from "./group_moments.ts";

/** A slope, and what may stand behind it. */
export interface SlopeChangeSpec {
  /** Name of the column whose slope is explained, e.g. the background index. */
  readonly slope: string;
  /** Other columns that are always there. @default {none} */
  readonly base?: readonly string[];
  /** Columns that are added, in blocks, e.g. of the learning environment. */
  readonly blocks: readonly ColumnBlock[];
  /** Name of a column that is 1 for the people it is about. @default {everyone} */
  readonly where?: string;
}

/** Numbers before those of the blocks: the slope without and with the added columns, their difference. */
export const SLOPE_HEAD = 3;

/**
 * Checks a {@linkcode SlopeChangeSpec}.
 *
 * @returns All columns: the slope's, the base ones, the added ones.
 * @throws {RangeError} If nothing is added or a column occurs twice.
 */
export function columnsOfSlope(
  { slope, base = [], blocks }: SlopeChangeSpec,
): readonly string[] {
  checkBlocks(blocks);
  checkBlocks([
    { name: "the base columns", columns: [slope, ...base] },
    ...blocks,
  ]);
  return [slope, ...base, ...columnsOf(blocks)];
}

/**
 * Splits the change in a slope when columns are added into what each block of them
 * brings (Gelbach's decomposition), as a function of weighted sums.
 *
 * A block's part is Σ Γ_k b_k: how the added column goes with the one whose slope it
 * is, times its own coefficient when all are there. The parts sum to the change, and no
 * order of adding enters. Its numbers are the slope without and with them, the change
 * without less with, and each block's part; NaN where columns depend on each other.
 *
 * @throws {RangeError} If nothing is added or a column occurs twice.
 * @see Gelbach (2016), Journal of Labor Economics 34, 509–543.
 */
export function slopeChangeStatistic(
  spec: SlopeChangeSpec,
): ReplicateStatistic {
  const names = columnsOfSlope(spec);
  const { base = [], blocks, where } = spec;
  const baseCount = 2 + base.length;
  const ranges = blockRanges(blocks);
  const labels = ["slope alone", "slope with all", "change"];
  return {
    ...(where === undefined ? {} : { where }),
    outputs: [...labels, ...blocks.map(({ name }) => name)].map(
      (label): StatisticOutput => ({ label, unit: "points-per-sd" }),
    ),
    terms: momentTerms(names, where),
    percentiles: [],
    evaluate: (sums, out) => {
      const moments = readMoments(sums, 0, { columns: names.length + 1 });
      const fit = addColumns(moments, baseCount);
      if (fit === null) {
        out.fill(NaN);
        return;
      }
      out[0] = fit.base[1]!;
      out[1] = fit.full[1]!;
      out[2] = out[0]! - out[1]!;
      ranges.forEach((range, b) => {
        out[SLOPE_HEAD + b] = changeBy(fit, 1, range);
      });
    },
  };
}
