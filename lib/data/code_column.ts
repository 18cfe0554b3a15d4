import { type AnswerSet, type Codebook, type Item } from "#lib/codebook/mod.ts";
import type { CsvCursor } from "./csv_cursor.ts";
import { DataError } from "./data_error.ts";
import { NOT_A_NUMBER, parseCode } from "./parse_code.ts";

/** The code is not one the column may hold. */
export const NOT_ALLOWED = -2;
/** The code means "ved ikke". */
export const DONT_KNOW = -1;

/** How the codes of a column are read. */
export interface CodeColumn {
  readonly name: string;
  /** Value of each code 0–99; {@linkcode NOT_ALLOWED} where it is none. */
  readonly values: Int8Array;
  /** What is allowed, for messages. */
  readonly allowed: string;
}

/** A column that holds the codes `first` to `last`, read as `value(code)`. */
export function rangeColumn(
  name: string,
  { first, last, value }: {
    readonly first: number;
    readonly last: number;
    readonly value: (code: number) => number;
  },
): CodeColumn {
  const values = new Int8Array(100).fill(NOT_ALLOWED);
  for (let code = first; code <= last; code++) values[code] = value(code);
  return { name, values, allowed: listCodes(first, last) };
}

/**
 * The column of an item: categories 0…m, turned so that high means much of
 * what the scale measures, and "ved ikke" as {@linkcode DONT_KNOW}.
 */
export function itemColumn(codebook: Codebook, item: Item): CodeColumn {
  const set = codebook.answerSets[item.answerSet] as AnswerSet;
  const { firstCode, dontKnowCode } = set;
  const top = set.categories.length - 1;
  const column = rangeColumn(item.id, {
    first: firstCode,
    last: firstCode + top,
    value: (code) => item.reversed ? firstCode + top - code : code - firstCode,
  });
  if (dontKnowCode === null) return column;
  column.values[dontKnowCode] = DONT_KNOW;
  return { ...column, allowed: `${column.allowed}, ${dontKnowCode}` };
}

/**
 * Reads a cell of the current row as a code.
 *
 * @returns 0–99, or negative: blank or a number that is no code.
 * @throws {DataError} If the cell holds something else than a whole number.
 */
export function readCode(
  cursor: CsvCursor,
  cell: number,
  column: Pick<CodeColumn, "name" | "allowed">,
): number {
  const code = parseCode(
    cursor.bytes,
    cursor.starts[cell]!,
    cursor.ends[cell]!,
  );
  if (code === NOT_A_NUMBER) refuseText(cursor, cell, column);
  return code;
}

/** Stops at text in a number column. @throws {DataError} Always. */
export function refuseText(
  cursor: CsvCursor,
  cell: number,
  { name, allowed }: Pick<CodeColumn, "name" | "allowed">,
): never {
  const value = cursor.text(cell);
  const { file, line } = cursor;
  throw new DataError(
    `value "${value}" in line ${line}, column ${name} is not one of ${allowed}`,
    { file, line, column: name, value },
  );
}

function listCodes(first: number, last: number): string {
  if (last - first > 9) return `${first} to ${last}`;
  return Array.from({ length: last - first + 1 }, (_, k) => first + k)
    .join(", ");
}
