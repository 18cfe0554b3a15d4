import { mirrorLowerInPlace } from "#lib/numerics/mod.ts";
import type { GapRows } from "./decompose_gap_once.ts";
import type { OriginRows } from "./gap_uncertainty.ts";
import type { GroupMoments } from "./group_moments.ts";

/** Columns counted from their means, and what was taken from them. */
export interface RowsFromOrigin {
  /** Columns, scores and weights. */
  readonly rows: OriginRows;
  /** What was taken from each column, the constant's 0 first. */
  readonly origins: Float64Array;
}

function checkColumn(
  values: ArrayLike<number> | undefined,
  length: number,
  { name }: { readonly name: string },
): Float64Array {
  if (values?.length !== length) {
    throw new RangeError(
      `Cannot decompose: column "${name}" has ${
        values?.length ?? "no"
      } values, expected ${length}`,
    );
  }
  const column = Float64Array.from(values);
  const missing = column.findIndex((x) => !Number.isFinite(x));
  if (missing >= 0) {
    throw new RangeError(
      `Cannot decompose: column "${name}" has ${
        column[missing]
      } in row ${missing}, leave out rows without a value first`,
    );
  }
  return column;
}

function less(column: Float64Array, origin: number): Float64Array {
  const result = new Float64Array(column.length);
  for (let i = 0; i < result.length; i++) result[i] = column[i]! - origin;
  return result;
}

/** Σwx / Σw. */
export function meanOf(
  column: ArrayLike<number>,
  weights: Float64Array,
): number {
  let sum = 0, total = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]! * column[i]!;
    total += weights[i]!;
  }
  return sum / total;
}

/**
 * Checks columns and counts them from their weighted means, which keeps digits in squares.
 *
 * @throws {RangeError} If lengths differ, a value is missing or a weight is negative.
 */
export function originRows(
  data: Pick<GapRows, "scores" | "columns" | "weights">,
  names: readonly string[],
): RowsFromOrigin {
  const n = data.scores.length;
  const weights = data.weights
    ? checkColumn(data.weights, n, { name: "weights" })
    : new Float64Array(n).fill(1);
  const negative = weights.findIndex((w) => w < 0);
  if (negative >= 0) {
    throw new RangeError(
      `Cannot decompose: weight ${
        weights[negative]
      } in row ${negative} is not a number of 0 or more`,
    );
  }
  const scores = checkColumn(data.scores, n, { name: "scores" });
  const scoreOrigin = meanOf(scores, weights);
  const columns = names.map((name) =>
    checkColumn(data.columns[name], n, { name })
  );
  const origins = Float64Array.of(
    0,
    ...columns.map((column) => meanOf(column, weights)),
  );
  return {
    rows: {
      columns: [
        new Float64Array(n).fill(1),
        ...columns.map((column, k) => less(column, origins[k + 1]!)),
      ],
      scores: less(scores, scoreOrigin),
      weights,
    },
    origins,
  };
}

/**
 * Rows of the people whose column `group` is 1.
 * @throws {RangeError} If there is no such column, or it has other values than 0 and 1.
 */
export function rowsOfGroup(
  { columns, scores }: Pick<GapRows, "columns" | "scores">,
  group: string,
): Int32Array {
  const column = checkColumn(columns[group], scores.length, { name: group });
  const wrong = column.findIndex((g) => g !== 0 && g !== 1);
  if (wrong >= 0) {
    throw new RangeError(
      `Cannot select people by "${group}": found ${
        column[wrong]
      } in row ${wrong}, allowed are 0 and 1`,
    );
  }
  const rows: number[] = [];
  column.forEach((g, i) => {
    if (g === 1) rows.push(i);
  });
  return Int32Array.from(rows);
}

/** Weighted sums of products over some rows. */
export function momentsOfRows(
  { columns, scores, weights }: OriginRows,
  rows: Int32Array,
): GroupMoments {
  const p = columns.length;
  const cross = new Float64Array(p * p), withScores = new Float64Array(p);
  const x = new Float64Array(p);
  let scoreSquare = 0;
  for (const i of rows) {
    const w = weights[i]!, y = scores[i]!;
    scoreSquare += w * y * y;
    for (let j = 0; j < p; j++) x[j] = columns[j]![i]!;
    for (let j = 0; j < p; j++) {
      const wx = w * x[j]!;
      withScores[j]! += wx * y;
      for (let k = 0; k <= j; k++) cross[j * p + k]! += wx * x[k]!;
    }
  }
  mirrorLowerInPlace(cross, p);
  return { columns: p, cross, withScores, scoreSquare };
}
