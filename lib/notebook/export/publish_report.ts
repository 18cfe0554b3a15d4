import { join } from "node:path";
import { sha256 } from "#lib/data/mod.ts";
import { cellTexts } from "../cell_texts.ts";
import { writeIfChanged } from "../write_if_changed.ts";
import { estimatesOf, formatEstimateTable } from "../estimate_table.ts";
import { type ExportOptions, exportReport } from "./export_html.ts";
import type { ReportRecord } from "../manifest.ts";
import { notebookDigest } from "../notebook_file.ts";
import type { NotebookRun } from "../notebook_run.ts";

/** A report's files, not yet written. */
export interface ReportFiles {
  /** The page. */
  readonly html: string;
  /** The estimates as CSV. */
  readonly table: string;
  /** What the manifest says about the files. */
  readonly record: ReportRecord;
}

/**
 * Makes a report's page, its table of estimates and its record.
 *
 * @param run A notebook that ran to its end.
 * @throws {RangeError} If the run failed; a partial report is never published.
 */
export function reportFiles(
  run: NotebookRun,
  options: ExportOptions,
): ReportFiles {
  if (run.status !== "ok") {
    throw new RangeError(
      `Cannot publish "${run.ref.id}": its run ended as ${run.status}, expected ok`,
    );
  }
  const html = exportReport(run, options);
  const table = formatEstimateTable(estimatesOf(run.cells));
  const record: ReportRecord = {
    id: run.ref.id,
    title: run.ref.title,
    file: `${run.ref.id}.html`,
    htmlSha256: sha256(html),
    table: `tal/${run.ref.id}.csv`,
    tableSha256: sha256(table),
    notebookSha256: notebookDigest({
      metadata: run.metadata,
      cells: run.cells.map(({ cell }) => cell),
    }),
    kernel: run.kernel,
    inputs: options.inputs,
    code: options.code ?? "folded",
    cells: run.cells
      .filter(({ number }) => number > 0)
      .map(({ cell, digest }) => ({ cell: cell.id, digest })),
    texts: cellTexts(run.cells.map(({ cell }) => cell)),
  };
  return { html, table, record };
}

/**
 * Writes a report's page and table into the folder of the published reports;
 * files that are the same already are left alone.
 *
 * @param run A notebook that ran to its end.
 * @param folder Folder of the published reports.
 * @returns The record for {@linkcode writeManifest}.
 * @throws {RangeError} If the run failed; a partial report is never published.
 */
export function publishReport(
  run: NotebookRun,
  folder: string,
  options: ExportOptions,
): ReportRecord {
  const { html, table, record } = reportFiles(run, options);
  writeIfChanged(join(folder, record.file), html);
  writeIfChanged(join(folder, record.table), table);
  return record;
}
