import type { CodeColumn } from "./code_column.ts";
import { NOT_ALLOWED, readCode } from "./code_column.ts";
import type { CsvFile, DataFolder } from "./data_folder.ts";
import type { KeyTable } from "./key_table.ts";
import { BLANK } from "./parse_code.ts";

/** One wave's roll of people in the order of its file. */
export interface RawRoll {
  readonly rows: number;
  /** Number of the person in the table of keys. */
  readonly key: Int32Array;
  /** Index into the schools. */
  readonly school: Uint16Array;
  /** Number of the class name in its table; −1 none. */
  readonly label: Int32Array;
  readonly grade: Int8Array;
  readonly gender: Int8Array;
  readonly role: Int8Array;
}

/** Where the people and schools of a roll are known from. */
export interface RollContext {
  readonly folder: DataFolder;
  readonly schools: KeyTable;
  /** Keys of the persons in all waves; the roll adds its own. */
  readonly persons: KeyTable;
}

/** A raw roll with room for `capacity` rows, −1 where nothing is known. */
export function emptyRoll(capacity: number): RawRoll {
  return {
    rows: capacity,
    key: new Int32Array(capacity),
    school: new Uint16Array(capacity),
    label: new Int32Array(capacity).fill(-1),
    grade: new Int8Array(capacity).fill(-1),
    gender: new Int8Array(capacity).fill(-1),
    role: new Int8Array(capacity).fill(-1),
  };
}

/**
 * Reads the key and the school of the current row into `roll` at `row`; a row
 * without a key, with a key seen before in this file or with a school that is
 * not on the list is set aside.
 *
 * The first two columns of the file are the key and the school.
 *
 * @param seen Rows of the roll by key number, which is added to.
 * @returns Whether the row was taken.
 */
export function readPersonAndSchool(
  { folder, schools, persons }: RollContext,
  file: CsvFile,
  { roll, row, seen, keyColumn }: {
    readonly roll: RawRoll;
    readonly row: number;
    readonly seen: Set<number>;
    readonly keyColumn: string;
  },
): boolean {
  const { cursor, cellOf: [keyCell = 0, schoolCell = 0] } = file;
  const { bytes, starts, ends, line } = cursor;
  const value = cursor.text(keyCell);
  const school = schools.find(bytes, starts[schoolCell]!, ends[schoolCell]!);
  if (value === "") {
    folder.quarantine.add(line, { column: keyColumn, value, reason: "no key" });
    return false;
  }
  if (school < 0) {
    folder.quarantine.add(line, {
      column: "skole",
      value: cursor.text(schoolCell),
      reason: "school is not in skoler.csv",
    });
    return false;
  }
  const key = persons.add(bytes, starts[keyCell]!, ends[keyCell]!);
  if (seen.has(key)) {
    const reason = "key occurs twice in the file";
    folder.quarantine.add(line, { column: keyColumn, value, reason });
    return false;
  }
  seen.add(key);
  roll.key[row] = key;
  roll.school[row] = school;
  return true;
}

/**
 * Reads a cell of a roll; a code that is not allowed is set aside and read as
 * missing.
 *
 * @returns The column's value, −1 where blank or set aside.
 */
export function readRollCode(
  folder: DataFolder,
  file: CsvFile,
  { cell, column }: { readonly cell: number; readonly column: CodeColumn },
): number {
  const { cursor } = file;
  const code = readCode(cursor, cell, column);
  if (code === BLANK) return -1;
  const value = code < 0 ? NOT_ALLOWED : column.values[code]!;
  if (value !== NOT_ALLOWED) return value;
  folder.quarantine.add(cursor.line, {
    column: column.name,
    value: cursor.text(cell),
    reason: `not one of ${column.allowed}`,
  });
  return -1;
}

/** The first `rows` rows of a roll. */
export function shortened(roll: RawRoll, rows: number): RawRoll {
  return {
    rows,
    key: roll.key.subarray(0, rows),
    school: roll.school.subarray(0, rows),
    label: roll.label.subarray(0, rows),
    grade: roll.grade.subarray(0, rows),
    gender: roll.gender.subarray(0, rows),
    role: roll.role.subarray(0, rows),
  };
}
