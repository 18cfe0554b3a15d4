import type { Matrix } from "./matrix.ts";

/** A column shorter than this part of its length is a combination of others. */
const RANK_TOLERANCE = 1e-10;

/** Thrown where a column of a design is a combination of those before it. */
export class DependentColumnError extends RangeError {
  /** Name of the class. */
  override readonly name: string = "DependentColumnError";
  /** The column, counted from 0. */
  readonly column: number;

  /**
   * Names the column.
   *
   * @param column Counted from 0.
   */
  constructor(column: number) {
    super(
      `Cannot fit by least squares: column ${column} is a combination of the columns before it, or not a number`,
    );
    this.column = column;
  }
}

/**
 * The columns of a design, each row times √weight, with room for further columns.
 *
 * @param room Length n × (p + further columns), by columns; its first n × p are written.
 * @throws {RangeError} If a weight is negative or not a number.
 */
export function writeWeightedColumnsInPlace(
  room: Float64Array,
  { rows, columns, values }: Matrix,
  weights: ArrayLike<number> | undefined,
): void {
  for (let i = 0; i < rows; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    if (!(weight >= 0)) {
      throw new RangeError(
        `Cannot fit by least squares: weight ${weight} of row ${i} is not 0 or more`,
      );
    }
    const root = Math.sqrt(weight);
    for (let j = 0; j < columns; j++) {
      room[j * rows + i] = root * values[i * columns + j]!;
    }
  }
}

/**
 * Reflects columns so that the first p become the triangle R of their QR factors.
 *
 * @param work By columns of n; those after the first p are reflected along.
 * @returns R, p × p by rows.
 * @throws {DependentColumnError} If a column is a combination of those before it.
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., section 5.2.
 */
export function triangulariseInPlace(
  work: Float64Array,
  rows: number,
  columns: number,
): Float64Array {
  const all = work.length / rows;
  const r = new Float64Array(columns * columns);
  for (let j = 0; j < columns; j++) {
    const start = j * rows;
    let below = 0, whole = 0;
    for (let i = 0; i < rows; i++) {
      const square = work[start + i]! * work[start + i]!;
      whole += square;
      if (i >= j) below += square;
    }
    if (!(below > RANK_TOLERANCE * RANK_TOLERANCE * whole)) {
      throw new DependentColumnError(j);
    }
    const head = work[start + j]!;
    const length = head > 0 ? -Math.sqrt(below) : Math.sqrt(below);
    work[start + j] = head - length;
    const scale = 1 / (below - head * length);
    for (let k = j + 1; k < all; k++) {
      let product = 0;
      for (let i = j; i < rows; i++) {
        product += work[start + i]! * work[k * rows + i]!;
      }
      product *= scale;
      for (let i = j; i < rows; i++) {
        work[k * rows + i]! -= product * work[start + i]!;
      }
    }
    r[j * columns + j] = length;
    for (let i = 0; i < j; i++) r[i * columns + j] = work[start + i]!;
  }
  return r;
}

/** Replaces b by the solution x of R x = b, R an upper triangle p × p by rows. */
export function solveUpperInPlace(
  r: Float64Array,
  p: number,
  b: Float64Array,
): void {
  for (let i = p - 1; i >= 0; i--) {
    let value = b[i]!;
    for (let k = i + 1; k < p; k++) value -= r[i * p + k]! * b[k]!;
    b[i] = value / r[i * p + i]!;
  }
}
