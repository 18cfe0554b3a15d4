/** One variable; missing is NaN among numbers, −1 in integer arrays, "" among texts. */
export type ModelColumn =
  | Float64Array
  | Float32Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | readonly number[]
  | readonly string[];

/** Variables of one table by name, all of the same length. */
export type ModelColumns = Readonly<Record<string, ModelColumn>>;

/** A variable of categories. */
export interface Factor {
  /** Categories that occur, the reference first. */
  readonly levels: readonly string[];
  /** Place in `levels` of each row kept. */
  readonly codes: Int32Array;
}

/** Whether a column holds texts. */
export function isTextColumn(column: ModelColumn): column is readonly string[] {
  return typeof column[0] === "string";
}

/** Whether a row has no value; −1 counts as missing in integer arrays only. */
export function missingTest(column: ModelColumn): (row: number) => boolean {
  if (isTextColumn(column)) return (row) => column[row] === "";
  const isInteger = column instanceof Int8Array ||
    column instanceof Int16Array || column instanceof Int32Array;
  return isInteger
    ? (row) => column[row] === -1
    : (row) => Number.isNaN(column[row]);
}

/**
 * The column of that name.
 *
 * @throws {RangeError} If there is none.
 */
export function modelColumn(columns: ModelColumns, name: string): ModelColumn {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column === undefined) {
    throw new RangeError(
      `Cannot use the variable "${name}": it is not one of ${
        Object.keys(columns).join(", ")
      }`,
    );
  }
  return column;
}

/**
 * The rows of a column as numbers: element k is row `rows[k]`.
 *
 * @throws {RangeError} If there is no such column, or a row holds a text or is infinite.
 */
export function numbersAt(
  columns: ModelColumns,
  name: string,
  rows: Int32Array,
): Float64Array {
  const values = modelColumn(columns, name);
  const picked = new Float64Array(rows.length);
  for (let k = 0; k < rows.length; k++) {
    const value = values[rows[k]!]!;
    if (typeof value !== "number" || !Number.isFinite(value)) {
      throw new RangeError(
        `Cannot use the variable "${name}": row ${
          rows[k]
        } is ${value}, a number is needed`,
      );
    }
    picked[k] = value;
  }
  return picked;
}

/** Numbers in order of size, texts in that of their characters. */
function compareLevels(
  a: string | number,
  b: string | number,
): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Makes categories of a column: the reference first, then in order of size.
 *
 * @throws {RangeError} If the reference does not occur.
 */
export function toFactor(
  column: ModelColumn,
  rows: Int32Array,
  { name, reference }: {
    readonly name: string;
    readonly reference: string | undefined;
  },
): Factor {
  const codes = new Int32Array(rows.length);
  const values: (string | number)[] = [];
  const codeOf = new Map<string | number, number>();
  for (let k = 0; k < rows.length; k++) {
    const value = column[rows[k]!]!;
    let code = codeOf.get(value);
    if (code === undefined) {
      code = values.length;
      values.push(value);
      codeOf.set(value, code);
    }
    codes[k] = code;
  }
  const order = [...values].sort(compareLevels);
  if (reference !== undefined) {
    const place = order.findIndex((value) => `${value}` === reference);
    if (place < 0) {
      throw new RangeError(
        `Cannot use "${reference}" as the reference of "${name}": it is not one of ${
          order.join(", ")
        }`,
      );
    }
    order.unshift(...order.splice(place, 1));
  }
  const placeOf = new Map(order.map((value, place) => [value, place]));
  const places = values.map((value) => placeOf.get(value)!);
  return {
    levels: order.map((value) => `${value}`),
    codes: codes.map((code) => places[code]!),
  };
}
