/**
 * Worker thread: runs one study after another.
 * @module
 */
import { currentFolder, serveItems } from "#lib/profiles/mod.ts";
import { STUDIES, type StudyRow } from "#lib/studies/mod.ts";

/** What any study needs. */
export interface StudyStart {
  /** Folder of the simulated programme. */
  readonly sampleFolder: string;
}

/** What a study found. */
export interface StudyOutcome {
  /** The study's name. */
  readonly name: string;
  /** Its figures. */
  readonly rows: readonly StudyRow[];
}

serveItems<StudyStart, string, StudyOutcome>(async ({ sampleFolder }, name) => {
  const { run } = STUDIES.find((one) => one.name === name)!;
  return { name, rows: await run({ sampleFolder, results: currentFolder }) };
});
