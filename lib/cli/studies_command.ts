import { fileURLToPath } from "node:url";
import { writeIfChanged } from "#lib/notebook/mod.ts";
import {
  isHeld,
  runWorkers,
  STUDIES_FOLDER,
  studyCsv,
} from "#lib/profiles/mod.ts";
import {
  missingRows,
  STUDIES,
  type Study,
  studyVerdict,
} from "#lib/studies/mod.ts";
import type { Command } from "./command.ts";
import { parseArguments } from "./parse_arguments.ts";
import { prepareResults, SAMPLE_FOLDER } from "./prepare.ts";
import type { StudyOutcome, StudyStart } from "./study_worker.ts";
import { UsageError } from "./usage_error.ts";

/** Runs simulations that hold the methods against a known truth. */
export const studiesCommand: Command = {
  name: "studies",
  purpose: "hold the methods against the truth that data were simulated from",
  usage: "npm run studies [-- NAME … --jobs N]",
  usesCache: true,
  run: async (args) => {
    const { jobs, names } = parseArguments(args, {
      positionals: STUDIES.length,
    });
    const chosen = chooseStudies(names);
    if (chosen.some(({ usesSample }) => usesSample)) {
      await prepareResults({ jobs });
    }
    const outcomes = await runWorkers<StudyStart, string, StudyOutcome>(
      chosen.map(({ name }) => name),
      {
        module: new URL("./study_worker.ts", import.meta.url),
        start: { sampleFolder: fileURLToPath(SAMPLE_FOLDER) },
        jobs,
        onDone: record,
      },
    );
    const isGood = outcomes.every(({ name, rows }) =>
      rows.every(isHeld) && missingRows(name, rows).length === 0
    );
    return isGood ? 0 : 1;
  },
};

function record({ name, rows }: StudyOutcome): void {
  const { title } = STUDIES.find((one) => one.name === name)!;
  const path = fileURLToPath(new URL(`${name}.csv`, STUDIES_FOLDER));
  writeIfChanged(path, studyCsv({ title, rows }));
  console.log(`${studyVerdict({ name }, rows)}\n  ${path}`);
}

function chooseStudies(names: readonly string[]): readonly Study[] {
  if (names.length === 0) return STUDIES;
  return names.map((name) => {
    const study = STUDIES.find((one) => one.name === name);
    if (study) return study;
    const list = STUDIES.map((one) => one.name).join(", ");
    throw new UsageError(`Cannot run study: "${name}" is not one of ${list}`);
  });
}
