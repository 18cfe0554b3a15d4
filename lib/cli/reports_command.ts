import { join } from "node:path";
import { inputsOf } from "#lib/notebook/mod.ts";
import type { Command } from "./command.ts";
import { writeExtraFiles } from "./extra_files.ts";
import { aloneIn } from "./lock_folder.ts";
import { parseArguments } from "./parse_arguments.ts";
import { prepareResults } from "./prepare.ts";
import { publishReports } from "./publish_reports.ts";
import { unchangedReports } from "./published.ts";
import { reportSources } from "./report_sources.ts";
import { ROOT_PATH, selectNotebooks } from "./select_notebooks.ts";

/** Folder of the publication. */
export const REPORTS_FOLDER: string = join(ROOT_PATH, "reports");

/** Runs the notebooks and publishes their reports. */
export const reportsCommand: Command = {
  name: "reports",
  purpose: "compute and publish the learning reports",
  usage:
    "npm run reports [-- NAME …] [--kernel deno|tslab] [--data FOLDER] [--out FOLDER] [--jobs N] [--no-code] [--excel] [--csv] [--pdf] [--force]",
  usesCache: true,
  run: async (args) => {
    const { names, data, jobs, force, out, noCode, kernel, ...extra } =
      parseArguments(args);
    const code = noCode ? "omitted" : "folded";
    const folder = out ?? REPORTS_FOLDER;
    const selected = selectNotebooks(names);
    const results = await prepareResults({ ...(data && { data }), jobs });
    const sources = reportSources({ ...(data && { data }) });
    const inputs = inputsOf(sources);
    const unchanged = force
      ? new Set<string>()
      : unchangedReports(folder, { inputs, notebooks: selected, code });
    for (const id of unchanged) {
      console.error(`same    ${id}, nothing it is made from has changed`);
    }
    const { synthetic } = results.provenance;
    const failed = await aloneIn(
      folder,
      { command: "reports", onWait: console.error },
      () =>
        publishReports(
          selected.filter(({ id }) => !unchanged.has(id)),
          { folder, inputs, sources, synthetic, jobs, kernel, code },
        ),
    );
    for (const { id } of selected.filter(({ id }) => !failed.includes(id))) {
      for (const path of writeExtraFiles(id, { ...extra, folder })) {
        console.error(`wrote   ${path}`);
      }
    }
    if (failed.length > 0) {
      console.error(
        `${failed.length} of ${selected.length} reports failed: ${
          failed.join(", ")
        }`,
      );
      return 1;
    }
    console.error(`Reports: ${join(folder, "index.html")}`);
    return 0;
  },
};
