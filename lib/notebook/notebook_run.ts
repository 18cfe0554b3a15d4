import type {
  Notebook,
  NotebookCell,
  NotebookOutput,
} from "./notebook_file.ts";

/** A notebook to run. */
export interface NotebookRef {
  /** Names the report's files, e.g. "billund". */
  readonly id: string;
  /** Path of the file. */
  readonly path: string;
  /** Danish title of the report, e.g. "Læringsrapport for Billund". */
  readonly title: string;
}

/** How a cell ended; "not-run" when an earlier one stopped the notebook. */
export type CellStatus = "ok" | FailureKind | "not-run";

/** Why a notebook stopped. */
export type FailureKind =
  /** The cell threw. */
  | "failed"
  /** The cell cannot be parsed. */
  | "syntax"
  /** The cell passed its time limit. */
  | "timeout"
  /** The cell printed without end. */
  | "flood"
  /** The cell asks for input. */
  | "input"
  /** Messages of the kernel did not come. */
  | "lost"
  /** A message of the kernel cannot be read. */
  | "damaged"
  /** The kernel died or did not start. */
  | "dead";

/** One cell after the run. */
export interface CellRun {
  /** The cell as it is in the file. */
  readonly cell: NotebookCell;
  /** Number among the code cells, from 1, as in Jupyter's margin; 0 for other cells. */
  readonly number: number;
  /** How it ended. */
  readonly status: CellStatus;
  /** What it showed, with an error at the end when it failed. */
  readonly outputs: readonly NotebookOutput[];
  /** SHA-256 of the canonical outputs, hexadecimal. */
  readonly digest: string;
  /** Time from start to end. */
  readonly milliseconds: number;
}

/** Where and why a notebook stopped. */
export interface NotebookFailure {
  /** Why it stopped. */
  readonly kind: FailureKind;
  /** Path of the notebook as it was given. */
  readonly notebook: string;
  /** Number among the code cells, from 1; 0 when no cell was reached. */
  readonly cellNumber: number;
  /** Id of the cell; "" when no cell was reached. */
  readonly cellId: string;
  /** Line of the cell, from 1; null when unknown. */
  readonly line: number | null;
  /** That line of the cell; its first line of code when unknown. */
  readonly sourceLine: string;
  /** e.g. "RangeError: Cannot find …". */
  readonly message: string;
  /** Lines as the kernel writes them; empty without an error. */
  readonly traceback: readonly string[];
}

/** A notebook after a run. */
export interface NotebookRun {
  /** Which notebook. */
  readonly ref: NotebookRef;
  /** "ok" when every cell ended well. */
  readonly status: "ok" | FailureKind;
  /** All cells in order, also those that are not code. */
  readonly cells: readonly CellRun[];
  /** Metadata of the notebook. */
  readonly metadata: Notebook["metadata"];
  /** Null when all went well. */
  readonly failure: NotebookFailure | null;
  /** e.g. "deno 2.9.5". */
  readonly kernel: string;
  /** Time from start to end. */
  readonly milliseconds: number;
}
