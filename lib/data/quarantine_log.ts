import { DataError } from "./data_error.ts";
import type { QuarantineEntry } from "./types.ts";

/** Rows that may be set aside in any file, however short it is. */
const ALWAYS_ALLOWED = 3;

/**
 * Collects what is set aside, and refuses a file in which it becomes too much
 * to go on with: more than a share of its rows, though never fewer than three,
 * so that one slip in a short file does not stop the rest.
 */
export class QuarantineLog {
  readonly entries: QuarantineEntry[] = [];
  readonly #maxShare: number;
  #file = "";
  #rows = 0;
  #rowsSetAside = 0;
  #lastLine = 0;

  /** @param maxShare Largest share of a file's rows that may be set aside. */
  constructor(maxShare: number) {
    if (!(maxShare >= 0 && maxShare <= 1)) {
      throw new RangeError(
        `Cannot set quarantine limit: share ${maxShare} is not between 0 and 1`,
      );
    }
    this.#maxShare = maxShare;
  }

  /** Begins a file of `rows` rows; the entries that follow belong to it. */
  startFile(file: string, rows: number): void {
    this.#file = file;
    this.#rows = rows;
    this.#rowsSetAside = 0;
    this.#lastLine = 0;
  }

  /**
   * Sets one value or row aside.
   *
   * @throws {DataError} When the file has reached its limit.
   */
  add(line: number, entry: Omit<QuarantineEntry, "file" | "line">): void {
    this.entries.push({ file: this.#file, line, ...entry });
    if (line === this.#lastLine) return;
    this.#lastLine = line;
    this.#rowsSetAside++;
    const limit = Math.max(ALWAYS_ALLOWED, this.#maxShare * this.#rows);
    if (this.#rowsSetAside > limit) this.#refuse(entry, line);
  }

  #refuse(entry: Omit<QuarantineEntry, "file" | "line">, line: number): never {
    const { column, value, reason } = entry;
    throw new DataError(
      `${this.#rowsSetAside} of ${this.#rows} rows set aside up to line ${line}, ` +
        `more than ${this.#maxShare * 100} %; the last one: ` +
        `value "${value}" in column ${column}: ${reason}`,
      { file: this.#file, line, column, value },
    );
  }
}
