const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
};

/**
 * Reduces an HTML fragment of this library to readable text: charts become
 * their description, table cells are parted by tabs, blocks by line breaks.
 *
 * @param html A fragment made by {@linkcode markup}.
 * @returns Text without tags, no blank line at either end.
 */
export function plainText(html: string): string {
  return html
    .replace(/<div class="chart-narrow"[^]*?<\/svg><\/div>/g, "")
    .replace(/<svg[^]*?<\/svg>/g, descriptionOf)
    .replace(/<\/t[hd]>\s*<t[hd][^>]*>/g, "\t")
    .replace(/<li[^>]*>/g, "\n– ")
    .replace(
      /<\/?(p|div|section|h\d|table|caption|thead|tbody|tr|ul|ol|figure|figcaption|details|summary|dl|dt|dd|aside)\b[^>]*>/g,
      "\n",
    )
    .replace(/<br\s*\/?>/g, "\n")
    .replace(/<[^>]+>/g, "")
    .replace(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)
    .replace(/ {2,}/g, " ")
    .replace(/[ ]*\n\s*/g, "\n")
    .trim();
}

/** A drawing's description on a line of its own; the drawings of a key have none. */
function descriptionOf(svg: string): string {
  const description = /<desc[^>]*>([^]*?)<\/desc>/.exec(svg)?.[1];
  return description === undefined ? "" : `\n${description}\n`;
}
