/** Where in a data folder something was found; null where it does not apply. */
export interface DataErrorPlace {
  /** Name of the file in the folder. */
  readonly file: string;
  /** Line in the file, 1 is the header. */
  readonly line?: number | null;
  /** Column that the value stands in. */
  readonly column?: string | null;
  /** As it stands in the file. */
  readonly value?: string | null;
}

/**
 * Data that cannot be read as the codebook says; callers catch it to tell the
 * user what to mend. The message is complete, the fields repeat its parts.
 */
export class DataError extends Error {
  /** Name of the file in the folder. */
  readonly file: string;
  /** Line in the file, 1 is the header. */
  readonly line: number | null;
  /** Column that the value stands in. */
  readonly column: string | null;
  /** As it stands in the file. */
  readonly value: string | null;

  /**
   * Makes the error from what is wrong and where.
   *
   * @param problem What was found and what is allowed, without final period.
   */
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
