/** A combination of the coefficients, or several of them. */
export type Contrast = ArrayLike<number> | readonly ArrayLike<number>[];

/** One tested combination with its uncertainty. */
export interface ContrastTest {
  /** Per row of the contrast its value. */
  readonly estimates: Float64Array;
  /** Per row. */
  readonly standardErrors: Float64Array;
  /** F of all rows together; of one row the square of t. */
  readonly statistic: number;
  /** Independent rows of the contrast. */
  readonly numeratorDegreesOfFreedom: number;
  /** Degrees of freedom of the F, and of the t of one row. */
  readonly degreesOfFreedom: number;
  /** Two-sided. */
  readonly pValue: number;
  /** How the degrees of freedom were found. */
  readonly method: "Satterthwaite" | "Kenward–Roger";
}

/** The rows of a contrast, each checked to be of length p and not all 0. */
export function contrastRows(contrast: Contrast, p: number): Float64Array[] {
  const rows = typeof contrast[0] === "number"
    ? [Float64Array.from(contrast as ArrayLike<number>)]
    : Array.from(
      contrast as readonly ArrayLike<number>[],
      (row) => Float64Array.from(row),
    );
  rows.forEach((row, i) => {
    if (row.length !== p) {
      throw new RangeError(
        `Cannot test a contrast: row ${i} has ${row.length} values for ${p} coefficients`,
      );
    }
    if (!(row.some((x) => x !== 0) && row.every((x) => Number.isFinite(x)))) {
      throw new RangeError(
        `Cannot test a contrast: row ${i} is zero or not finite`,
      );
    }
  });
  if (rows.length === 0) {
    throw new RangeError("Cannot test a contrast: it has no rows");
  }
  return rows;
}

/** a′ V b for V p × p. */
export function bilinear(
  a: Float64Array,
  matrix: Float64Array,
  b: Float64Array,
): number {
  const p = a.length;
  let sum = 0;
  for (let i = 0; i < p; i++) {
    let row = 0;
    for (let j = 0; j < p; j++) row += matrix[i * p + j]! * b[j]!;
    sum += a[i]! * row;
  }
  return sum;
}
