import { readFile } from "node:fs/promises";
import {
  type Codebook,
  type ItemDecision,
  loadCodebook,
  loadItemDecisions,
} from "#lib/codebook/mod.ts";
import { currentFolder, readIndex, scalingFile } from "../results_store.ts";
import type { ScaleDocumentation } from "../documentation/scale_documentation.ts";
import { openStudies, type StudyTable } from "../study_rows.ts";
import type { Provenance } from "../types.ts";

/** What the method report on scaling opens. */
export interface ScalingReport {
  /** What the variables mean. */
  readonly codebook: Codebook;
  /** Years. */
  readonly waves: readonly number[];
  /** Every scale of the programme, in the order of the codebook. */
  readonly scales: readonly ScaleDocumentation[];
  /** What has been decided about flagged items. */
  readonly decisions: readonly ItemDecision[];
  /** What the studies of scaling found; none where they have not been run. */
  readonly studies: readonly StudyTable[];
  /** Where the numbers come from. */
  readonly provenance: Provenance;
}

/** Studies of the way from answers to points; the others belong to other reports. */
const SCALING_STUDIES: readonly string[] = [
  "genfinding",
  "linkfejl",
  "standardfejl",
  "dif",
];

/**
 * Opens the documentation of all scales.
 *
 * @throws {Error} If nothing has been computed yet.
 */
export async function openScaling(): Promise<ScalingReport> {
  const folder = await currentFolder();
  const index = await readIndex(folder);
  if (!index) {
    throw new Error(
      "Cannot open the scaling: the last computation did not finish; run `npm run scale`",
    );
  }
  const codebook = loadCodebook();
  const scored = new Set(index.quality.map(({ scale }) => scale));
  const scales = await Promise.all(
    codebook.scales.filter(({ id }) => scored.has(id)).map(
      async ({ id }): Promise<ScaleDocumentation> =>
        JSON.parse(await readFile(scalingFile(folder, id), "utf8")),
    ),
  );
  return {
    codebook,
    waves: index.waves,
    scales,
    decisions: loadItemDecisions(),
    studies: openStudies().filter(({ name }) => SCALING_STUDIES.includes(name)),
    provenance: index.provenance,
  };
}
