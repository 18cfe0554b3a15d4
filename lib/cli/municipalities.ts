import { loadCodebook, type Municipality } from "#lib/codebook/mod.ts";

/** The thirteen municipalities of the programme, in the order of the codebook. */
export function programmeMunicipalities(): readonly Municipality[] {
  const codebook = loadCodebook();
  const programme = codebook.programmes.find(({ id }) =>
    id === "program-for-laeringsledelse"
  )!;
  return programme.municipalities.map((id) =>
    codebook.municipalities.find((m) => m.id === id)!
  );
}
