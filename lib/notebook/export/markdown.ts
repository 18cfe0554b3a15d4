import MarkdownIt from "markdown-it";

/** Letters that an id spells out. */
const SPELLINGS: Readonly<Record<string, string>> = {
  æ: "ae",
  ø: "oe",
  å: "aa",
  é: "e",
  ü: "u",
  ö: "o",
};

/** Markdown of one page; ids of headings are unique within it. */
export interface MarkdownRenderer {
  /** HTML of a cell. */
  render(source: string): string;
  /** HTML of a line, without a paragraph around it. */
  renderInline(source: string): string;
}

/** Gives the HTML of what prose refers to; the text is what stands within the marks. */
export interface ReferenceResolver {
  /** Of `[^id]`. */
  footnote(id: string): string;
  /** Of `[@id]`, the text with the at sign. */
  citation(text: string): string;
  /** Of `{{text}}`. */
  reference(text: string): string;
}

const REFERENCE =
  /^(?:\[\^(?<footnote>[\w-]+)\]|\[(?<citation>@[^\]\n]+)\]|\{\{(?<reference>[^{}\n]+)\}\})/;

/**
 * Makes a renderer for the markdown cells of one page. Headings get ids made of
 * their words; a first-level heading becomes one of the second level, because a
 * page has its title already. Raw HTML is shown as text.
 *
 * @param resolver Gives what footnotes, citations and live numbers stand for.
 */
export function createMarkdownRenderer(
  resolver: ReferenceResolver,
): MarkdownRenderer {
  const markdown = new MarkdownIt({
    html: false,
    linkify: false,
    typographer: false,
  });
  markdown.inline.ruler.before("link", "reference", (state, silent) => {
    const match = REFERENCE.exec(state.src.slice(state.pos, state.posMax));
    if (match === null) return false;
    state.pos += match[0].length;
    if (silent) return true;
    const { footnote, citation, reference = "" } = match.groups ?? {};
    state.push("html_inline", "", 0).content = footnote !== undefined
      ? resolver.footnote(footnote)
      : citation !== undefined
      ? resolver.citation(citation)
      : resolver.reference(reference);
    return true;
  });
  const used = new Set<string>();
  return {
    renderInline: (source) => markdown.renderInline(source),
    render: (source) => {
      const tokens = markdown.parse(source, {});
      for (const [index, token] of tokens.entries()) {
        if (token.type !== "heading_open" && token.type !== "heading_close") {
          continue;
        }
        if (token.tag === "h1") token.tag = "h2";
        if (token.type === "heading_open") {
          token.attrSet("id", uniqueId(tokens[index + 1]?.content ?? "", used));
        }
      }
      return markdown.renderer.render(tokens, markdown.options, {});
    },
  };
}

function uniqueId(heading: string, used: Set<string>): string {
  const words = heading
    .toLowerCase()
    .replace(/[æøåéüö]/g, (letter) => SPELLINGS[letter] ?? letter)
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  const base = words === "" ? "afsnit" : words;
  let id = base;
  for (let number = 2; used.has(id); number++) id = `${base}-${number}`;
  used.add(id);
  return id;
}

/** A notebook's title and the rest of the cell that held it. */
export interface TitleAndRest {
  /** Null when the markdown does not begin with a first-level heading. */
  readonly title: string | null;
  readonly rest: string;
}

/**
 * Takes the title off a markdown cell that begins with one.
 *
 * @param source Markdown.
 */
export function splitTitle(source: string): TitleAndRest {
  const match = /^\s*# +([^\n]+)\n*/.exec(source);
  if (match?.[1] === undefined) return { title: null, rest: source };
  return { title: match[1].trim(), rest: source.slice(match[0].length) };
}
