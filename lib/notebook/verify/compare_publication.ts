import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { digestContents } from "#lib/data/mod.ts";
import {
  type EstimateRow,
  estimatesOf,
  parseEstimateTable,
} from "../estimate_table.ts";
import type { Manifest, ReportRecord } from "../manifest.ts";
import type { NotebookRun } from "../notebook_run.ts";
import type { ReportFiles } from "../export/publish_report.ts";
import {
  compareCells,
  compareEstimates,
  compareTexts,
  type Difference,
  difference,
} from "./compare_reports.ts";
import { compareFile, compareTextsOf } from "./compare_files.ts";

/** A notebook that has run again, and where it was published. */
export interface RunAgain {
  /** The new run. */
  readonly run: NotebookRun;
  /** Folder of the published reports. */
  readonly folder: string;
}

/**
 * Compares one published report with the same report made again: files, record,
 * cells, estimates, and the text of the page where no estimate says more.
 */
export function comparePublication(
  published: ReportRecord,
  { html, record }: ReportFiles,
  { run, folder }: RunAgain,
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

/**
 * Finds pages such as the index, and lists of files in the manifest, that
 * somebody has edited.
 *
 * @param folder Folder of the published reports.
 */
export function comparePages(
  folder: string,
  { pages, sources }: Manifest,
): readonly Difference[] {
  const files = pages.flatMap(({ file, sha256: digest }) =>
    compareFile(folder, { file, digest })
  );
  const lists = sources.flatMap(({ digest, files }) =>
    compareField("manifest", {
      name: `list of ${Object.keys(files)[0] ?? "no file"} and others`,
      published: digest,
      found: digestContents(files),
    })
  );
  return [...files, ...lists];
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
