/**
 * Notebooks: run in a kernel, checked, exported as pages, published and
 * verified.
 * @module
 */
export type { KernelError } from "./kernel/barrier.ts";
export { checkNotebooks, type CheckOptions } from "./check/check_notebooks.ts";
export {
  describeProblem,
  type NotebookProblem,
} from "./check/notebook_problem.ts";
export type { Difference } from "./verify/compare_reports.ts";
export {
  describeInspection,
  describeVerification,
} from "./verify/describe_verification.ts";
export { ExportError } from "./export/export_failure.ts";
export {
  type InspectOptions,
  inspectPublication,
  type PublicationInspection,
  type ReportInspection,
} from "./verify/inspect_publication.ts";
export {
  type VerificationContext,
  verificationPage,
} from "./verify/verification_page.ts";
export { writeIfChanged } from "./write_if_changed.ts";
export { type EstimateRow, parseEstimateTable } from "./estimate_table.ts";
export { findChromium, printPdf } from "./export/pdf.ts";
export type {
  CellExecution,
  ExecutionLimits,
  ExecutionStatus,
} from "./kernel/execute_cell.ts";
export { type ExportOptions, exportReport } from "./export/export_html.ts";
export {
  type JupyterOptions,
  runThroughJupyter,
} from "./run/jupyter_client.ts";
export {
  type Kernel,
  type KernelOptions,
  startKernel,
} from "./kernel/kernel.ts";
export {
  KERNEL_NAMES,
  type KernelName,
  kernelVersion,
} from "./kernel/kernel_program.ts";
export { type Doomed, KernelRegistry } from "./kernel/kernel_registry.ts";
export {
  type InstalledKernel,
  installKernels,
  type KernelPlace,
  uninstallKernels,
} from "./kernel/kernelspec.ts";
export {
  type CellRecord,
  type CellText,
  type Manifest,
  type ManifestUpdate,
  type PageRecord,
  readManifest,
  type ReportInputs,
  type ReportRecord,
  writeManifest,
} from "./manifest.ts";
export type {
  MergedNotebook,
  TemplateConflict,
} from "./template/merge_notebook.ts";
export {
  type CellMetadata,
  type CellOrigin,
  type DisplayOutput,
  type ErrorOutput,
  formatNotebook,
  type MimeBundle,
  type Notebook,
  type NotebookCell,
  notebookDigest,
  type NotebookOutput,
  parseNotebook,
  readNotebook,
  type ResultOutput,
  type StreamOutput,
} from "./notebook_file.ts";
export type {
  CellRun,
  CellStatus,
  FailureKind,
  NotebookFailure,
  NotebookRef,
  NotebookRun,
} from "./notebook_run.ts";
export {
  type BibliographyItem,
  type BibliographyName,
  readBibliography,
} from "./prose/bibliography.ts";
export { type CsvFile, reportCsv } from "./workbook/report_csv.ts";
export { reportWorkbook } from "./workbook/report_workbook.ts";
export { markOrigins } from "./template/render_template.ts";
export { newNotebook } from "./template/new_notebook.ts";
export { ownNotebooks } from "./template/own_notebooks.ts";
export {
  createProgress,
  describeRun,
  type ProgressTarget,
  type RunProgress,
} from "./run/progress.ts";
export {
  publishReport,
  type ReportFiles,
  reportFiles,
} from "./export/publish_report.ts";
export {
  runNotebook,
  type RunNotebookOptions,
  type StartKernel,
} from "./run/run_notebook.ts";
export {
  executedNotebook,
  runNotebooks,
  type RunNotebooksOptions,
} from "./run/run_notebooks.ts";
export { show } from "./show.ts";
export {
  reportNotebooks,
  type SyncConflict,
  syncNotebooks,
  type SyncOptions,
  type SyncResult,
} from "./template/sync_notebooks.ts";
export {
  compareWithPublished,
  type NotebookClient,
  type PublishedOptions,
  type ReportVerification,
  type Verification,
  type VerifyOptions,
  verifyReports,
} from "./verify/verify_reports.ts";
export {
  inputsOf,
  type ReportSources,
  type SourceList,
  type StaleInput,
} from "./verify/report_sources.ts";
