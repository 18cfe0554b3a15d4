import process from "node:process";
import { fileURLToPath } from "node:url";
import {
  createProgress,
  describeInspection,
  describeVerification,
  inputsOf,
  inspectPublication,
  kernelVersion,
  readBibliography,
  verificationPage,
  verifyReports,
  writeIfChanged,
} from "#lib/notebook/mod.ts";
import { cacheFolder } from "#lib/profiles/mod.ts";
import type { Command } from "./command.ts";
import { parseArguments } from "./parse_arguments.ts";
import { makeSample, prepareResults } from "./prepare.ts";
import { startProgress } from "./progress.ts";
import { BIBLIOGRAPHY, reportSources } from "./report_sources.ts";
import { REPORTS_FOLDER } from "./reports_command.ts";
import { selectNotebooks } from "./select_notebooks.ts";

/** Exit code when a report is not what was published. */
const DIFFERS_EXIT = 3;

/** Computes the reports again and compares them with what was published. */
export const verifyCommand: Command = {
  name: "verify",
  purpose: "re-run the notebooks and compare with the published reports",
  usage:
    "npm run verify [-- NAME …] [--kernel deno|tslab] [--client library|jupyter] [--data FOLDER] [--out FOLDER] [--jobs N] [--no-run]",
  usesCache: true,
  run: async (args) => {
    const { names, data, jobs, out, kernel, client, noRun } = parseArguments(
      args,
    );
    const notebooks = selectNotebooks(names);
    const folder = out ?? REPORTS_FOLDER;
    if (data === null) makeSample(startProgress());
    const sources = reportSources({ ...(data && { data }) });
    const before = describeInspection(
      inspectPublication({ notebooks, folder, sources }),
    );
    if (before !== "") console.error(before);
    if (noRun) {
      if (before !== "") return DIFFERS_EXIT;
      console.log(
        `Nothing has changed since publication; reports looked at: ${notebooks.length}`,
      );
      return 0;
    }
    await prepareResults({ ...(data && { data }), jobs });
    const verification = await verifyReports({
      notebooks,
      jobs,
      kernel,
      client,
      folder,
      sources,
      exportOptions: { bibliography: readBibliography(BIBLIOGRAPHY) },
      progress: createProgress({
        write: (text) => void process.stderr.write(text),
        columns: null,
      }),
    });
    console.log(describeVerification(verification));
    const record = fileURLToPath(new URL("verification.html", cacheFolder()));
    writeIfChanged(
      record,
      verificationPage(verification, {
        inputs: inputsOf(sources),
        kernel: kernelVersion(kernel),
        client,
      }),
    );
    console.error(`Record: ${record}`);
    return verification.isIdentical ? 0 : DIFFERS_EXIT;
  },
};
