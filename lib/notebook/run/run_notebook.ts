import { dirname, resolve } from "node:path";
import process from "node:process";
import { failureBeforeCells, failureOf, firstCodeLine } from "./failure.ts";
import type { CellExecution } from "../kernel/execute_cell.ts";
import {
  type Kernel,
  type KernelOptions,
  startKernel,
} from "../kernel/kernel.ts";
import { type KernelName, kernelVersion } from "../kernel/kernel_program.ts";
import type { KernelRegistry } from "../kernel/kernel_registry.ts";
import {
  type Notebook,
  type NotebookCell,
  type NotebookOutput,
  readNotebook,
} from "../notebook_file.ts";
import type {
  CellRun,
  NotebookFailure,
  NotebookRef,
  NotebookRun,
} from "../notebook_run.ts";
import { digestOutputs } from "../kernel/outputs.ts";
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
  /** Starts a kernel in a folder. @default {startKernel} */
  readonly start?: StartKernel;
  /** Folder taken out of outputs before they are digested. @default {the working folder} */
  readonly root?: string;
}

/** A way to get a kernel that is ready for its first cell. */
export type StartKernel = (
  folder: string,
  options: KernelOptions,
) => Promise<Kernel>;

type Settings =
  & Required<
    Pick<
      RunNotebookOptions,
      "kernel" | "cellTimeoutMs" | "env" | "root" | "start"
    >
  >
  & RunNotebookOptions;

/**
 * Runs a notebook's code cells in order in a kernel of its own, in the folder of
 * the notebook, and stops at the first cell that does not end well. When a
 * message comes damaged or not at all, which no notebook is to blame for, it is
 * run once more.
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
    start = startKernel,
    ...others
  }: RunNotebookOptions = {},
): Promise<NotebookRun> {
  const settings: Settings = {
    kernel,
    cellTimeoutMs,
    env,
    root,
    start,
    ...others,
  };
  const started = performance.now();
  let outcome = await runFile(ref, settings);
  const { failure } = outcome;
  if (failure?.kind === "damaged" || failure?.kind === "lost") {
    settings.progress?.again(ref, failure);
    outcome = await runFile(ref, settings);
  }
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
  try {
    notebook = readNotebook(ref.path);
    const { cells, failure } = await runInNewKernel(ref, notebook, settings);
    return {
      cells: withCellsNotRun(notebook, cells),
      metadata: notebook.metadata,
      failure,
    };
  } catch (error) {
    // The file could not be read or no kernel started; other notebooks go on.
    return {
      cells: withCellsNotRun(notebook, []),
      metadata: notebook.metadata,
      failure: failureBeforeCells(ref, error),
    };
  }
}

/** Folder that a notebook's cells run in. */
export function workingFolder(ref: NotebookRef): string {
  return dirname(resolve(ref.path));
}

interface RanCells {
  readonly cells: readonly CellRun[];
  readonly failure: NotebookFailure | null;
}

async function runInNewKernel(
  ref: NotebookRef,
  notebook: Notebook,
  settings: Settings,
): Promise<RanCells> {
  const { kernel: name, env, registry, progress, root } = settings;
  const codeCells = notebook.cells.filter((cell) => cell.kind === "code");
  progress?.started(ref, codeCells.length);
  const kernel = await settings.start(
    workingFolder(ref),
    { name, env, ...(registry && { registry }) },
  );
  const ended: EndedCell[] = [];
  try {
    for (const cell of codeCells) {
      const number = ended.length + 1;
      ended.push(await runCell(cell, { ref, number, kernel, settings }));
      if (ended.at(-1)?.failure) break;
    }
  } finally {
    await kernel.shutdown();
  }
  return {
    cells: ended.map((cell) => toCellRun(cell, { kernel, root })),
    failure: ended.at(-1)?.failure ?? null,
  };
}

interface EndedCell {
  readonly cell: NotebookCell;
  readonly number: number;
  readonly execution: CellExecution;
  readonly failure: NotebookFailure | null;
}

interface CellToRun {
  readonly ref: NotebookRef;
  readonly number: number;
  readonly kernel: Kernel;
  readonly settings: Settings;
}

async function runCell(
  cell: NotebookCell,
  { ref, number, kernel, settings }: CellToRun,
): Promise<EndedCell> {
  const { cellTimeoutMs, progress } = settings;
  progress?.cell(ref, number, firstCodeLine(cell.source));
  const execution = await kernel.execute(cell.source, {
    timeoutMs: cellTimeoutMs,
  });
  const failure = await failureOf(execution, {
    ref,
    cell,
    number,
    cellTimeoutMs,
  });
  return { cell, number, execution, failure };
}

/** Outputs are final only now: some come late, some are updated by a later cell. */
function toCellRun(
  { cell, number, execution, failure }: EndedCell,
  { kernel, root }: { readonly kernel: Kernel; readonly root: string },
): CellRun {
  const filed = kernel.outputsOf(execution.id);
  const outputs = failure === null ? filed : withError(filed, failure);
  return {
    cell,
    number,
    status: failure?.kind ?? "ok",
    outputs,
    digest: digestOutputs(outputs, root),
    milliseconds: execution.milliseconds,
  };
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
