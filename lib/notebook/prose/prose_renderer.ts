import { escapeText } from "../export/escape_text.ts";
import type { EstimateRow } from "../estimate_table.ts";
import { ExportError } from "../export/export_failure.ts";
import { createMarkdownRenderer } from "../export/markdown.ts";
import {
  type BibliographyItem,
  fullCitation,
  shortCitation,
} from "./bibliography.ts";
import { liveNumber } from "./live_number.ts";
import type { NumberedHtml } from "./number_captions.ts";

/** What prose may refer to. */
export interface ProseSources {
  /** Id of the report, told in errors. */
  readonly report: string;
  /** Every number that the report shows. */
  readonly rows: readonly EstimateRow[];
  /** What each code cell shows, by its id. */
  readonly shown: ReadonlyMap<string, NumberedHtml>;
  /** Works that may be cited. */
  readonly bibliography: readonly BibliographyItem[];
}

/** Renders the prose of one page, cell by cell, then its notes. */
export interface ProseRenderer {
  /** HTML of a markdown cell. */
  render(cellId: string, source: string): string;
  /** Footnotes and references; "" when there are none. */
  notes(): string;
}

interface Footnote {
  readonly cell: string;
  readonly text: string;
}

const DEFINITION = /^\[\^([\w-]+)\]:[ \t]+(.+(?:\n[ \t]+\S.*)*)\n?/gm;

/**
 * Makes the renderer of a page's prose. It knows `{{tal: NAME}}` and its kind,
 * `{{figur: CELL}}` and `{{tabel: CELL}}`, footnotes `[^id]` with `[^id]: text` in
 * the same cell, and citations `[@id]`, `[@id, s. 76; @other]`.
 *
 * @param sources What prose may refer to; a reference to anything else throws an
 * `ExportError` that names the cell.
 */
export function createProseRenderer(sources: ProseSources): ProseRenderer {
  let cell = "";
  let defined = new Map<string, string>();
  const footnotes: Footnote[] = [];
  const cited = new Set<BibliographyItem>();
  const fail = (message: string): never => {
    throw new ExportError(
      cell,
      `Cannot export "${sources.report}": cell "${cell}": ${message}`,
    );
  };
  const footnote = (id: string): string => {
    const text = defined.get(id);
    if (text === undefined) {
      return fail(`footnote [^${id}] has no text, expected "[^${id}]: …"`);
    }
    footnotes.push({ cell, text });
    const n = footnotes.length;
    return `<sup class="footnote"><a id="note-${n}-ref" href="#note-${n}" aria-label="Note ${n}">${n}</a></sup>`;
  };
  const citation = (text: string): string => {
    const parts = text.split(";").map((part) => {
      const [, id = "", locator = ""] = /^\s*@([\w:.-]+)(.*)$/.exec(part) ?? [];
      const item = sources.bibliography.find((work) => work.id === id);
      if (item === undefined) return fail(unknownWork(id, sources));
      cited.add(item);
      return `<a href="#litteratur-${escapeText(id)}">${
        escapeText(shortCitation(item))
      }</a>${escapeText(locator.trimEnd())}`;
    });
    return `(${parts.join("; ")})`;
  };
  const reference = (text: string): string => {
    const [, kind, id = ""] =
      /^\s*(figur|tabel)\s*:\s*([\w-]+)\s*$/.exec(text) ??
        [];
    if (kind === undefined) {
      try {
        return escapeText(liveNumber(text, sources.rows));
      } catch (error) {
        return fail((error as Error).message);
      }
    }
    const shown = sources.shown.get(id);
    const number = kind === "figur" ? shown?.figure : shown?.table;
    return number === undefined || number === null
      ? fail(`{{${text}}} points to no ${kind}, expected a cell that shows one`)
      : `<a href="#${kind}-${number}">${kind}\u00a0${number}</a>`;
  };
  const markdown = createMarkdownRenderer({ footnote, citation, reference });
  return {
    render: (cellId, source) => {
      cell = cellId;
      defined = new Map(
        [...source.matchAll(DEFINITION)].map(([, id = "", text = ""]) =>
          [id, text.replace(/\n[ \t]+/g, " ")] as const
        ),
      );
      return markdown.render(source.replace(DEFINITION, ""));
    },
    notes: () => {
      const notes = footnotes.map(({ cell: owner, text }) => {
        cell = owner;
        return markdown.renderInline(text);
      });
      return notesHtml(notes) + literatureHtml([...cited]);
    },
  };
}

function unknownWork(id: string, { bibliography }: ProseSources): string {
  const known = bibliography.map((work) => work.id).join(", ") || "none";
  return `"${id}" is not a work of the bibliography, allowed are ${known}`;
}

function notesHtml(notes: readonly string[]): string {
  if (notes.length === 0) return "";
  const items = notes.map((html, index) => {
    const n = index + 1;
    return `<li id="note-${n}">${html} <a href="#note-${n}-ref" aria-label="Tilbage til teksten fra note ${n}">↩</a></li>`;
  });
  return `<div class="cell">\n<h2 id="noter">Noter</h2>\n<ol class="notes">${
    items.join("")
  }</ol>\n</div>\n`;
}

function literatureHtml(cited: readonly BibliographyItem[]): string {
  if (cited.length === 0) return "";
  const works = cited
    .map((item) => ({ id: item.id, text: fullCitation(item) }))
    .sort((a, b) => a.text.localeCompare(b.text, "da"));
  const items = works.map(({ id, text }) =>
    `<li id="litteratur-${escapeText(id)}">${escapeText(text)}</li>`
  );
  return `<div class="cell">\n<h2 id="litteratur">Litteratur</h2>\n<ul class="literature">${
    items.join("")
  }</ul>\n</div>\n`;
}
