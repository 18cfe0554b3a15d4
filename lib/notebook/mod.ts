/**
 * Notebooks: run in a kernel, checked, exported as pages and verified.
 * @module
 */
export {
  createProgress,
  describeRun,
  type ProgressTarget,
  type RunProgress,
} from "./progress.ts";
export type { KernelError } from "./barrier.ts";
export type {
  CellExecution,
  ExecutionLimits,
  ExecutionStatus,
} from "./execute_cell.ts";
export { type Kernel, type KernelOptions, startKernel } from "./kernel.ts";
export { type Doomed, KernelRegistry } from "./kernel_registry.ts";
export * from "./notebook_file.ts";
export type * from "./notebook_run.ts";
export { runNotebook, type RunNotebookOptions } from "./run_notebook.ts";
export {
  executedNotebook,
  runNotebooks,
  type RunNotebooksOptions,
} from "./run_notebooks.ts";
export { show } from "./show.ts";
