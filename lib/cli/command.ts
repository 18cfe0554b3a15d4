/** One command of the command line. */
export interface Command {
  readonly name: string;
  /** One line for the help. */
  readonly purpose: string;
  /** How it is called through npm. */
  readonly usage: string;
  /** Reads and writes computed results; one run at a time does. */
  readonly usesCache?: true;
  /** @returns The exit code. */
  readonly run: (args: readonly string[]) => Promise<number>;
}
