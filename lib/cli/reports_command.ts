import { join } from "node:path";
import process from "node:process";
import {
  createProgress,
  type NotebookRef,
  publishReport,
  type ReportInputs,
  reportNotebooks,
  type ReportRecord,
  runNotebooks,
  sha256,
  writeIfChanged,
  writeManifest,
} from "#lib/notebook/mod.ts";
import { indexPage } from "#lib/reports/mod.ts";
import type { Command } from "./command.ts";
import { programmeMunicipalities } from "./municipalities.ts";
import { parseArguments } from "./parse_arguments.ts";
import { prepareResults } from "./prepare.ts";
import {
  readPublished,
  unchangedReports,
  writePublished,
} from "./published.ts";
import { reportInputs } from "./report_inputs.ts";
import { ROOT_PATH, selectNotebooks } from "./select_notebooks.ts";

const REPORTS = join(ROOT_PATH, "reports");
const CELL_TIMEOUT_MS = 120_000;

/** Runs the notebooks and publishes their reports. */
export const reportsCommand: Command = {
  name: "reports",
  purpose: "compute and publish the learning reports",
  usage: "npm run reports [-- NAME …] [--data FOLDER] [--jobs N] [--force]",
  run: async (args) => {
    const { names, data, jobs, force } = parseArguments(args);
    const selected = selectNotebooks(names);
    const results = await prepareResults({ ...(data && { data }), jobs });
    const inputs = await reportInputs(results);
    const unchanged = force
      ? new Map()
      : unchangedReports(REPORTS, { inputs, notebooks: selected });
    for (const { id } of selected) {
      if (unchanged.has(id)) {
        console.error(`same    ${id}, nothing it is made from has changed`);
      }
    }
    const { records, failed } = await publish(
      selected.filter(({ id }) => !unchanged.has(id)),
      { inputs, jobs },
    );
    finish(records, inputs, results.provenance.synthetic);
    if (failed.length > 0) {
      console.error(
        `${failed.length} of ${selected.length} reports failed: ${
          failed.join(", ")
        }`,
      );
      return 1;
    }
    console.error(`Reports: ${join(REPORTS, "index.html")}`);
    return 0;
  },
};

async function publish(
  notebooks: readonly NotebookRef[],
  { inputs, jobs }: { readonly inputs: ReportInputs; readonly jobs: number },
): Promise<{ records: ReportRecord[]; failed: string[] }> {
  const records: ReportRecord[] = [];
  const isTerminal = Boolean(process.stderr.isTTY) && !process.env["CI"];
  const runs = await runNotebooks({
    notebooks,
    jobs,
    cellTimeoutMs: CELL_TIMEOUT_MS,
    executedFolder: join(ROOT_PATH, ".cache", "executed"),
    progress: createProgress({
      write: (text) => void process.stderr.write(text),
      columns: isTerminal ? process.stderr.columns ?? 80 : null,
    }),
    onFinished: (run) => {
      if (run.status === "ok") {
        records.push(publishReport(run, REPORTS, { inputs }));
      }
    },
  });
  return {
    records,
    failed: runs.filter(({ status }) => status !== "ok").map(({ ref }) =>
      ref.id
    ),
  };
}

/** Index page and manifest, and the note of what this clone has published. */
function finish(
  records: readonly ReportRecord[],
  inputs: ReportInputs,
  synthetic: boolean,
): void {
  const all = reportNotebooks(ROOT_PATH, programmeMunicipalities());
  const index = indexPage(
    all.map(({ id, title }) => ({
      href: `${id}.html`,
      title,
      kind: id === "faellesrapport"
        ? "joint" as const
        : id === "ledelse-for-oeget-laering"
        ? "lottery" as const
        : "municipality" as const,
    })),
    { synthetic },
  );
  writeIfChanged(join(REPORTS, "index.html"), index);
  writeManifest(REPORTS, {
    reports: records,
    knownIds: all.map(({ id }) => id),
    pages: [{ file: "index.html", sha256: sha256(index) }],
  });
  writePublished({
    ...readPublished(),
    ...Object.fromEntries(records.map((r) => [r.id, r])),
  });
  void inputs;
}
