import { fileURLToPath } from "node:url";
import {
  codebookDigest,
  itemDecisionsDigest,
  loadCodebook,
} from "#lib/codebook/mod.ts";
import { digestFolder, sha256 } from "#lib/data/mod.ts";
import { readBibliography, type ReportInputs } from "#lib/notebook/mod.ts";
import {
  codeDigests,
  lockDigest,
  openStudies,
  ROOT,
} from "#lib/profiles/mod.ts";
import { SAMPLE_FOLDER, SCORING_SEED } from "./prepare.ts";

/** Works that the reports cite, CSL JSON. */
export const BIBLIOGRAPHY: string = fileURLToPath(
  new URL("notebooks/litteratur.json", ROOT),
);

/**
 * Digests of everything that the reports are computed from, also the lottery's
 * answers; nothing is computed for it.
 *
 * @param data Folder of the answers.
 */
export function reportInputs(data: URL = SAMPLE_FOLDER): ReportInputs {
  return {
    data: digestFolder(fileURLToPath(data), [".csv", ".json"]),
    codebook: sha256(
      [
        codebookDigest(loadCodebook()),
        itemDecisionsDigest(),
        JSON.stringify(openStudies()),
        JSON.stringify(readBibliography(BIBLIOGRAPHY)),
      ].join("\n"),
    ),
    code: codeDigests().all,
    lock: lockDigest(),
    seed: SCORING_SEED,
  };
}
