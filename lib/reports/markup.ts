/** HTML that is safe to insert; made by {@linkcode markup} or {@linkcode trusted}. */
export interface Markup {
  /** The HTML itself. */
  readonly markup: string;
}

/** What may stand in a `${…}` of {@linkcode markup}; false and null leave nothing. */
export type MarkupValue =
  | string
  | number
  | Markup
  | readonly MarkupValue[]
  | null
  | false;

/** Characters that mean something in HTML text or attributes. */
const replacements: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes text for use in HTML content and quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => replacements[character] ?? "");
}

/**
 * Builds HTML from a template; inserted strings are escaped, markup is not.
 *
 * @returns The joined markup.
 */
export function markup(
  strings: TemplateStringsArray,
  ...values: readonly MarkupValue[]
): Markup {
  const parts = strings.map((text, i) =>
    i < values.length ? text + toHtml(values[i] ?? null) : text
  );
  return { markup: parts.join("") };
}

/** Marks HTML that was made elsewhere (a chart, a rendered cell) as safe to insert. */
export function trusted(html: string): Markup {
  return { markup: html };
}

function toHtml(value: MarkupValue): string {
  if (value === null || value === false) return "";
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  if ("markup" in value) return value.markup;
  return value.map(toHtml).join("");
}
