import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { promisify } from "node:util";
import { failureBeforeCells } from "./failure.ts";
import {
  type KernelName,
  kernelProgram,
  kernelVersion,
} from "../kernel/kernel_program.ts";
import { installKernels } from "../kernel/kernelspec.ts";
import {
  type MimeBundle,
  type Notebook,
  type NotebookOutput,
  readNotebook,
} from "../notebook_file.ts";
import type { CellRun, NotebookRef, NotebookRun } from "../notebook_run.ts";
import { digestOutputs } from "../kernel/outputs.ts";
import type { RunNotebookOptions } from "./run_notebook.ts";

/** Options for {@linkcode runThroughJupyter}. */
export type JupyterOptions = Pick<
  RunNotebookOptions,
  "kernel" | "cellTimeoutMs" | "progress" | "root"
>;

const LARGEST_COMPLAINT = 2 ** 24;
const START_SECONDS = 180;

/**
 * Runs a notebook as Jupyter's own users do, by `jupyter nbconvert --execute`
 * with our registration of the kernel, and reads back what it has kept.
 *
 * @param ref The notebook; its file is not changed.
 * @returns The run as {@linkcode runNotebook} gives it, without times per cell.
 */
export async function runThroughJupyter(
  ref: NotebookRef,
  { kernel = "deno", cellTimeoutMs = 120_000, progress, root = process.cwd() }:
    JupyterOptions = {},
): Promise<NotebookRun> {
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "laeringsrapport-jupyter-"));
  const notebook = readNotebook(ref.path);
  const codeCells = notebook.cells.filter(({ kind }) => kind === "code");
  progress?.started(ref, codeCells.length);
  const result: { cells: readonly CellRun[]; failure: NotebookRun["failure"] } =
    { cells: [], failure: null };
  try {
    const executed = await execute(ref.path, {
      folder,
      kernel,
      cellTimeoutMs,
    });
    result.cells = cellRuns(notebook, { executed, root });
  } catch (error) {
    result.failure = failureBeforeCells(ref, error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const run: NotebookRun = {
    ref,
    status: result.failure?.kind ?? "ok",
    ...result,
    metadata: notebook.metadata,
    kernel: kernelVersion(kernel),
    milliseconds: performance.now() - started,
  };
  progress?.finished(run);
  return run;
}

async function execute(
  path: string,
  { folder, kernel, cellTimeoutMs }: {
    readonly folder: string;
    readonly kernel: KernelName;
    readonly cellTimeoutMs: number;
  },
): Promise<Notebook> {
  // Jupyter waits a minute for a kernel, which may have to build the library.
  await kernelProgram(kernel).prepare();
  installKernels({ env: { JUPYTER_DATA_DIR: folder } });
  const args = [
    "nbconvert",
    "--to=notebook",
    "--execute",
    `--output-dir=${folder}`,
    "--output=executed.ipynb",
    `--ExecutePreprocessor.kernel_name=laeringsrapport-${kernel}`,
    `--ExecutePreprocessor.timeout=${cellTimeoutMs / 1000}`,
    `--ExecutePreprocessor.startup_timeout=${START_SECONDS}`,
    path,
  ];
  try {
    await promisify(execFile)("jupyter", args, {
      env: { ...process.env, JUPYTER_PATH: folder },
      maxBuffer: LARGEST_COMPLAINT,
    });
  } catch (error) {
    throw new Error(`Cannot run "${path}" by Jupyter: ${complaintOf(error)}`);
  }
  return readNotebook(join(folder, "executed.ipynb"));
}

/** The last line that the program wrote, or why it did not start. */
function complaintOf(error: unknown): string {
  const { stderr = "", message } = error as Error & { stderr?: string };
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  return lines.at(-1) ?? message;
}

function cellRuns(
  { cells }: Notebook,
  { executed, root }: { readonly executed: Notebook; readonly root: string },
): readonly CellRun[] {
  const byId = new Map(executed.cells.map((cell) => [cell.id, cell.outputs]));
  let number = 0;
  return cells.map((cell): CellRun => {
    const isCode = cell.kind === "code";
    const outputs = asShown(byId.get(cell.id) ?? []);
    return {
      cell,
      number: isCode ? ++number : 0,
      status: "ok",
      outputs,
      digest: isCode ? digestOutputs(outputs, root) : "",
      milliseconds: 0,
    };
  });
}

/** Outputs with whole texts, where Jupyter keeps lists of lines, and one stream in one piece. */
function asShown(
  outputs: readonly NotebookOutput[],
): readonly NotebookOutput[] {
  const shown: NotebookOutput[] = [];
  for (const output of outputs.map(withWholeTexts)) {
    const last = shown.at(-1);
    const isContinued = output.output_type === "stream" &&
      last?.output_type === "stream" && last.name === output.name;
    if (isContinued) {
      shown[shown.length - 1] = { ...last, text: last.text + output.text };
    } else shown.push(output);
  }
  return shown;
}

function withWholeTexts(output: NotebookOutput): NotebookOutput {
  switch (output.output_type) {
    case "stream":
      return { ...output, text: whole(output.text) };
    case "error":
      return output;
    default:
      return { ...output, data: wholeBundle(output.data) };
  }
}

function wholeBundle(data: MimeBundle): MimeBundle {
  return Object.fromEntries(
    Object.entries(data).map(([type, value]) => [
      type,
      /[/+]json$/.test(type) ? value : whole(value),
    ]),
  );
}

function whole(value: unknown): string {
  return Array.isArray(value) ? value.join("") : String(value);
}
