import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "#lib/data/mod.ts";
import { cellTexts, compareCellTexts } from "../cell_texts.ts";
import type { ReportRecord } from "../manifest.ts";
import type { NotebookCell } from "../notebook_file.ts";
import { type Difference, difference } from "./compare_reports.ts";

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
