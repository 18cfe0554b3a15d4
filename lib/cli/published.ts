import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  notebookDigest,
  type NotebookRef,
  readNotebook,
  type ReportInputs,
  type ReportRecord,
  sha256,
} from "#lib/notebook/mod.ts";
import { ROOT_PATH } from "./select_notebooks.ts";

const FILE = join(ROOT_PATH, ".cache", "published.json");

/** Reports that this clone has computed itself; a fresh clone has none. */
export function readPublished(): Readonly<Record<string, ReportRecord>> {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, "utf8")) : {};
}

/** Notes what this clone has computed. */
export function writePublished(
  records: Readonly<Record<string, ReportRecord>>,
): void {
  mkdirSync(join(ROOT_PATH, ".cache"), { recursive: true });
  writeFileSync(FILE, JSON.stringify(records));
}

/**
 * The reports that need not be computed again: computed by this clone from the
 * same data, codebook, code, packages, seed and notebook, and their files are
 * still as they were written.
 */
export function unchangedReports(
  folder: string,
  { inputs, notebooks }: {
    readonly inputs: ReportInputs;
    readonly notebooks: readonly NotebookRef[];
  },
): ReadonlyMap<string, ReportRecord> {
  const published = readPublished();
  const unchanged = new Map<string, ReportRecord>();
  for (const { id, path } of notebooks) {
    const record = published[id];
    if (
      record && JSON.stringify(record.inputs) === JSON.stringify(inputs) &&
      record.notebookSha256 === notebookDigest(readNotebook(path)) &&
      digestOf(join(folder, record.file)) === record.htmlSha256 &&
      digestOf(join(folder, record.table)) === record.tableSha256
    ) unchanged.set(id, record);
  }
  return unchanged;
}

function digestOf(path: string): string | null {
  return existsSync(path) ? sha256(readFileSync(path)) : null;
}
