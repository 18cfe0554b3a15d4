import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import {
  inputsOf,
  type ReportSources,
  SOURCE_KINDS,
  type SourceList,
} from "./verify/report_sources.ts";
import { writeIfChanged } from "./write_if_changed.ts";

/** Digests of everything that a report is computed from. */
export interface ReportInputs {
  /** SHA-256 over the files of the data. */
  readonly data: string;
  /** SHA-256 over the files of the codebook, the works cited and the studies. */
  readonly codebook: string;
  /** SHA-256 over the files of the library. */
  readonly code: string;
  /** SHA-256 over the file that locks the packages. */
  readonly lock: string;
  /** Seed of all random numbers. */
  readonly seed: number;
}

/** The outputs of one cell as published. */
export interface CellRecord {
  /** Id of the cell. */
  readonly cell: string;
  /** SHA-256 of the canonical outputs. */
  readonly digest: string;
}

/** The text of one cell as published. */
export interface CellText {
  /** Id of the cell. */
  readonly cell: string;
  /** Whose the cell is. */
  readonly origin: "template" | "author";
  /** First 12 digits of the SHA-256 of its kind and text. */
  readonly digest: string;
}

/** One report as published. */
export interface ReportRecord {
  /** e.g. "billund". */
  readonly id: string;
  /** Danish title. */
  readonly title: string;
  /** File beside the manifest, e.g. "billund.html". */
  readonly file: string;
  /** SHA-256 of the page. */
  readonly htmlSha256: string;
  /** The estimates, e.g. "tal/billund.csv". */
  readonly table: string;
  /** SHA-256 of the table. */
  readonly tableSha256: string;
  /** SHA-256 of the notebook without outputs. */
  readonly notebookSha256: string;
  /** e.g. "deno 2.9.5". */
  readonly kernel: string;
  /** What the report was computed from. */
  readonly inputs: ReportInputs;
  /** Code folded on the page, or left out. */
  readonly code: "folded" | "omitted";
  /** Code cells in order. */
  readonly cells: readonly CellRecord[];
  /** Texts of all cells in order; empty in records of earlier versions. */
  readonly texts: readonly CellText[];
}

/** A page that is not a report, e.g. the index. */
export interface PageRecord {
  /** File beside the manifest. */
  readonly file: string;
  /** SHA-256 of the file. */
  readonly sha256: string;
}

/** What was published, so that anybody can compute it again and compare. */
export interface Manifest {
  /** Version of this format. */
  readonly version: 1;
  /** Pages that are not reports. */
  readonly pages: readonly PageRecord[];
  /** Files that the reports were computed from; empty in manifests of earlier versions. */
  readonly sources: readonly SourceList[];
  /** Reports in the order of their ids. */
  readonly reports: readonly ReportRecord[];
}

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const manifestSchema = z.object({
  version: z.literal(1),
  pages: z.array(z.object({ file: z.string(), sha256: digest })),
  sources: z.array(z.object({ digest, files: z.record(z.string(), digest) }))
    .default([]),
  reports: z.array(z.object({
    id: z.string(),
    title: z.string(),
    file: z.string(),
    htmlSha256: digest,
    table: z.string(),
    tableSha256: digest,
    notebookSha256: digest,
    kernel: z.string(),
    inputs: z.object({
      data: z.string(),
      codebook: z.string(),
      code: z.string(),
      lock: z.string(),
      seed: z.number(),
    }),
    code: z.enum(["folded", "omitted"]).default("folded"),
    cells: z.array(z.object({ cell: z.string(), digest })),
    texts: z.array(z.object({
      cell: z.string(),
      origin: z.enum(["template", "author"]),
      digest: z.string().regex(/^[0-9a-f]{12}$/),
    })).default([]),
  })),
});

const FILE = "manifest.json";

/**
 * Reads the manifest of a publication.
 *
 * @param folder Folder of the published reports.
 * @throws {SyntaxError} If it is missing or not a manifest of version 1.
 */
export function readManifest(folder: string): Manifest {
  const path = join(folder, FILE);
  if (!existsSync(path)) {
    throw new SyntaxError(
      `Cannot read "${path}": no such file, the reports were never published`,
    );
  }
  const parsed = manifestSchema.safeParse(
    parseJson(readFileSync(path, "utf8"), path),
  );
  if (parsed.success) return parsed.data;
  const [problem] = parsed.error.issues;
  throw new SyntaxError(
    `Cannot read "${path}": ${problem?.path.join(".")}: ${problem?.message}`,
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `Cannot read "${path}": not JSON, ${(error as Error).message}`,
    );
  }
}

/** What {@linkcode writeManifest} records. */
export interface ManifestUpdate {
  /** Reports published now. */
  readonly reports: readonly ReportRecord[];
  /** Earlier records are kept for these ids, e.g. all reports of the programme. */
  readonly knownIds: readonly string[];
  /** Pages that are not reports. */
  readonly pages: readonly PageRecord[];
  /** Files that the reports published now were computed from. */
  readonly sources: ReportSources;
}

/**
 * Writes the manifest; reports that were not published now keep their record.
 *
 * @param folder Folder of the published reports.
 * @returns The whole manifest, reports in the order of their ids.
 */
export function writeManifest(
  folder: string,
  { reports, knownIds, pages, sources }: ManifestUpdate,
): Manifest {
  const now = new Set(reports.map((report) => report.id));
  const earlier = existsSync(join(folder, FILE))
    ? readManifest(folder)
    : { reports: [], sources: [] };
  const kept = earlier.reports.filter(({ id }) =>
    !now.has(id) && knownIds.includes(id)
  );
  const all = [...kept, ...reports].sort((a, b) => a.id < b.id ? -1 : 1);
  const manifest: Manifest = {
    version: 1,
    pages,
    sources: listsNeeded(all, [...earlier.sources, ...listsOf(sources)]),
    reports: all,
  };
  writeIfChanged(join(folder, FILE), JSON.stringify(manifest, null, 1) + "\n");
  return manifest;
}

function listsOf(sources: ReportSources): readonly SourceList[] {
  const inputs = inputsOf(sources);
  return SOURCE_KINDS.map((kind) => ({
    digest: inputs[kind],
    files: sources[kind],
  }));
}

/** Lists that a report names, each once, in the order of their digests. */
function listsNeeded(
  reports: readonly ReportRecord[],
  lists: readonly SourceList[],
): readonly SourceList[] {
  const byDigest = new Map(lists.map((list) => [list.digest, list]));
  const named = new Set(
    reports.flatMap(({ inputs }) => SOURCE_KINDS.map((kind) => inputs[kind])),
  );
  return [...named].sort().flatMap((name) => byDigest.get(name) ?? []);
}
