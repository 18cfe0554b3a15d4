import { itemDecisionsDigest } from "#lib/codebook/mod.ts";
import { sha256 } from "#lib/data/mod.ts";
import type { ReportInputs } from "#lib/notebook/mod.ts";
import {
  codeDigests,
  lockDigest,
  openStudies,
  type ResultsIndex,
} from "#lib/profiles/mod.ts";

/** Digests of everything that the reports are computed from. */
export function reportInputs(
  { provenance }: ResultsIndex,
): ReportInputs {
  return {
    data: provenance.dataDigest,
    codebook: sha256(
      [
        provenance.codebookDigest,
        itemDecisionsDigest(),
        JSON.stringify(openStudies()),
      ].join("\n"),
    ),
    code: codeDigests().all,
    lock: lockDigest(),
    seed: provenance.seed,
  };
}
