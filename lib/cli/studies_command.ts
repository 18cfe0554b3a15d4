import { fileURLToPath } from "node:url";
import { writeIfChanged } from "#lib/notebook/mod.ts";
import {
  currentFolder,
  isHeld,
  STUDIES_FOLDER,
  studyCsv,
} from "#lib/profiles/mod.ts";
import { STUDIES, type Study, studyVerdict } from "#lib/studies/mod.ts";
import type { Command } from "./command.ts";
import { parseArguments } from "./parse_arguments.ts";
import { prepareResults, SAMPLE_FOLDER } from "./prepare.ts";
import { UsageError } from "./usage_error.ts";

/** Runs simulations that hold the methods against a known truth. */
export const studiesCommand: Command = {
  name: "studies",
  purpose: "hold the methods against the truth that data were simulated from",
  usage: "npm run studies [-- NAME … --jobs N]",
  run: async (args) => {
    const { jobs, names } = parseArguments(args, {
      positionals: STUDIES.length,
    });
    const chosen = chooseStudies(names);
    const context = {
      sampleFolder: fileURLToPath(SAMPLE_FOLDER),
      results: async () => {
        await prepareResults({ jobs });
        return await currentFolder();
      },
    };
    let isGood = true;
    for (const study of chosen) {
      const rows = await study.run(context);
      const path = fileURLToPath(
        new URL(`${study.name}.csv`, STUDIES_FOLDER),
      );
      writeIfChanged(path, studyCsv({ title: study.title, rows }));
      console.log(`${studyVerdict(study, rows)}\n  ${path}`);
      isGood &&= rows.every(isHeld);
    }
    return isGood ? 0 : 1;
  },
};

function chooseStudies(names: readonly string[]): readonly Study[] {
  if (names.length === 0) return STUDIES;
  return names.map((name) => {
    const study = STUDIES.find((one) => one.name === name);
    if (study) return study;
    const list = STUDIES.map((one) => one.name).join(", ");
    throw new UsageError(`Cannot run study: "${name}" is not one of ${list}`);
  });
}
