import type {
  NotebookFailure,
  NotebookRef,
  NotebookRun,
} from "../notebook_run.ts";

/** Follows the running of notebooks. */
export interface RunProgress {
  /** A notebook begins. */
  started(ref: NotebookRef, codeCells: number): void;
  /** A cell begins: its number from 1 and its first line of code. */
  cell(ref: NotebookRef, number: number, firstLine: string): void;
  /** A notebook is run once more, because messages of its kernel did not come whole. */
  again(ref: NotebookRef, failure: NotebookFailure): void;
  /** A notebook has ended. */
  finished(run: NotebookRun): void;
}

/** Where progress is written. */
export interface ProgressTarget {
  /** Writes text as it is. */
  readonly write: (text: string) => void;
  /** Terminal columns; null writes plain lines, as for a log. */
  readonly columns: number | null;
}

interface Running {
  readonly id: string;
  readonly codeCells: number;
  number: number;
  firstLine: string;
}

const ERASE_LINE = "\x1b[2K";
const LINE_UP = "\x1b[1A";

/**
 * Writes progress: on a terminal one line per running notebook, kept up to date;
 * elsewhere one plain line per finished notebook.
 *
 * @param target Where to write, and whether it is a terminal.
 */
export function createProgress(target: ProgressTarget): RunProgress {
  return target.columns === null
    ? plainProgress(target)
    : terminalProgress(target, target.columns);
}

function plainProgress({ write }: ProgressTarget): RunProgress {
  return {
    started: (ref, codeCells) =>
      write(`running ${ref.id}, ${codeCells} cells\n`),
    cell: () => {},
    again: (_, failure) => write(`${describeAgain(failure)}\n`),
    finished: (run) => write(`${describeRun(run)}\n`),
  };
}

function terminalProgress(
  { write }: ProgressTarget,
  columns: number,
): RunProgress {
  const running: Map<string, Running> = new Map();
  let shown = 0;
  const redraw = (above: string): void => {
    const erase = (LINE_UP + ERASE_LINE).repeat(shown);
    const lines = [...running.values()].map((line) =>
      fit(describeRunning(line), columns) + "\n"
    );
    write(erase + above + lines.join(""));
    shown = lines.length;
  };
  return {
    started: (ref, codeCells) => {
      running.set(ref.id, {
        id: ref.id,
        codeCells,
        number: 0,
        firstLine: "starting",
      });
      redraw("");
    },
    cell: (ref, number, firstLine) => {
      const line = running.get(ref.id);
      if (line !== undefined) Object.assign(line, { number, firstLine });
      redraw("");
    },
    again: (_, failure) => redraw(`${describeAgain(failure)}\n`),
    finished: (run) => {
      running.delete(run.ref.id);
      redraw(`${describeRun(run)}\n`);
    },
  };
}

function describeAgain(failure: NotebookFailure): string {
  return describeFailure({ ...failure, kind: "again" });
}

function describeRunning(
  { id, codeCells, number, firstLine }: Running,
): string {
  return `  ${id}  cell ${number} of ${codeCells}  ${firstLine}`;
}

/**
 * Says in words how a notebook ended; a failure with notebook, cell, line,
 * source and message.
 *
 * @param run The notebook after the run.
 * @returns One line, or several for a failure, without a final line feed.
 */
export function describeRun(run: NotebookRun): string {
  const seconds = (run.milliseconds / 1000).toFixed(1);
  if (run.failure === null) {
    const count = run.cells.filter((cell) => cell.number > 0).length;
    return `ok      ${run.ref.id}, ${count} cells in ${seconds} s`;
  }
  return describeFailure(run.failure);
}

function describeFailure(
  { kind, notebook, cellNumber, line, sourceLine, message }:
    & Omit<NotebookFailure, "kind">
    & { readonly kind: string },
): string {
  const place = cellNumber === 0
    ? "before the first cell"
    : `cell ${cellNumber}`;
  const atLine = line === null ? "" : `, line ${line}`;
  const source = sourceLine === "" ? "" : `\n          ${sourceLine}`;
  return `${
    kind.padEnd(7)
  } ${notebook}, ${place}${atLine}: ${message}${source}`;
}

function fit(text: string, columns: number): string {
  return text.length <= columns
    ? text
    : text.slice(0, Math.max(0, columns - 1)) + "…";
}
