import { exportFailure } from "../export/export_failure.ts";
import type { ExportOptions } from "../export/export_html.ts";
import { runThroughJupyter } from "../run/jupyter_client.ts";
import { type Manifest, readManifest, type ReportRecord } from "../manifest.ts";
import type { NotebookFailure, NotebookRun } from "../notebook_run.ts";
import { type ReportFiles, reportFiles } from "../export/publish_report.ts";
import {
  runNotebooks,
  type RunNotebooksOptions,
} from "../run/run_notebooks.ts";
import { comparePages, comparePublication } from "./compare_publication.ts";
import type { Difference } from "./compare_reports.ts";
import {
  type ReportSources,
  type StaleInput,
  staleInputs,
} from "./report_sources.ts";

/** Who can run notebooks. */
export type NotebookClient = "library" | "jupyter";

/** Options for {@linkcode verifyReports}. */
export interface VerifyOptions extends RunNotebooksOptions {
  /** Folder of the published reports. */
  readonly folder: string;
  /** What the reports would be computed from today. */
  readonly sources: ReportSources;
  /** Who runs the notebooks: this library, or Jupyter's own client, one after the other. @default {"library"} */
  readonly client?: NotebookClient;
  /** As the reports were exported. @default {the defaults of the export} */
  readonly exportOptions?: Omit<ExportOptions, "inputs" | "code">;
}

/** What verification found out about one report. */
export interface ReportVerification {
  /** Id of the report. */
  readonly id: string;
  /** Danish title. */
  readonly title: string;
  /** What was found. */
  readonly status:
    /** The same bytes. */
    | "identical"
    /** Something differs from what was published. */
    | "different"
    /** The notebook did not run to its end. */
    | "failed"
    /** The manifest does not know the report. */
    | "unpublished";
  /** Path of the notebook. */
  readonly notebook: string;
  /** Inputs that have changed since publication. */
  readonly stale: readonly StaleInput[];
  /** What differs; empty when nothing does. */
  readonly differences: readonly Difference[];
  /** Why the notebook stopped; null when it did not. */
  readonly failure: NotebookFailure | null;
}

/** Result of {@linkcode verifyReports}. */
export interface Verification {
  /** True when nothing at all differs. */
  readonly isIdentical: boolean;
  /** Report by report. */
  readonly reports: readonly ReportVerification[];
  /** Pages such as the index, and lists of files, that are not as the manifest says. */
  readonly pages: readonly Difference[];
}

/**
 * Computes published reports again, each in a fresh kernel, and compares every
 * cell, every named estimate and the pages with what was published. A report
 * whose inputs have changed is reported as stale as well.
 *
 * @returns What differs, report by report, in the order of `notebooks`.
 * @throws {SyntaxError} If there is no readable manifest.
 */
export async function verifyReports(
  { folder, sources, client = "library", exportOptions = {}, ...runOptions }:
    VerifyOptions,
): Promise<Verification> {
  readManifest(folder);
  const runs = client === "jupyter"
    ? await runAllThroughJupyter(runOptions)
    : await runNotebooks(runOptions);
  return compareWithPublished(runs, { folder, sources, exportOptions });
}

async function runAllThroughJupyter(
  { notebooks, ...options }: RunNotebooksOptions,
): Promise<readonly NotebookRun[]> {
  const runs: NotebookRun[] = [];
  for (const ref of notebooks) {
    runs.push(await runThroughJupyter(ref, options));
  }
  return runs;
}

/** With what {@linkcode compareWithPublished} compares. */
export type PublishedOptions = Pick<
  VerifyOptions,
  "folder" | "sources" | "exportOptions"
>;

/**
 * Compares notebooks that have run with what was published.
 *
 * @param runs Notebooks after a run, each in a fresh kernel.
 * @returns What differs, report by report, in the order of the runs.
 * @throws {SyntaxError} If there is no readable manifest.
 */
export function compareWithPublished(
  runs: readonly NotebookRun[],
  { folder, sources, exportOptions = {} }: PublishedOptions,
): Verification {
  const manifest = readManifest(folder);
  const reports = runs.map((run) =>
    verifyRun(run, { folder, sources, exportOptions, manifest })
  );
  const pages = comparePages(folder, manifest);
  const isIdentical = pages.length === 0 &&
    reports.every((report) => report.status === "identical");
  return { isIdentical, reports, pages };
}

interface VerifyContext {
  readonly folder: string;
  readonly sources: ReportSources;
  readonly exportOptions: Omit<ExportOptions, "inputs" | "code">;
  readonly manifest: Manifest;
}

function verifyRun(
  run: NotebookRun,
  context: VerifyContext,
): ReportVerification {
  const published = context.manifest.reports.find(({ id }) =>
    id === run.ref.id
  );
  const stale = published === undefined
    ? []
    : staleInputs(published.inputs, context.sources, context.manifest.sources);
  const base = {
    id: run.ref.id,
    title: run.ref.title,
    notebook: run.ref.path,
    stale,
    failure: run.failure,
  };
  if (run.failure !== null) {
    return { ...base, status: "failed", differences: [] };
  }
  if (published === undefined) {
    return { ...base, status: "unpublished", differences: [] };
  }
  const found = exportAgain(published, run, context);
  if ("kind" in found) {
    return { ...base, status: "failed", differences: [], failure: found };
  }
  const differences = comparePublication(published, found, {
    run,
    folder: context.folder,
  });
  return {
    ...base,
    status: stale.length + differences.length === 0 ? "identical" : "different",
    differences,
  };
}

/** The report's files as of today, or why there are none. */
function exportAgain(
  published: ReportRecord,
  run: NotebookRun,
  { exportOptions }: VerifyContext,
): ReportFiles | NotebookFailure {
  // Exported with the published inputs, so that a stale report does not differ
  // in its foot alone; likewise when another kernel is to give the same.
  const kernel = kernelKind(run.kernel) === kernelKind(published.kernel)
    ? run.kernel
    : published.kernel;
  const { inputs, code } = published;
  try {
    return reportFiles({ ...run, kernel }, { ...exportOptions, inputs, code });
  } catch (error) {
    return exportFailure(run, error);
  }
}

/** "deno" of "deno 2.9.5". */
function kernelKind(kernel: string): string {
  return kernel.split(" ")[0] ?? "";
}
