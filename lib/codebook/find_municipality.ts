import type { Codebook, Municipality } from "./types.ts";

/**
 * Finds a municipality by id, code, name, genitive or alias.
 *
 * Upper and lower case, "Kommune" after the name, and æ, ø, å written as ae,
 * oe, aa make no difference; the code may lack its leading zero.
 *
 * @throws {RangeError} If no municipality goes by that name.
 */
export function findMunicipality(
  codebook: Codebook,
  nameOrAlias: string,
): Municipality {
  const wanted = plainName(nameOrAlias);
  const found = codebook.municipalities.find((m) =>
    [m.id, m.code, m.name, m.genitive, ...m.aliases]
      .some((name) => plainName(name) === wanted)
  );
  if (!found) {
    throw new RangeError(
      `Cannot find municipality: "${nameOrAlias}" is not one of ${
        codebook.municipalities.map((m) => m.id).join(", ")
      }`,
    );
  }
  return found;
}

function plainName(name: string): string {
  return name.normalize("NFC").trim().toLowerCase()
    .replace(/\s+kommune(s)?$/, "")
    .replaceAll("æ", "ae").replaceAll("ø", "oe").replaceAll("å", "aa")
    .replace(/^0+(?=\d)/, "");
}
