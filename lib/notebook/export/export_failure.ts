import type { NotebookFailure, NotebookRun } from "../notebook_run.ts";

/** A notebook that ran, but whose text cannot be made into a page. */
export class ExportError extends RangeError {
  /** Tells this error from others. */
  override readonly name = "ExportError";
  /** Id of the cell that is wrong. */
  readonly cellId: string;

  /**
   * Makes the error.
   *
   * @param cellId Id of the cell that is wrong.
   * @param message What is wrong, what was found and what is allowed.
   */
  constructor(cellId: string, message: string) {
    super(message);
    this.cellId = cellId;
  }
}

/**
 * Tells of an export that failed as of a run that did.
 *
 * @param run The run.
 * @param error What the export threw.
 * @throws The error itself when it is not about the notebook's text.
 */
export function exportFailure(
  run: NotebookRun,
  error: unknown,
): NotebookFailure {
  if (!(error instanceof ExportError)) throw error;
  return {
    kind: "failed",
    notebook: run.ref.path,
    cellNumber: 0,
    cellId: error.cellId,
    line: null,
    sourceLine: "",
    message: error.message,
    traceback: [],
  };
}
