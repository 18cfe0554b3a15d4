import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import process from "node:process";
import {
  createProgress,
  ExportError,
  type KernelName,
  type NotebookRef,
  publishReport,
  readBibliography,
  type ReportInputs,
  reportNotebooks,
  type ReportRecord,
  type ReportSources,
  runNotebooks,
  writeIfChanged,
  writeManifest,
} from "#lib/notebook/mod.ts";
import { sha256, WriteError } from "#lib/data/mod.ts";
import { cacheFolder } from "#lib/profiles/mod.ts";
import { indexPage } from "#lib/reports/mod.ts";
import { indexEntry } from "./index_entries.ts";
import { programmeMunicipalities } from "./municipalities.ts";
import { notePublished } from "./published.ts";
import { BIBLIOGRAPHY } from "./report_sources.ts";
import { ROOT_PATH } from "./select_notebooks.ts";

const CELL_TIMEOUT_MS = 120_000;

/** Where and from what reports are published. */
export interface PublishOptions {
  /** Folder of the reports. */
  readonly folder: string;
  readonly inputs: ReportInputs;
  readonly sources: ReportSources;
  /** Whether the answers are simulated. */
  readonly synthetic: boolean;
  /** Kernel that the notebooks run under. */
  readonly kernel: KernelName;
  /** Kernels at once. */
  readonly jobs: number;
  /** Code folded on the page, or left out. */
  readonly code: "folded" | "omitted";
}

/**
 * Runs notebooks, each in a kernel of its own, and writes the report of each as
 * soon as it is done; a failed notebook leaves the others to finish. The index
 * and the manifest tell of what was published, whatever happens.
 *
 * @returns Ids of the notebooks that failed.
 */
export async function publishReports(
  notebooks: readonly NotebookRef[],
  options: PublishOptions,
): Promise<readonly string[]> {
  const records: ReportRecord[] = [];
  try {
    return await runAndPublish(notebooks, { ...options, records });
  } finally {
    finishPublication(records, options);
    notePublished(options.folder, records);
  }
}

async function runAndPublish(
  notebooks: readonly NotebookRef[],
  { folder, inputs, jobs, kernel, code, records }: PublishOptions & {
    /** Filled as reports are published. */
    readonly records: ReportRecord[];
  },
): Promise<readonly string[]> {
  const broken: string[] = [];
  const bibliography = readBibliography(BIBLIOGRAPHY);
  const isTerminal = Boolean(process.stderr.isTTY) && !process.env["CI"];
  const runs = await runNotebooks({
    notebooks,
    jobs,
    kernel,
    cellTimeoutMs: CELL_TIMEOUT_MS,
    executedFolder: fileURLToPath(new URL("executed", cacheFolder())),
    progress: createProgress({
      write: (text) => void process.stderr.write(text),
      columns: isTerminal ? process.stderr.columns ?? 80 : null,
    }),
    onFinished: (run) => {
      if (run.status !== "ok") return;
      try {
        records.push(
          publishReport(run, folder, { inputs, code, bibliography }),
        );
      } catch (error) {
        const isKnown = error instanceof ExportError ||
          error instanceof WriteError;
        if (!isKnown) throw error;
        console.error(error.message);
        broken.push(run.ref.id);
      }
    },
  });
  const failed = runs.filter(({ status }) => status !== "ok")
    .map(({ ref }) => ref.id);
  return [...failed, ...broken];
}

/** Writes the index page of the reports in a folder, and the manifest. */
function finishPublication(
  records: readonly ReportRecord[],
  { folder, sources, synthetic }: PublishOptions,
): void {
  const all = reportNotebooks(ROOT_PATH, programmeMunicipalities())
    .filter(({ id }) => existsSync(join(folder, `${id}.html`)));
  const index = indexPage(all.map(indexEntry), { synthetic });
  writeIfChanged(join(folder, "index.html"), index);
  writeManifest(folder, {
    reports: records,
    knownIds: all.map(({ id }) => id),
    pages: [{ file: "index.html", sha256: sha256(index) }],
    sources,
  });
}
