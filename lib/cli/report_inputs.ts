import type { ReportInputs } from "#lib/notebook/mod.ts";
import {
  codeDigests,
  lockDigest,
  type ResultsIndex,
} from "#lib/profiles/mod.ts";

/** Digests of everything that the reports are computed from. */
export async function reportInputs(
  { provenance }: ResultsIndex,
): Promise<ReportInputs> {
  return {
    data: provenance.dataDigest,
    codebook: provenance.codebookDigest,
    code: (await codeDigests()).all,
    lock: await lockDigest(),
    seed: provenance.seed,
  };
}
