import { dirname, resolve } from "node:path";
import process from "node:process";
import { failureBeforeCells, failureOf, firstCodeLine } from "./failure.ts";
import { type Kernel, startKernel } from "./kernel.ts";
import { type KernelName, kernelVersion } from "./kernel_program.ts";
import type { KernelRegistry } from "./kernel_registry.ts";
import {
  type Notebook,
  type NotebookCell,
  type NotebookOutput,
  readNotebook,
} from "./notebook_file.ts";
import type {
  CellRun,
  NotebookFailure,
  NotebookRef,
  NotebookRun,
} from "./notebook_run.ts";
import { digestOutputs } from "./outputs.ts";
import type { RunProgress } from "./progress.ts";

/** Options for {@linkcode runNotebook}. */
export interface RunNotebookOptions {
  /** Which kernel. @default {"deno"} */
  readonly kernel?: KernelName;
  /** Longest time per cell, milliseconds. @default {120000} */
  readonly cellTimeoutMs?: number;
  /** Added to the kernel's environment. @default {{}} */
  readonly env?: Readonly<Record<string, string>>;
  /** Told about every step. @default {no report} */
  readonly progress?: RunProgress;
  /** Kills the kernel when this process ends. @default {a registry of its own} */
  readonly registry?: KernelRegistry;
  /** Folder taken out of outputs before they are digested. @default {the working folder} */
  readonly root?: string;
}

type Settings =
  & Required<
    Pick<
      RunNotebookOptions,
      "kernel" | "cellTimeoutMs" | "env" | "root"
    >
  >
  & RunNotebookOptions;

/**
 * Runs a notebook's code cells in order in a kernel of its own, in the folder of
 * the notebook, and stops at the first cell that does not end well.
 *
 * @param ref The notebook.
 * @returns What every cell gave; failures are part of the result and not thrown.
 */
export async function runNotebook(
  ref: NotebookRef,
  {
    kernel = "deno",
    cellTimeoutMs = 120_000,
    env = {},
    root = process.cwd(),
    ...others
  }: RunNotebookOptions = {},
): Promise<NotebookRun> {
  const settings: Settings = { kernel, cellTimeoutMs, env, root, ...others };
  const started = performance.now();
  const outcome = await runFile(ref, settings);
  const run: NotebookRun = {
    ref,
    status: outcome.failure?.kind ?? "ok",
    ...outcome,
    kernel: kernelVersion(kernel),
    milliseconds: performance.now() - started,
  };
  settings.progress?.finished(run);
  return run;
}

type Outcome = Pick<NotebookRun, "cells" | "metadata" | "failure">;

async function runFile(ref: NotebookRef, settings: Settings): Promise<Outcome> {
  let notebook: Notebook = { metadata: {}, cells: [] };
  const cells: CellRun[] = [];
  let failure: NotebookFailure | null;
  try {
    notebook = readNotebook(ref.path);
    failure = await runInNewKernel(ref, { notebook, settings, cells });
  } catch (error) {
    // The file could not be read or no kernel started; other notebooks go on.
    failure = failureBeforeCells(ref, error);
  }
  return {
    cells: withCellsNotRun(notebook, cells),
    metadata: notebook.metadata,
    failure,
  };
}

interface NotebookToRun {
  readonly notebook: Notebook;
  readonly settings: Settings;
  /** Filled as the cells end. */
  readonly cells: CellRun[];
}

async function runInNewKernel(
  ref: NotebookRef,
  { notebook, settings, cells }: NotebookToRun,
): Promise<NotebookFailure | null> {
  const { kernel: name, env, registry, progress } = settings;
  const codeCells = notebook.cells.filter((cell) => cell.kind === "code");
  progress?.started(ref, codeCells.length);
  const folder = dirname(resolve(ref.path));
  const kernel = await startKernel(
    folder,
    { name, env, ...(registry && { registry }) },
  );
  try {
    for (const cell of codeCells) {
      const failure = await runCell(cell, { ref, kernel, settings, cells });
      if (failure !== null) return failure;
    }
    return null;
  } finally {
    await kernel.shutdown();
  }
}

interface CellToRun {
  readonly ref: NotebookRef;
  readonly kernel: Kernel;
  readonly settings: Settings;
  readonly cells: CellRun[];
}

async function runCell(
  cell: NotebookCell,
  { ref, kernel, settings, cells }: CellToRun,
): Promise<NotebookFailure | null> {
  const { cellTimeoutMs, progress, root } = settings;
  const number = cells.length + 1;
  progress?.cell(ref, number, firstCodeLine(cell.source));
  const execution = await kernel.execute(cell.source, {
    timeoutMs: cellTimeoutMs,
  });
  const failure = await failureOf(execution, {
    ref,
    cell,
    number,
    kernel,
    cellTimeoutMs,
  });
  const outputs = failure === null
    ? execution.outputs
    : withError(execution.outputs, failure);
  cells.push({
    cell,
    number,
    status: failure?.kind ?? "ok",
    outputs,
    digest: digestOutputs(outputs, root),
    milliseconds: execution.milliseconds,
  });
  return failure;
}

/** The kernel shows no error for a syntax error, a time limit or its own death. */
function withError(
  outputs: readonly NotebookOutput[],
  failure: NotebookFailure,
): readonly NotebookOutput[] {
  if (outputs.some((output) => output.output_type === "error")) return outputs;
  const { kind, message, traceback } = failure;
  return [...outputs, {
    output_type: "error",
    ename: kind,
    evalue: message,
    traceback,
  }];
}

function withCellsNotRun(
  notebook: Notebook,
  ran: readonly CellRun[],
): readonly CellRun[] {
  const byId = new Map(ran.map((run) => [run.cell.id, run]));
  const codeIds = notebook.cells.filter((cell) => cell.kind === "code").map((
    cell,
  ) => cell.id);
  return notebook.cells.map((cell): CellRun => {
    const number = codeIds.indexOf(cell.id) + 1;
    const status = number > 0 ? "not-run" : "ok";
    return byId.get(cell.id) ??
      { cell, number, status, outputs: [], digest: "", milliseconds: 0 };
  });
}
