/** Where in a data folder something was found; null where it does not apply. */
export interface DataErrorPlace {
  readonly file: string;
  /** Line in the file, 1 is the header. */
  readonly line?: number | null;
  readonly column?: string | null;
  readonly value?: string | null;
}

/**
 * Data that cannot be read as the codebook says; callers catch it to tell the
 * user what to mend. The message is complete, the fields repeat its parts.
 */
export class DataError extends Error {
  readonly file: string;
  readonly line: number | null;
  readonly column: string | null;
  readonly value: string | null;

  /** @param problem What was found and what is allowed, without final period. */
  constructor(
    problem: string,
    { file, line = null, column = null, value = null }: DataErrorPlace,
  ) {
    super(`Cannot read "${file}": ${problem}`);
    this.name = "DataError";
    this.file = file;
    this.line = line;
    this.column = column;
    this.value = value;
  }
}
