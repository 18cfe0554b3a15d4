import { orthonormalBasis } from "#lib/numerics/mod.ts";
import { type AbsorbedGroups, absorbFromDesign } from "./absorb_groups.ts";
import type { NamedDesign } from "./build_design.ts";
import { withColumnNames } from "./check_rank.ts";
import { type GroupCodes, groupCodes } from "./group_codes.ts";
import { INTERCEPT } from "./term_columns.ts";

/** What rows of a regression weigh and belong to. */
export interface RegressionGroups {
  /** Length n, 0 or more, e.g. weights against non-response. @default {all 1} */
  readonly weights?: ArrayLike<number>;
  /** Cluster of each row, e.g. school; a text or a number of 0 or more. */
  readonly clusters?: ArrayLike<number> | ArrayLike<string>;
  /** Groups that get a constant each without a column each, e.g. school. */
  readonly absorb?: ArrayLike<number> | ArrayLike<string>;
}

/** A design ready for any number of outcomes. */
export interface PreparedRegression {
  /** Names of the coefficients, length p. */
  readonly names: readonly string[];
  /** Number of coefficients. */
  readonly p: number;
  /** Rows with a weight above 0. */
  readonly n: number;
  /** U, all rows × p, with U′WU = I; 0 in rows without weight. */
  readonly basis: Float64Array;
  /** R⁻¹, p × p: coefficients are R⁻¹ × those of U. */
  readonly inverseTriangle: Float64Array;
  /** Of mean 1, all rows; null where all weigh the same. */
  readonly weights: Float64Array | null;
  /** Null where rows are independent. */
  readonly clusters: GroupCodes | null;
  /** Null where nothing is absorbed. */
  readonly absorbed: AbsorbedGroups | null;
  /** Whether R² is measured from the mean. */
  readonly isCentred: boolean;
}

/** Weights of mean 1 over the rows that have any, or null where all are the same. */
function meanOneWeights(
  weights: ArrayLike<number> | undefined,
  rows: number,
): Float64Array | null {
  if (weights === undefined) return null;
  let total = 0, count = 0, isConstant = true;
  for (let i = 0; i < rows; i++) {
    const weight = weights[i]!;
    if (!(weight >= 0 && weight < Infinity)) {
      throw new RangeError(
        `Cannot fit a regression: weight ${weight} of row ${i} is not 0 or more`,
      );
    }
    total += weight;
    if (weight > 0) count++;
    if (weight !== weights[0]) isConstant = false;
  }
  if (!(total > 0)) {
    throw new RangeError(
      "Cannot fit a regression: all weights are 0, some must be above 0",
    );
  }
  if (isConstant) return null;
  return Float64Array.from(
    { length: rows },
    (_, i) => weights[i]! * count / total,
  );
}

/** The groups, refused where their number is not that of the rows. */
function groupsOfRows(
  groups: ArrayLike<number> | ArrayLike<string> | undefined,
  what: string,
  { rows, weights }: {
    readonly rows: number;
    readonly weights: Float64Array | null;
  },
): GroupCodes | null {
  if (groups === undefined) return null;
  if (groups.length !== rows) {
    throw new RangeError(
      `Cannot fit a regression: found ${groups.length} ${what} for ${rows} rows`,
    );
  }
  return groupCodes(groups, weights);
}

/** Refuses a design whose parts do not belong together, and values that are no numbers. */
function checkNamedDesign({ matrix, names }: NamedDesign): void {
  const { rows, columns, values } = matrix;
  if (columns === 0 || names.length !== columns) {
    throw new RangeError(
      `Cannot fit a regression: found ${names.length} names for ${columns} columns, as many and at least 1 are needed`,
    );
  }
  for (let at = 0; at < rows * columns; at++) {
    // A difference from itself is 0 for finite numbers alone.
    if (values[at]! - values[at]! === 0) continue;
    throw new RangeError(
      `Cannot fit a regression: column "${names[at % columns]}" of row ${
        Math.floor(at / columns)
      } is ${values[at]}, a number is needed`,
    );
  }
}

function clearRowsWithoutWeightInPlace(
  basis: Float64Array,
  p: number,
  weights: Float64Array,
): number {
  let n = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i]! > 0) n++;
    else basis.fill(0, i * p, (i + 1) * p);
  }
  return n;
}

/**
 * Brings a design into the form from which coefficients, robust covariances and
 * bootstraps follow for any outcome.
 *
 * @throws {RangeError} If sizes differ, a value is missing, a weight is negative, columns are dependent
 * (the message names them), or there are no more rows than coefficients.
 */
export function prepareRegression(
  design: NamedDesign,
  { weights: given, clusters, absorb }: RegressionGroups = {},
): PreparedRegression {
  const { rows } = design.matrix;
  checkNamedDesign(design);
  if (given !== undefined && given.length !== rows) {
    throw new RangeError(
      `Cannot fit a regression: found ${given.length} weights for ${rows} rows`,
    );
  }
  const weights = meanOneWeights(given, rows);
  const groups = groupsOfRows(absorb, "groups to absorb", { rows, weights });
  const absorbed = groups && { ...groups, weights };
  const used = absorbed === null ? design : absorbFromDesign(design, absorbed);
  const { names, matrix } = used;
  const { basis, inverseTriangle } = withColumnNames(
    "fit a regression",
    used,
    () => orthonormalBasis(matrix, weights === null ? {} : { weights }),
  );
  const p = matrix.columns;
  const n = weights === null
    ? rows
    : clearRowsWithoutWeightInPlace(basis.values, p, weights);
  const parameters = p + (absorbed?.count ?? 0);
  if (!(n > parameters)) {
    throw new RangeError(
      `Cannot fit a regression: found ${n} rows with weight for ${parameters} coefficients, more rows than coefficients are needed`,
    );
  }
  return {
    names,
    p,
    n,
    basis: basis.values,
    inverseTriangle,
    weights,
    clusters: groupsOfRows(clusters, "clusters", { rows, weights }),
    absorbed,
    isCentred: absorbed !== null || names.includes(INTERCEPT),
  };
}
