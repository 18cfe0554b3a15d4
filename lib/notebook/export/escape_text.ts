const ENTITIES = [
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
] as const;

/** Writes a text so that HTML shows it as it is, also within an attribute. */
export function escapeText(text: string): string {
  return ENTITIES.reduce(
    (result, [character, entity]) => result.replaceAll(character, entity),
    text,
  );
}

/** Reads a text written by {@linkcode escapeText}. */
export function unescapeText(text: string): string {
  return ENTITIES.reduceRight(
    (result, [character, entity]) => result.replaceAll(entity, character),
    text,
  );
}
