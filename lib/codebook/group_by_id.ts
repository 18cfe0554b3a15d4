import type { Codebook, RespondentGroupInfo } from "./types.ts";

/**
 * Finds a respondent group by its id, e.g. `pupils-4-9`.
 *
 * @throws {RangeError} If there is no such group.
 */
export function groupById(codebook: Codebook, id: string): RespondentGroupInfo {
  const group = codebook.groups.find((candidate) => candidate.id === id);
  if (!group) {
    throw new RangeError(
      `Cannot find respondent group: "${id}" is not one of ${
        codebook.groups.map((g) => g.id).join(", ")
      }`,
    );
  }
  return group;
}
