import type { Codebook } from "#lib/codebook/mod.ts";
import {
  type GeneratedProgramme,
  generateProgramme,
} from "./generate_programme.ts";

/** Seed of the small sample. */
const MINI_SEED = 7;

/**
 * Writes the small committed sample: two municipalities of three schools, about
 * 400 pupils per wave, all groups and waves, without the lottery.
 *
 * @param outFolder Folder to write to.
 */
export function generateMini(
  outFolder: string,
  { codebook }: { readonly codebook: Codebook },
): GeneratedProgramme {
  return generateProgramme({
    codebook,
    seed: MINI_SEED,
    outFolder,
    municipalities: ["billund", "thisted"],
    schoolsPerMunicipality: 3,
    pupilsPerSchool: 67,
    lottery: "leave-out",
  });
}
