import { DataError } from "./data_error.ts";

const QUOTE = 34;
const COMMA = 44;
const SEMICOLON = 59;
const LF = 10;
const CR = 13;

/** More columns than any answer file has; further cells are only counted. */
const CELL_CAPACITY = 1024;

/**
 * Walks over the rows of a CSV file without making a string of any cell.
 *
 * After {@linkcode CsvCursor.nextRow} the cells of the row are the byte ranges
 * `starts[c]` to `ends[c]`. The separator is the semicolon if the first line
 * has one, else the comma. A byte order mark, CRLF, blank lines and quoted
 * cells are accepted.
 */
export class CsvCursor {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly starts: Int32Array = new Int32Array(CELL_CAPACITY);
  readonly ends: Int32Array = new Int32Array(CELL_CAPACITY);
  /** Number of cells in the current row. */
  cells = 0;
  /** Line of the file on which the current row starts, 1 is the first. */
  line = 0;
  readonly #separator: number;
  #position: number;
  #nextLine = 1;

  /** @param bytes Content of the file, UTF-8. */
  constructor(file: string, bytes: Uint8Array) {
    this.file = file;
    this.bytes = bytes;
    const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    this.#position = hasMark ? 3 : 0;
    const firstEnd = bytes.indexOf(LF);
    const first = bytes.subarray(0, firstEnd < 0 ? bytes.length : firstEnd);
    this.#separator = first.includes(SEMICOLON) ? SEMICOLON : COMMA;
  }

  /**
   * Moves to the next row that is not blank; false at the end of the file.
   *
   * @throws {DataError} If a quoted cell does not end properly.
   */
  nextRow(): boolean {
    do {
      if (this.#position >= this.bytes.length) return false;
      this.line = this.#nextLine;
      this.#scanRow();
    } while (this.cells === 1 && this.starts[0] === this.ends[0]);
    return true;
  }

  /**
   * The text of a cell of the current row.
   *
   * @throws {DataError} If the bytes are not UTF-8.
   */
  text(cell: number): string {
    const start = this.starts[cell] ?? 0;
    const bytes = this.bytes.subarray(start, this.ends[cell] ?? start);
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      const quoted = this.bytes[start - 1] === QUOTE;
      return quoted ? text.replaceAll('""', '"') : text;
    } catch {
      throw new DataError(
        `text in line ${this.line}, cell ${cell + 1} is not UTF-8`,
        { file: this.file, line: this.line },
      );
    }
  }

  #scanRow(): void {
    const { bytes, starts, ends } = this;
    const separator = this.#separator;
    const length = bytes.length;
    let at = this.#position;
    let cell = 0;
    for (;;) {
      let start = at;
      let end: number;
      if (at < length && bytes[at] === QUOTE) {
        end = this.#closingQuote(at);
        start++;
        at = end + 1;
        if (bytes[at] === CR) at++;
        if (at < length && bytes[at] !== separator && bytes[at] !== LF) {
          this.#refuseQuote();
        }
      } else {
        let byte = 0;
        while (
          at < length && (byte = bytes[at]!) !== separator && byte !== LF
        ) at++;
        end = at;
        if (byte !== separator && end > start && bytes[end - 1] === CR) end--;
      }
      starts[cell] = start;
      ends[cell] = end;
      cell++;
      if (at >= length || bytes[at] === LF) break;
      at++;
    }
    this.cells = cell;
    this.#position = at + 1;
    this.#nextLine++;
  }

  #closingQuote(open: number): number {
    const { bytes } = this;
    for (let at = open + 1; at < bytes.length; at++) {
      if (bytes[at] === LF) this.#nextLine++;
      if (bytes[at] !== QUOTE) continue;
      if (bytes[at + 1] !== QUOTE) return at;
      at++;
    }
    return this.#refuseQuote();
  }

  #refuseQuote(): never {
    throw new DataError(
      `quoted cell in line ${this.line} does not end before the separator`,
      { file: this.file, line: this.line },
    );
  }
}
