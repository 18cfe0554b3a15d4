import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  notebookDigest,
  type NotebookRef,
  readNotebook,
  type ReportInputs,
  type ReportRecord,
} from "#lib/notebook/mod.ts";
import { sha256, writeWhole } from "#lib/data/mod.ts";
import { cacheFolder } from "#lib/profiles/mod.ts";

/** Records by path of the report's page. */
type Records = Readonly<Record<string, ReportRecord>>;

function file(): string {
  return fileURLToPath(new URL("published.json", cacheFolder()));
}

/** Reports that this clone has computed itself; a fresh clone has none. */
function readPublished(): Records {
  return existsSync(file()) ? JSON.parse(readFileSync(file(), "utf8")) : {};
}

/** Notes what this clone has computed. */
export function notePublished(
  folder: string,
  records: readonly ReportRecord[],
): void {
  const now = records.map((r) => [join(folder, r.file), r] as const);
  writeWhole(
    file(),
    JSON.stringify({ ...readPublished(), ...Object.fromEntries(now) }),
  );
}

/**
 * Ids of the reports that need not be computed again: computed by this clone
 * from the same data, codebook, code, packages, seed and notebook, and their
 * files are still as they were written.
 */
export function unchangedReports(
  folder: string,
  { inputs, notebooks, code }: {
    readonly inputs: ReportInputs;
    readonly notebooks: readonly NotebookRef[];
    readonly code: ReportRecord["code"];
  },
): ReadonlySet<string> {
  const published = readPublished();
  const isUnchanged = ({ id, path }: NotebookRef): boolean => {
    const record = published[join(folder, `${id}.html`)];
    return record !== undefined && record.code === code &&
      JSON.stringify(record.inputs) === JSON.stringify(inputs) &&
      record.notebookSha256 === notebookDigest(readNotebook(path)) &&
      digestOf(join(folder, record.file)) === record.htmlSha256 &&
      digestOf(join(folder, record.table)) === record.tableSha256;
  };
  return new Set(notebooks.filter(isUnchanged).map(({ id }) => id));
}

function digestOf(path: string): string | null {
  return existsSync(path) ? sha256(readFileSync(path)) : null;
}
