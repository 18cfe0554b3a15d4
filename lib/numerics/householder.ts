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
 * Writes the columns of a design, each row times √weight, into a taller work space.
 *
 * @param work By columns of `height`; rows `offset` to `offset` + n are written.
 * @param place `from` is the number of the first row, to find its weight.
 * @throws {RangeError} If a weight is negative or not a number.
 */
export function writeWeightedColumnsInPlace(
  work: Float64Array,
  { rows, columns, values }: Matrix,
  { weights, from, height, offset }: {
    readonly weights: ArrayLike<number> | undefined;
    readonly from: number;
    readonly height: number;
    readonly offset: number;
  },
): void {
  for (let i = 0; i < rows; i++) {
    const weight = weights === undefined ? 1 : weights[from + i]!;
    if (!(weight >= 0)) {
      throw new RangeError(
        `Cannot fit by least squares: weight ${weight} of row ${
          from + i
        } is not 0 or more`,
      );
    }
    const root = Math.sqrt(weight);
    for (let j = 0; j < columns; j++) {
      work[j * height + offset + i] = root * values[i * columns + j]!;
    }
  }
}

/** Columns start, start + 1 … of work lose their part along the reflector in column j. */
function reflectInPlace(
  work: Float64Array,
  { rows, j, scale }: {
    readonly rows: number;
    readonly j: number;
    readonly scale: number;
  },
): void {
  const own = j * rows, all = work.length / rows;
  let k = j + 1;
  // Four at a time: sums that wait for one another are what takes the time.
  for (; k + 3 < all; k += 4) {
    const a = k * rows, b = a + rows, c = b + rows, d = c + rows;
    let pa = 0, pb = 0, pc = 0, pd = 0;
    for (let i = j; i < rows; i++) {
      const v = work[own + i]!;
      pa += v * work[a + i]!;
      pb += v * work[b + i]!;
      pc += v * work[c + i]!;
      pd += v * work[d + i]!;
    }
    pa *= scale;
    pb *= scale;
    pc *= scale;
    pd *= scale;
    for (let i = j; i < rows; i++) {
      const v = work[own + i]!;
      work[a + i]! -= pa * v;
      work[b + i]! -= pb * v;
      work[c + i]! -= pc * v;
      work[d + i]! -= pd * v;
    }
  }
  for (; k < all; k++) {
    const a = k * rows;
    let product = 0;
    for (let i = j; i < rows; i++) product += work[own + i]! * work[a + i]!;
    product *= scale;
    for (let i = j; i < rows; i++) work[a + i]! -= product * work[own + i]!;
  }
}

/** Refuses a triangle with a diagonal element that is rounding. */
export function checkTriangle(r: Float64Array, p: number): void {
  for (let j = 0; j < p; j++) {
    let whole = 0;
    for (let i = 0; i <= j; i++) whole += r[i * p + j]! * r[i * p + j]!;
    const own = r[j * p + j]! * r[j * p + j]!;
    if (!(own > RANK_TOLERANCE * RANK_TOLERANCE * whole)) {
      throw new DependentColumnError(j);
    }
  }
}

/**
 * Reflects columns so that the first p become the triangle R of their QR factors.
 *
 * Whether columns are dependent is left to {@linkcode checkTriangle}.
 *
 * @param work By columns of n; those after the first p are reflected along.
 * @returns R, p × p by rows.
 * @see Golub & Van Loan (2013), Matrix Computations, 4th ed., section 5.2.
 */
export function triangulariseInPlace(
  work: Float64Array,
  rows: number,
  columns: number,
): Float64Array {
  const r = new Float64Array(columns * columns);
  for (let j = 0; j < columns; j++) {
    const start = j * rows;
    let below = 0;
    for (let i = j; i < rows; i++) below += work[start + i]! * work[start + i]!;
    for (let i = 0; i < j; i++) r[i * columns + j] = work[start + i]!;
    const head = work[start + j]!;
    const length = head > 0 ? -Math.sqrt(below) : Math.sqrt(below);
    r[j * columns + j] = length;
    if (below === 0) continue;
    work[start + j] = head - length;
    reflectInPlace(work, { rows, j, scale: 1 / (below - head * length) });
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
