import type { Codebook, Scale } from "./types.ts";

/**
 * Finds a scale by its id, e.g. `e4_klasseledelse`.
 *
 * @throws {RangeError} If there is no such scale.
 */
export function scaleById(codebook: Codebook, id: string): Scale {
  const scale = codebook.scales.find((candidate) => candidate.id === id);
  if (!scale) {
    throw new RangeError(
      `Cannot find scale: "${id}" is not one of ${
        codebook.scales.map((s) => s.id).join(", ")
      }`,
    );
  }
  return scale;
}
