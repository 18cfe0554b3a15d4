import { isHeld, type StudyRow } from "#lib/profiles/mod.ts";

export { isHeld, type StudyRow };

/** Where a study finds what only the command can prepare. */
export interface StudyContext {
  /** Folder of the simulated programme with its `truth.json`. */
  readonly sampleFolder: string;
  /** Folder of the sample's results; computed before a study that uses the sample. */
  readonly results: () => Promise<URL>;
}

/** A simulation that holds a method against a known truth. */
export interface Study {
  /** File name under `reports/studier`, without ending; lower-case letters, digits and hyphens. */
  readonly name: string;
  /** What is examined, one line in Danish; heading of its table. */
  readonly title: string;
  /** Whether it reads the full-size sample's results. @default {false} */
  readonly usesSample?: boolean;
  /** Runs the study; the same rows each time. */
  readonly run: (
    context: StudyContext,
  ) => readonly StudyRow[] | Promise<readonly StudyRow[]>;
}
