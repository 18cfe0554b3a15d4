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
    .replace(/<svg[^]*?<desc[^>]*>([^]*?)<\/desc>[^]*?<\/svg>/g, "\n$1\n")
    .replace(/<svg[^]*?<\/svg>/g, "")
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
