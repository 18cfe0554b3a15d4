import { openStudies, type StudyTable } from "../study_rows.ts";

/** What the report on uncertainty opens. */
export interface EvidenceReport {
  /** What the studies found, by file name; none where they have not been run. */
  readonly studies: readonly StudyTable[];
}

/**
 * Opens what the studies of the methods have found.
 *
 * @throws {SyntaxError} If a table cannot be read.
 */
export function openEvidence(): EvidenceReport {
  return { studies: openStudies() };
}
