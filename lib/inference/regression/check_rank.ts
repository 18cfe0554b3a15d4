import {
  DependentColumnError,
  leastSquares,
  type Matrix,
} from "#lib/numerics/mod.ts";
import type { NamedDesign } from "./build_design.ts";

/** A part of a combination smaller than this, relative to the column, is rounding. */
const NEGLIGIBLE = 1e-8;

function firstColumns(
  { rows, columns, values }: Matrix,
  count: number,
): Matrix {
  const first = new Float64Array(rows * count);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < count; j++) {
      first[i * count + j] = values[i * columns + j]!;
    }
  }
  return { rows, columns: count, values: first };
}

function columnOf({ rows, columns, values }: Matrix, j: number): Float64Array {
  return Float64Array.from(
    { length: rows },
    (_, i) => values[i * columns + j]!,
  );
}

function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The columns that a dependent column is a combination of. */
function partners(
  { matrix, names }: NamedDesign,
  column: number,
): readonly string[] {
  const target = columnOf(matrix, column);
  const { coefficients } = leastSquares(firstColumns(matrix, column), target);
  const size = largestOf(target);
  return names.slice(0, column).filter((_, j) =>
    Math.abs(coefficients[j]!) * largestOf(columnOf(matrix, j)) >
      NEGLIGIBLE * size
  );
}

/** Says which column cannot be told from which others. */
export function describeDependence(
  design: NamedDesign,
  column: number,
): string {
  const name = design.names[column] ?? `column ${column}`;
  const size = largestOf(columnOf(design.matrix, column));
  if (size === 0) {
    return `column "${name}" is 0 in every row (an empty combination, or nothing left within groups)`;
  }
  const others = partners(design, column).map((other) => `"${other}"`);
  return others.length === 0
    ? `column "${name}" is 0 in every row with a weight`
    : `column "${name}" is a combination of ${others.join(", ")}`;
}

/**
 * Runs a fit and puts the names of the columns into its error where they are dependent.
 *
 * @throws {RangeError} With both sides of the dependence.
 */
export function withColumnNames<T>(
  task: string,
  design: NamedDesign,
  fit: () => T,
): T {
  try {
    return fit();
  } catch (error) {
    if (!(error instanceof DependentColumnError)) throw error;
    throw new RangeError(
      `Cannot ${task}: ${
        describeDependence(design, error.column)
      }, columns must be independent`,
      { cause: error },
    );
  }
}
