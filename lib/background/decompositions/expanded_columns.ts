import type { ColumnBlock } from "./column_block.ts";
import { columnsOf } from "./column_block.ts";

/**
 * Maps from means and coefficients counted from an origin to those a reader sees: from
 * zero, and with a coefficient for every category.
 */
export interface ExpandedColumns {
  /** Expanded columns: the constant, then each block's, with its category without column. */
  readonly count: number;
  /** Columns before expansion, the constant among them; p. */
  readonly columns: number;
  /** From means to means, count × p by rows. */
  readonly ofMeans: Float64Array;
  /** From coefficients to coefficients, count × p by rows. */
  readonly ofCoefficients: Float64Array;
  /** Per expanded column: number of its block, −1 for the constant. */
  readonly block: Int32Array;
}

/** Where an expanded row is written. */
interface Row {
  readonly means: Float64Array;
  readonly coefficients: Float64Array;
}

/**
 * Makes the maps.
 *
 * With categories, the mean over all K categories of their coefficients, that of the
 * category without a column being 0, is taken from each and added to the constant: the
 * result is the same whichever category has no column.
 *
 * @param origins What was taken from each column, the constant's 0 first.
 * @see Yun (2005), Economic Inquiry 43, 766–772.
 */
export function expandColumns(
  blocks: readonly ColumnBlock[],
  origins: Float64Array,
): ExpandedColumns {
  const p = columnsOf(blocks).length + 1;
  const row = (): Row => ({
    means: new Float64Array(p),
    coefficients: new Float64Array(p),
  });
  const constant = row();
  constant.means[0] = 1;
  constant.coefficients[0] = 1;
  for (let j = 1; j < p; j++) constant.coefficients[j] = -origins[j]!;
  const rows = [constant];
  const block = [-1];
  let first = 1;
  blocks.forEach(({ columns, kind }, b) => {
    const end = first + columns.length;
    const share = kind === "categories" ? 1 / (columns.length + 1) : 0;
    const base = row();
    base.means[0] = 1;
    for (let j = first; j < end; j++) {
      const own = row();
      own.means[0] = origins[j]!;
      own.means[j] = 1;
      own.coefficients.fill(-share, first, end);
      own.coefficients[j]! += 1;
      base.means[0] -= origins[j]!;
      base.means[j] = -1;
      base.coefficients[j] = -share;
      constant.coefficients[j]! += share;
      rows.push(own);
      block.push(b);
    }
    if (kind === "categories") {
      rows.push(base);
      block.push(b);
    }
    first = end;
  });
  const flat = (part: keyof Row): Float64Array => {
    const matrix = new Float64Array(rows.length * p);
    rows.forEach((one, e) => matrix.set(one[part], e * p));
    return matrix;
  };
  return {
    count: rows.length,
    columns: p,
    ofMeans: flat("means"),
    ofCoefficients: flat("coefficients"),
    block: Int32Array.from(block),
  };
}
