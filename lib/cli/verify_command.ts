import process from "node:process";
import {
  createProgress,
  describeVerification,
  verifyReports,
} from "#lib/notebook/mod.ts";
import type { Command } from "./command.ts";
import { parseArguments } from "./parse_arguments.ts";
import { prepareResults } from "./prepare.ts";
import { reportInputs } from "./report_inputs.ts";
import { REPORTS_FOLDER } from "./reports_command.ts";
import { selectNotebooks } from "./select_notebooks.ts";

/** Exit code when a report is not what was published. */
const DIFFERS_EXIT = 3;

/** Computes the reports again and compares them with what was published. */
export const verifyCommand: Command = {
  name: "verify",
  purpose: "re-run the notebooks and compare with the published reports",
  usage: "npm run verify [-- NAME …] [--data FOLDER] [--out FOLDER] [--jobs N]",
  run: async (args) => {
    const { names, data, jobs, out } = parseArguments(args);
    const notebooks = selectNotebooks(names);
    const results = await prepareResults({ ...(data && { data }), jobs });
    const verification = await verifyReports({
      notebooks,
      jobs,
      folder: out ?? REPORTS_FOLDER,
      inputs: reportInputs(results),
      progress: createProgress({
        write: (text) => void process.stderr.write(text),
        columns: null,
      }),
    });
    console.log(describeVerification(verification));
    return verification.isIdentical ? 0 : DIFFERS_EXIT;
  },
};
