import { readManifest, type ReportRecord } from "../manifest.ts";
import { readNotebook } from "../notebook_file.ts";
import type { NotebookRef } from "../notebook_run.ts";
import { compareFile, compareTextsOf } from "./compare_files.ts";
import { comparePages } from "./compare_publication.ts";
import type { Difference } from "./compare_reports.ts";
import {
  type ReportSources,
  type StaleInput,
  staleInputs,
} from "./report_sources.ts";

/** What can be said of one report without running it. */
export interface ReportInspection {
  /** Id of the report. */
  readonly id: string;
  /** Path of the notebook. */
  readonly notebook: string;
  /** Inputs that have changed since publication. */
  readonly stale: readonly StaleInput[];
  /** Changed cells of the notebook, changed files. */
  readonly differences: readonly Difference[];
}

/** What can be said of a publication without running a notebook. */
export interface PublicationInspection {
  /** Reports of which there is something to say. */
  readonly reports: readonly ReportInspection[];
  /** Pages such as the index, and lists of files, that are not as the manifest says. */
  readonly pages: readonly Difference[];
}

/** Options for {@linkcode inspectPublication}. */
export interface InspectOptions {
  /** Notebooks of the reports in question. */
  readonly notebooks: readonly NotebookRef[];
  /** Folder of the published reports. */
  readonly folder: string;
  /** What the reports would be computed from today. */
  readonly sources: ReportSources;
}

/**
 * Says before anything runs which published reports are stale or were changed
 * by hand: inputs, cells of the notebooks, pages and tables.
 *
 * @returns Reports of which there is something to say, in the order of `notebooks`.
 * @throws {SyntaxError} If there is no readable manifest.
 */
export function inspectPublication(
  { notebooks, folder, sources }: InspectOptions,
): PublicationInspection {
  const manifest = readManifest(folder);
  const reports = notebooks.flatMap(({ id, path }) => {
    const published = manifest.reports.find((report) => report.id === id);
    if (published === undefined) return [];
    const stale = staleInputs(published.inputs, sources, manifest.sources);
    const differences = [
      ...compareTextsOf(published, readNotebook(path).cells),
      ...compareFiles(folder, published),
    ];
    return stale.length + differences.length === 0
      ? []
      : [{ id, notebook: path, stale, differences }];
  });
  return { reports, pages: comparePages(folder, manifest) };
}

function compareFiles(
  folder: string,
  { file, htmlSha256, table, tableSha256 }: ReportRecord,
): readonly Difference[] {
  return [
    ...compareFile(folder, { file, digest: htmlSha256 }),
    ...compareFile(folder, { file: table, digest: tableSha256 }),
  ];
}
