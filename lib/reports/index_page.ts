import { type Markup, markup } from "./markup.ts";
import { htmlPage } from "./page.ts";

/** One report on the index page. */
export interface IndexEntry {
  /** File name relative to the index page. */
  readonly href: string;
  /** e.g. "Billund". */
  readonly title: string;
  /** One line on what the report holds. */
  readonly description?: string;
  /** Where on the page it stands. */
  readonly kind: "joint" | "municipality" | "lottery" | "method";
}

/** Options for {@linkcode indexPage}. */
export interface IndexPageOptions {
  /** Whether the reports show simulated data. */
  readonly synthetic: boolean;
  /** HTML of the foot. */
  readonly footer?: string;
}

const groups: readonly {
  readonly kind: IndexEntry["kind"];
  readonly heading: string;
  readonly text: string | null;
}[] = [
  {
    kind: "joint",
    heading: "Hele programmet",
    text: null,
  },
  {
    kind: "municipality",
    heading: "Kommunernes læringsrapporter",
    text:
      "Rapporterne er ens i opbygning, så det samme står samme sted i dem alle.",
  },
  {
    kind: "lottery",
    heading: "Lodtrækningen",
    text: "I Aalborg Kommune: det ene sted, hvor der kan tales om effekt.",
  },
  {
    kind: "method",
    heading: "Metode",
    text: "Hvordan tallene er blevet til, og hvad de kan bære.",
  },
];

/**
 * Writes the page that leads to all reports, in a fixed order: the joint report,
 * the municipalities in alphabetical order, the lottery, methods as given.
 */
export function indexPage(
  entries: readonly IndexEntry[],
  { synthetic, footer }: IndexPageOptions,
): string {
  const collator = new Intl.Collator("da-DK");
  const sections = groups.map(({ kind, heading, text }) => {
    const own = entries.filter((entry) => entry.kind === kind);
    if (own.length === 0) return null;
    const ordered = kind === "municipality"
      ? own.toSorted((a, b) => collator.compare(a.title, b.title))
      : own;
    return markup`<section><h2>${heading}</h2>${
      text && markup`<p>${text}</p>`
    }${reportList(ordered)}</section>`;
  });
  return htmlPage({
    title: "Læringsrapporter",
    subtitle:
      "Hvor lykkes indsatsen? Hvor er udfordringerne? Og hvordan kommer vi videre?",
    body: markup`${sections}`.markup,
    toc: [],
    kind: "index",
    synthetic,
    ...(footer === undefined ? {} : { footer }),
  });
}

function reportList(entries: readonly IndexEntry[]): Markup {
  return markup`<ul class="reports">${
    entries.map(({ href, title, description }) =>
      markup`<li><a href="${href}"><span>${title}</span>${
        description ? markup`<small>${description}</small>` : null
      }</a></li>`
    )
  }</ul>`;
}
