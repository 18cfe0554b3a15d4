/** Where a study finds what only the command can prepare. */
export interface StudyContext {
  /** Folder of the simulated programme with its `truth.json`. */
  readonly sampleFolder: string;
  /** Makes sure that the sample's results are computed; returns their folder. */
  readonly results: () => Promise<URL>;
}

/** One figure that a study found. */
export interface StudyRow {
  /** What is measured, in Danish: readers of the method report see it. */
  readonly quantity: string;
  /** Under which circumstances, in Danish. */
  readonly setting: string;
  /** A share 0–1, or what the quantity says. */
  readonly value: number;
  /** Intervals, tests or samples behind the value. */
  readonly trials: number;
  /** Where the value must lie; null where it is shown for comparison only. */
  readonly band: readonly [lower: number, upper: number] | null;
}

/** A simulation that holds a method against a known truth. */
export interface Study {
  /** File name under `reports/studier`, without ending; lower-case letters, digits and hyphens. */
  readonly name: string;
  /** What is examined, one line in Danish; heading of its table. */
  readonly title: string;
  /** Runs the study; the same rows each time. */
  readonly run: (
    context: StudyContext,
  ) => readonly StudyRow[] | Promise<readonly StudyRow[]>;
}

/**
 * Whether a row's value lies in its band, ends included; true without a band.
 */
export function isHeld({ value, band }: StudyRow): boolean {
  return band === null || (value >= band[0] && value <= band[1]);
}
