import { codebookDigest } from "#lib/codebook/mod.ts";
import type { ProgrammeData } from "#lib/data/mod.ts";
import { codeDigests } from "./digests.ts";
import type { Provenance } from "./types.ts";

/** Where numbers computed now from these data come from. */
export function provenanceOf(data: ProgrammeData, seed: number): Provenance {
  const { codebook } = data;
  return {
    synthetic: data.synthetic,
    dataDigest: data.digest,
    codebookVersion: codebook.version,
    codebookDigest: codebookDigest(codebook),
    codeDigest: codeDigests().numbers,
    seed,
    answersRead: data.answersRead,
    quarantined: data.quarantine.length,
  };
}
