import type { Matrix } from "#lib/numerics/mod.ts";
import type { NamedDesign } from "./build_design.ts";
import type { GroupCodes } from "./group_codes.ts";
import { INTERCEPT } from "./term_columns.ts";

/** Groups whose levels are taken out of every variable. */
export interface AbsorbedGroups extends GroupCodes {
  /** Length n; null where all weigh the same. */
  readonly weights: Float64Array | null;
}

/** Sum of the weights of each group. */
function groupWeights({ codes, count, weights }: AbsorbedGroups): Float64Array {
  const totals = new Float64Array(count);
  for (let i = 0; i < codes.length; i++) {
    totals[codes[i]!]! += weights === null ? 1 : weights[i]!;
  }
  return totals;
}

/**
 * Takes the weighted mean of its group from every element of every column.
 *
 * Least squares of what is left gives the coefficients of a model with one constant
 * per group.
 *
 * @see Frisch & Waugh (1933), Econometrica 1, 387–401.
 */
export function withinGroups(
  { rows, columns, values }: Matrix,
  absorbed: AbsorbedGroups,
): Matrix {
  const { codes, count, weights } = absorbed;
  const totals = groupWeights(absorbed);
  const means = new Float64Array(count * columns);
  for (let i = 0; i < rows; i++) {
    const group = codes[i]!;
    const share = (weights === null ? 1 : weights[i]!) / totals[group]!;
    if (!(share > 0)) continue;
    for (let j = 0; j < columns; j++) {
      means[group * columns + j]! += share * values[i * columns + j]!;
    }
  }
  const within = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      within[i * columns + j] = values[i * columns + j]! -
        means[codes[i]! * columns + j]!;
    }
  }
  return { rows, columns, values: within };
}

/** A column is nothing but group means when its remainder is below this part of it. */
const CONSTANT = 1e-12;

/** Columns that do not vary within groups become exactly 0, to be refused by name. */
function clearConstantsInPlace(within: Matrix, before: Matrix): void {
  const { rows, columns } = within;
  for (let j = 0; j < columns; j++) {
    let left = 0, whole = 0;
    for (let i = 0; i < rows; i++) {
      left = Math.max(left, Math.abs(within.values[i * columns + j]!));
      whole = Math.max(whole, Math.abs(before.values[i * columns + j]!));
    }
    if (left > CONSTANT * whole) continue;
    for (let i = 0; i < rows; i++) within.values[i * columns + j] = 0;
  }
}

/** The design without its intercept, within groups. */
export function absorbFromDesign(
  { matrix, names }: NamedDesign,
  absorbed: AbsorbedGroups,
): NamedDesign {
  const kept = names.flatMap((name, j) => name === INTERCEPT ? [] : [j]);
  const values = new Float64Array(matrix.rows * kept.length);
  for (let i = 0; i < matrix.rows; i++) {
    kept.forEach((j, k) => {
      values[i * kept.length + k] = matrix.values[i * matrix.columns + j]!;
    });
  }
  const before = { rows: matrix.rows, columns: kept.length, values };
  const within = withinGroups(before, absorbed);
  clearConstantsInPlace(within, before);
  return { matrix: within, names: kept.map((j) => names[j]!) };
}
