import type { Codebook, ProgrammeSpec } from "./types.ts";

/**
 * Finds a data collection by its id, e.g. `program-for-laeringsledelse`.
 *
 * @throws {RangeError} If there is no such programme.
 */
export function programmeById(codebook: Codebook, id: string): ProgrammeSpec {
  const programme = codebook.programmes.find((candidate) =>
    candidate.id === id
  );
  if (!programme) {
    throw new RangeError(
      `Cannot find programme: "${id}" is not one of ${
        codebook.programmes.map((p) => p.id).join(", ")
      }`,
    );
  }
  return programme;
}
