import { createHash, type Hash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CsvCursor } from "./csv_cursor.ts";
import { DataError } from "./data_error.ts";
import type { QuarantineLog } from "./quarantine_log.ts";

const LF = 10;
/** Columns that an error message lists. */
const COLUMNS_NAMED = 8;

/** An opened CSV file, at its first row. */
export interface CsvFile {
  readonly name: string;
  readonly cursor: CsvCursor;
  /** Rows under the header, an upper bound where lines are blank. */
  readonly rows: number;
  /** Cell of each expected column, in the order in which they were asked for. */
  readonly cellOf: readonly number[];
  /** Moves to the next row; false at the end. */
  readonly nextRow: () => boolean;
}

/** Reads the files of one data folder and keeps their common digest. */
export class DataFolder {
  readonly path: string;
  readonly quarantine: QuarantineLog;
  readonly #hash: Hash = createHash("sha256");

  /** @param folder Folder that holds `programme.json`. */
  constructor(folder: URL | string, quarantine: QuarantineLog) {
    this.path = typeof folder === "string" ? folder : fileURLToPath(folder);
    this.quarantine = quarantine;
  }

  /** Whether a file is there; some are optional. */
  has(name: string): boolean {
    return existsSync(join(this.path, name));
  }

  /** SHA-256 over names and contents of the files read so far, hexadecimal. */
  digest(): string {
    return this.#hash.copy().digest("hex");
  }

  /**
   * Content of a file, added to the digest.
   *
   * @throws {DataError} If the file is missing.
   */
  read(name: string): Uint8Array {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(join(this.path, name));
    } catch {
      throw new DataError(
        `no such file in ${this.path}, expected one beside programme.json`,
        { file: name },
      );
    }
    this.#hash.update(`${name}\0${bytes.length}\0`).update(bytes);
    return bytes;
  }

  /**
   * Opens a CSV file with exactly these columns, in any order.
   *
   * @throws {DataError} If the file or a column is missing, or there is a
   * column that the codebook does not know, or one that occurs twice.
   */
  openCsv(name: string, columns: readonly string[]): CsvFile {
    const cursor = new CsvCursor(name, this.read(name));
    if (!cursor.nextRow()) {
      throw new DataError("the file is empty, expected a header line", {
        file: name,
      });
    }
    const cellOf = matchColumns(cursor, columns);
    const rows = countLines(cursor.bytes) - cursor.line;
    this.quarantine.startFile(name, rows);
    return {
      name,
      cursor,
      rows,
      cellOf,
      nextRow: () => advance(cursor, columns),
    };
  }
}

function advance(cursor: CsvCursor, columns: readonly string[]): boolean {
  if (!cursor.nextRow()) return false;
  if (cursor.cells !== columns.length) {
    throw new DataError(
      `line ${cursor.line} has ${cursor.cells} cells, expected ${columns.length}`,
      { file: cursor.file, line: cursor.line },
    );
  }
  return true;
}

function matchColumns(cursor: CsvCursor, columns: readonly string[]): number[] {
  const header = Array.from(
    { length: cursor.cells },
    (_, cell) => cursor.text(cell).trim(),
  );
  const place = { file: cursor.file, line: cursor.line };
  const expected = new Set(columns);
  header.forEach((column, cell) => {
    if (!expected.has(column)) {
      throw new DataError(
        `column "${column}" is not one of ${listColumns(columns)}`,
        { ...place, column },
      );
    }
    if (header.indexOf(column) !== cell) {
      throw new DataError(`column "${column}" occurs twice, expected once`, {
        ...place,
        column,
      });
    }
  });
  return columns.map((column) => {
    const cell = header.indexOf(column);
    if (cell < 0) {
      throw new DataError(
        `column "${column}" is missing in line ${cursor.line}, found ${
          listColumns(header)
        }`,
        { ...place, column },
      );
    }
    return cell;
  });
}

/** Names the first columns; an answer file has dozens. */
function listColumns(columns: readonly string[]): string {
  const named = columns.slice(0, COLUMNS_NAMED).join(", ");
  const rest = columns.length - COLUMNS_NAMED;
  return rest > 0 ? `${named} and ${rest} more` : named;
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  let at = -1;
  while ((at = bytes.indexOf(LF, at + 1)) >= 0) lines++;
  const complete = bytes.length === 0 || bytes[bytes.length - 1] === LF;
  return complete ? lines : lines + 1;
}
