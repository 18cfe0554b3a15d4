import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "#lib/data/mod.ts";
import { cellTexts, compareCellTexts } from "./cell_texts.ts";
import {
  compareInputs,
  type Difference,
  difference,
} from "./compare_reports.ts";
import {
  readManifest,
  type ReportInputs,
  type ReportRecord,
} from "./manifest.ts";
import { type NotebookCell, readNotebook } from "./notebook_file.ts";
import type { NotebookRef } from "./notebook_run.ts";

/** What can be said of one report without running it. */
export interface ReportInspection {
  /** Id of the report. */
  readonly id: string;
  /** Path of the notebook. */
  readonly notebook: string;
  /** Changed inputs, changed cells of the notebook, changed files. */
  readonly differences: readonly Difference[];
}

/** Options for {@linkcode inspectPublication}. */
export interface InspectOptions {
  /** Notebooks of the reports in question. */
  readonly notebooks: readonly NotebookRef[];
  /** Folder of the published reports. */
  readonly folder: string;
  /** Digests of what the reports would be computed from today. */
  readonly inputs: ReportInputs;
}

/**
 * Says before anything runs which published reports are stale or were changed
 * by hand: inputs, cells of the notebooks, pages and tables.
 *
 * @returns Reports with at least one difference, in the order of `notebooks`.
 * @throws {SyntaxError} If there is no readable manifest.
 */
export function inspectPublication(
  { notebooks, folder, inputs }: InspectOptions,
): readonly ReportInspection[] {
  const { reports } = readManifest(folder);
  return notebooks.flatMap(({ id, path }) => {
    const published = reports.find((report) => report.id === id);
    if (published === undefined) return [];
    const differences = [
      ...compareInputs(published.inputs, inputs),
      ...compareTextsOf(published, readNotebook(path).cells),
      ...compareFiles(folder, published),
    ];
    return differences.length === 0
      ? []
      : [{ id, notebook: path, differences }];
  });
}

/**
 * Names the cells of a notebook whose text is not the published one; none where
 * the record is of a version that did not note them.
 */
export function compareTextsOf(
  { texts }: ReportRecord,
  cells: readonly NotebookCell[],
): readonly Difference[] {
  return texts.length === 0 ? [] : compareCellTexts(texts, cellTexts(cells));
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

/** A file and its digest in the manifest. */
export interface FileDigest {
  /** Path within the folder. */
  readonly file: string;
  /** SHA-256 in the manifest. */
  readonly digest: string;
  /** SHA-256 as computed again; says whether file or manifest was changed. */
  readonly recomputed?: string;
}

/** Compares a file with its digest in the manifest. */
export function compareFile(
  folder: string,
  { file, digest, recomputed }: FileDigest,
): readonly Difference[] {
  const path = join(folder, file);
  const found = existsSync(path) ? sha256(readFileSync(path)) : "no such file";
  if (found === digest) return [];
  const kind = found === recomputed ? "manifest" : "file";
  const name = kind === "file" ? file : `digest of ${file}`;
  return [difference({ kind, name, published: digest, found })];
}
