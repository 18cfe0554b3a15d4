import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  compareCells,
  compareEstimates,
  compareInputs,
  compareTexts,
  type Difference,
  difference,
} from "./compare_reports.ts";
import {
  type EstimateRow,
  estimatesOf,
  parseEstimateTable,
} from "./estimate_table.ts";
import { exportFailure } from "./export_failure.ts";
import type { ExportOptions } from "./export_html.ts";
import { compareFile, compareTextsOf } from "./inspect_publication.ts";
import {
  type Manifest,
  readManifest,
  type ReportInputs,
  type ReportRecord,
} from "./manifest.ts";
import type { NotebookFailure, NotebookRun } from "./notebook_run.ts";
import { type ReportFiles, reportFiles } from "./publish_report.ts";
import { runNotebooks, type RunNotebooksOptions } from "./run_notebooks.ts";

/** Options for {@linkcode verifyReports}. */
export interface VerifyOptions extends RunNotebooksOptions {
  /** Folder of the published reports. */
  readonly folder: string;
  /** Digests of what the reports would be computed from today. */
  readonly inputs: ReportInputs;
  /** As the reports were exported. @default {the defaults of the export} */
  readonly exportOptions?: Omit<ExportOptions, "inputs" | "code">;
}

/** What verification found out about one report. */
export interface ReportVerification {
  /** Id of the report. */
  readonly id: string;
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
  readonly staleInputs: readonly string[];
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
  /** Pages such as the index that are not as the manifest says. */
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
  { folder, inputs, exportOptions = {}, ...runOptions }: VerifyOptions,
): Promise<Verification> {
  readManifest(folder);
  const runs = await runNotebooks(runOptions);
  return compareWithPublished(runs, { folder, inputs, exportOptions });
}

/** With what {@linkcode compareWithPublished} compares. */
export type PublishedOptions = Pick<
  VerifyOptions,
  "folder" | "inputs" | "exportOptions"
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
  { folder, inputs, exportOptions = {} }: PublishedOptions,
): Verification {
  const manifest = readManifest(folder);
  const reports = runs.map((run) =>
    verifyRun(run, { folder, inputs, exportOptions, manifest })
  );
  const pages = manifest.pages.flatMap(({ file, sha256: digest }) =>
    compareFile(folder, { file, digest })
  );
  const isIdentical = pages.length === 0 &&
    reports.every((report) => report.status === "identical");
  return { isIdentical, reports, pages };
}

interface VerifyContext {
  readonly folder: string;
  readonly inputs: ReportInputs;
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
    : compareInputs(published.inputs, context.inputs);
  const base = {
    id: run.ref.id,
    notebook: run.ref.path,
    staleInputs: stale.map(({ name }) => name),
    failure: run.failure,
  };
  if (run.failure !== null) {
    return { ...base, status: "failed", differences: stale };
  }
  if (published === undefined) {
    return { ...base, status: "unpublished", differences: [] };
  }
  const found = exportAgain(published, run, context);
  if ("kind" in found) {
    return { ...base, status: "failed", differences: stale, failure: found };
  }
  const differences = [
    ...stale,
    ...comparePublication(published, found, { run, folder: context.folder }),
  ];
  return {
    ...base,
    status: differences.length === 0 ? "identical" : "different",
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

function comparePublication(
  published: ReportRecord,
  { html, record }: ReportFiles,
  { run, folder }: { readonly run: NotebookRun; readonly folder: string },
): readonly Difference[] {
  const estimates = compareEstimates(
    publishedRows(folder, published),
    estimatesOf(run.cells),
  );
  const cellsWithEstimates = new Set(estimates.map(({ cell }) => cell));
  const cells = compareCells(published, record).filter(({ cell }) =>
    !cellsWithEstimates.has(cell)
  );
  const page = join(folder, published.file);
  const texts = existsSync(page)
    ? compareTexts(readFileSync(page, "utf8"), html)
    : [];
  return [
    ...compareFile(folder, {
      file: published.file,
      digest: published.htmlSha256,
      recomputed: record.htmlSha256,
    }),
    ...compareFile(folder, {
      file: published.table,
      digest: published.tableSha256,
      recomputed: record.tableSha256,
    }),
    ...compareField("manifest", {
      name: "title",
      published: published.title,
      found: record.title,
    }),
    ...compareField("notebook", {
      name: "notebook",
      published: published.notebookSha256,
      found: record.notebookSha256,
    }),
    ...compareTextsOf(published, run.cells.map(({ cell }) => cell)),
    ...compareField("kernel", {
      name: "kernel",
      published: published.kernel,
      found: record.kernel,
    }),
    ...estimates,
    ...cells,
    ...(estimates.length > 0 ? [] : texts),
  ];
}

/** "deno" of "deno 2.9.5". */
function kernelKind(kernel: string): string {
  return kernel.split(" ")[0] ?? "";
}

function compareField(
  kind: Difference["kind"],
  { name, published, found }: {
    readonly name: string;
    readonly published: string;
    readonly found: string;
  },
): readonly Difference[] {
  return published === found
    ? []
    : [difference({ kind, name, published, found })];
}

function publishedRows(
  folder: string,
  { table }: ReportRecord,
): readonly EstimateRow[] {
  const path = join(folder, table);
  return existsSync(path)
    ? parseEstimateTable(readFileSync(path, "utf8"), path)
    : [];
}
