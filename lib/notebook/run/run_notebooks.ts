import { join } from "node:path";
import { writeWhole } from "#lib/data/mod.ts";
import { KernelRegistry } from "../kernel/kernel_registry.ts";
import { formatNotebook, type Notebook } from "../notebook_file.ts";
import type { NotebookRef, NotebookRun } from "../notebook_run.ts";
import { startKernel } from "../kernel/kernel.ts";
import { KernelPool } from "../kernel/kernel_pool.ts";
import {
  runNotebook,
  type RunNotebookOptions,
  workingFolder,
} from "./run_notebook.ts";

/** Options for {@linkcode runNotebooks}. */
export interface RunNotebooksOptions extends RunNotebookOptions {
  /** What to run, in the order of the results. */
  readonly notebooks: readonly NotebookRef[];
  /** Kernels at the same time. @default {2} */
  readonly jobs?: number;
  /** Folder for the executed notebooks, also partial ones; null keeps none. @default {null} */
  readonly executedFolder?: string | null;
  /** Called as soon as a notebook has ended, while others still run. @default {nothing} */
  readonly onFinished?: (run: NotebookRun) => void | Promise<void>;
}

/**
 * Runs several notebooks, each in its own kernel. A failure in one leaves the
 * others to finish.
 *
 * @returns The runs in the order of `notebooks`.
 * @throws {RangeError} If `jobs` is not a positive whole number.
 * @throws {WriteError} If an executed notebook cannot be saved; like all that
 * `onFinished` throws, after all notebooks have ended.
 */
export async function runNotebooks(
  { notebooks, jobs = 2, executedFolder = null, onFinished, ...options }:
    RunNotebooksOptions,
): Promise<readonly NotebookRun[]> {
  if (!(Number.isInteger(jobs) && jobs > 0)) {
    throw new RangeError(
      `Cannot run notebooks: jobs is ${jobs}, expected a positive whole number`,
    );
  }
  const { kernel: name = "deno", env = {}, start = startKernel } = options;
  const registry = options.registry ?? new KernelRegistry();
  const pool = new KernelPool((folder) =>
    start(folder, { name, env, registry })
  );
  const runs: NotebookRun[] = [];
  const problems: unknown[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < notebooks.length; index = next++) {
      const run = await runNotebook(notebooks[index] as NotebookRef, {
        ...options,
        registry,
        start: (folder) => pool.take(folder),
      });
      runs[index] = run;
      // The kernel of the next one starts while this one is exported; that gains
      // something where there are more cores than jobs.
      const following = notebooks[next];
      if (following !== undefined) pool.warm(workingFolder(following));
      try {
        await onFinished?.(run);
        if (executedFolder !== null) saveExecuted(run, executedFolder);
      } catch (error) {
        problems.push(error);
      }
    }
  };
  await Promise.all(
    Array.from({ length: Math.min(jobs, notebooks.length) }, work),
  );
  await pool.close();
  if (problems.length > 0) throw problems[0];
  return runs;
}

function saveExecuted(run: NotebookRun, folder: string): void {
  writeWhole(
    join(folder, `${run.ref.id}.ipynb`),
    formatNotebook(executedNotebook(run)),
  );
}

/**
 * The notebook with the outputs of a run in it, for a reader with Jupyter.
 *
 * @param run A whole or partial run.
 */
export function executedNotebook(run: NotebookRun): Notebook {
  const cells = run.cells.map(({ cell, outputs, number, status }) => ({
    ...cell,
    outputs,
    executionCount: number > 0 && status !== "not-run" ? number : null,
  }));
  return { metadata: run.metadata, cells };
}
