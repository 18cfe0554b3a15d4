import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadCodebook, programmeById } from "#lib/codebook/mod.ts";
import { writeIfChanged } from "#lib/notebook/mod.ts";
import {
  currentFolder,
  estimatesFile,
  readEstimates,
} from "#lib/profiles/mod.ts";
import { readTruth } from "#lib/samples/mod.ts";
import type { Command } from "./command.ts";
import { type CoverageRow, tallyCoverage } from "./coverage.ts";
import { parseArguments } from "./parse_arguments.ts";
import { prepareResults, SAMPLE_FOLDER } from "./prepare.ts";
import { ROOT_PATH } from "./select_notebooks.ts";

/** Holds the full-size sample's estimates against the truth they were simulated from. */
export const studiesCommand: Command = {
  name: "studies",
  purpose:
    "hold the sample's estimates against the truth they were simulated from",
  usage: "npm run studies [-- --jobs N]",
  run: async (args) => {
    const { jobs } = parseArguments(args, { positionals: 0 });
    await prepareResults({ jobs });
    const codebook = loadCodebook();
    const rows = tallyCoverage([{
      table: await readEstimates(
        estimatesFile(await currentFolder(), "programme"),
      ),
      truth: readTruth(fileURLToPath(SAMPLE_FOLDER)),
      codebook,
      programme: programmeById(codebook, "program-for-laeringsledelse"),
    }]);
    const path = join(ROOT_PATH, "reports", "studier", "genfinding.csv");
    writeIfChanged(path, toCsv(rows));
    console.log(toCsv(rows).replaceAll(";", "\t"));
    console.log(path);
    return 0;
  },
};

function toCsv(rows: readonly CoverageRow[]): string {
  const lines = rows.map((row) =>
    [
      row.quantity,
      row.drift ? "yes" : "no",
      row.group,
      row.intervals,
      row.covered,
      (row.covered / row.intervals).toFixed(4),
      row.rmsDeviation.toFixed(3),
    ].join(";")
  );
  return [
    "quantity;drifting_items;group;intervals;covered;coverage;rms_deviation_in_standard_errors",
    ...lines,
  ].join("\n") + "\n";
}
