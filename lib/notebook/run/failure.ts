import { failingLine, findSyntaxProblem } from "./cell_source.ts";
import type { CellExecution, ExecutionStatus } from "../kernel/execute_cell.ts";
import type { NotebookCell } from "../notebook_file.ts";
import type {
  FailureKind,
  NotebookFailure,
  NotebookRef,
} from "../notebook_run.ts";

/** The cell whose execution is judged. */
export interface CellContext {
  readonly ref: NotebookRef;
  readonly cell: NotebookCell;
  readonly number: number;
  /** Time limit of the cell, milliseconds. */
  readonly cellTimeoutMs: number;
}

/**
 * Says why a cell stopped its notebook, with line, source and message.
 *
 * @param execution How the kernel ended the cell.
 * @returns The failure; null when the cell ended well.
 */
export async function failureOf(
  execution: CellExecution,
  context: CellContext,
): Promise<NotebookFailure | null> {
  const { ref, cell, number, cellTimeoutMs } = context;
  const at = (
    kind: FailureKind,
    line: number | null,
    message: string,
  ): NotebookFailure => ({
    kind,
    notebook: ref.path,
    cellNumber: number,
    cellId: cell.id,
    line,
    sourceLine:
      (line === null ? undefined : cell.source.split("\n")[line - 1]?.trim()) ??
        firstCodeLine(cell.source),
    message,
    traceback: execution.error?.traceback ?? [],
  });
  const { status, detail } = execution;
  if (status === "ok") return null;
  if (status === "error") {
    return await thrownFailure(execution, cell.source, at);
  }
  return at(status, null, describeStop(status, { detail, cellTimeoutMs }));
}

/** Why a cell came to no end of its own. */
function describeStop(
  status: Exclude<ExecutionStatus, "ok" | "error">,
  { detail, cellTimeoutMs }: {
    readonly detail: string | null;
    readonly cellTimeoutMs: number;
  },
): string {
  switch (status) {
    case "timeout":
      return `no end after ${cellTimeoutMs / 1000} s, the time limit of a cell`;
    case "flood":
      return "the cell publishes without end";
    case "input":
      return `the cell asks for input, "${detail?.trim()}", and nobody is there to give it`;
    case "lost":
      return `outputs of the cell may be missing: ${detail}`;
    case "damaged":
      return `outputs of the cell came damaged: ${detail}`;
    case "dead":
      return detail ?? "the kernel no longer answers";
  }
}

type FailureAt = (
  kind: FailureKind,
  line: number | null,
  message: string,
) => NotebookFailure;

async function thrownFailure(
  { error }: CellExecution,
  source: string,
  at: FailureAt,
): Promise<NotebookFailure> {
  const { name = "Error", message = "", traceback = [] } = error ?? {};
  // Without a call in the traceback the cell never began: it was not parsed.
  const began = traceback.some((frame) => /^\s*at /.test(frame));
  const toldLine = failingLine(source, traceback);
  if (!began && toldLine !== null) {
    return at("syntax", toldLine, `${name}: ${message}`);
  }
  const problem = began ? null : await findSyntaxProblem(source);
  if (problem !== null) {
    return at("syntax", problem.line, `SyntaxError: ${problem.message}`);
  }
  const kind = !began && name === "SyntaxError" ? "syntax" : "failed";
  return at(kind, toldLine, `${name}: ${message}`);
}

/**
 * The failure of a notebook that did not get to its first cell.
 *
 * @param error What was thrown.
 */
export function failureBeforeCells(
  ref: NotebookRef,
  error: unknown,
): NotebookFailure {
  return {
    kind: "dead",
    notebook: ref.path,
    cellNumber: 0,
    cellId: "",
    line: null,
    sourceLine: "",
    message: error instanceof Error ? error.message : String(error),
    traceback: [],
  };
}

/** First line of a cell that is neither blank nor a comment, or "". */
export function firstCodeLine(source: string): string {
  const lines = source.split("\n").map((line) => line.trim());
  return lines.find((line) => line !== "" && !line.startsWith("//")) ?? "";
}
