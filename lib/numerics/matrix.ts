/** A matrix by rows: element (i, j) is `values[i * columns + j]`. */
export interface Matrix {
  /** Number of rows. */
  readonly rows: number;
  /** Number of columns. */
  readonly columns: number;
  /** Length rows × columns. */
  readonly values: Float64Array;
}

/**
 * Makes a matrix of the given size.
 *
 * @param size Rows and columns, whole numbers, 0 or more.
 * @param values Elements by rows, taken over without copying; zeros by default.
 * @throws {RangeError} If the number of values is not rows × columns.
 */
export function createMatrix(
  size: { readonly rows: number; readonly columns: number },
  values: Float64Array = new Float64Array(size.rows * size.columns),
): Matrix {
  const { rows, columns } = size;
  if (values.length !== rows * columns) {
    throw new RangeError(
      `Cannot make a ${rows} × ${columns} matrix: found ${values.length} values, expected ${
        rows * columns
      }`,
    );
  }
  return { rows, columns, values };
}

/**
 * Makes a matrix from rows of equal length.
 *
 * @throws {RangeError} If the rows differ in length.
 */
export function matrixFromRows(rows: readonly ArrayLike<number>[]): Matrix {
  const columns = rows[0]?.length ?? 0;
  const matrix = createMatrix({ rows: rows.length, columns });
  rows.forEach((row, i) => {
    if (row.length !== columns) {
      throw new RangeError(
        `Cannot make a matrix: row ${i} has ${row.length} values, expected ${columns}`,
      );
    }
    matrix.values.set(row, i * columns);
  });
  return matrix;
}

/**
 * Multiplies two matrices.
 *
 * @throws {RangeError} If a's columns are not as many as b's rows.
 */
export function multiply(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows) {
    throw new RangeError(
      `Cannot multiply matrices: the first has ${a.columns} columns, the second ${b.rows} rows`,
    );
  }
  const product = createMatrix({ rows: a.rows, columns: b.columns });
  const { values } = product;
  for (let i = 0; i < a.rows; i++) {
    for (let k = 0; k < a.columns; k++) {
      const factor = a.values[i * a.columns + k]!;
      for (let j = 0; j < b.columns; j++) {
        values[i * b.columns + j]! += factor * b.values[k * b.columns + j]!;
      }
    }
  }
  return product;
}
