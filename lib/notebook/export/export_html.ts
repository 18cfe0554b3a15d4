import { htmlPage, type TocEntry } from "#lib/reports/mod.ts";
import { escapeText, unescapeText } from "./escape_text.ts";
import { estimatesOf } from "../estimate_table.ts";
import type { ReportInputs } from "../manifest.ts";
import { splitTitle } from "./markdown.ts";
import { COMMENT_TAG } from "../template/merge_notebook.ts";
import type { NotebookOutput } from "../notebook_file.ts";
import type { CellRun, NotebookRun } from "../notebook_run.ts";
import type { BibliographyItem } from "../prose/bibliography.ts";
import { numberCaptions, type NumberedHtml } from "../prose/number_captions.ts";
import { createProseRenderer } from "../prose/prose_renderer.ts";
import { textDigest } from "../template/render_template.ts";

/** Options for {@linkcode exportReport}. */
export interface ExportOptions {
  /** Shown in the foot of the page. */
  readonly inputs: ReportInputs;
  /** Line under the title. @default {none} */
  readonly subtitle?: string;
  /** Code folded under "Vis koden", or left out. @default {"folded"} */
  readonly code?: "folded" | "omitted";
  /** Works that prose may cite. @default {[]} */
  readonly bibliography?: readonly BibliographyItem[];
}

/** Tags by which a cell leaves the page. */
const HIDDEN_CELL = "skjul";
const HIDDEN_CODE = "skjul-kode";
/** Ids of method reports begin with it. */
const METHOD_REPORT = "metode-";

/**
 * Makes the page of an executed notebook: prose, folded code and what the cells
 * showed. The notebook's first heading is the page's title.
 *
 * @param run The notebook after a run, also a partial one.
 * @returns A whole HTML document that loads nothing and needs no script.
 * @throws {ExportError} If prose refers to a number, figure, note or work that
 * is not there.
 */
export function exportReport(
  run: NotebookRun,
  { inputs, subtitle, code = "folded", bibliography = [] }: ExportOptions,
): string {
  const first = run.cells.find(({ cell }) => cell.kind === "markdown");
  const { title, rest } = splitTitle(first?.cell.source ?? "");
  const visible = run.cells.filter(isVisible);
  const numbered = numberOutputs(visible);
  const prose = createProseRenderer({
    report: run.ref.id,
    rows: estimatesOf(run.cells),
    shown: numbered,
    bibliography,
  });
  const parts = visible.map((cellRun, index, shown): string => {
    const { kind, source, id } = cellRun.cell;
    if (kind === "raw") return "";
    if (kind === "code") {
      const folded = foldedCode(shown, { index, code });
      return wrapCell(
        [numbered.get(id)?.html ?? "", folded].filter((part) => part !== "")
          .join("\n"),
      );
    }
    const text = cellRun === first ? rest : source;
    return wrapCell(prose.render(id, text).trim());
  });
  const body = [...parts, prose.notes()].filter((part) => part !== "").join(
    "\n",
  );
  return htmlPage({
    title: title ?? run.ref.title,
    ...(subtitle === undefined ? {} : { subtitle }),
    body,
    toc: tableOfContents(body),
    footer: footer(run.kernel, inputs),
    kind: run.ref.id.startsWith(METHOD_REPORT) ? "method" : "report",
    script: "reading-aids",
  });
}

/** Not tagged to be hidden, and no place for a comment that nobody has written. */
function isVisible({ cell }: CellRun): boolean {
  const { tags, laeringsrapport } = cell.metadata;
  const isEmptyComment = tags?.includes(COMMENT_TAG) === true &&
    laeringsrapport?.digest === textDigest(cell.source);
  return tags?.includes(HIDDEN_CELL) !== true && !isEmptyComment;
}

function numberOutputs(
  cells: readonly CellRun[],
): ReadonlyMap<string, NumberedHtml> {
  const counter = { figures: 0, tables: 0 };
  return new Map(
    cells.filter(({ cell }) => cell.kind === "code").map((
      { cell, outputs },
    ) => [
      cell.id,
      numberCaptions(
        outputs.map(outputHtml).filter((part) => part !== "").join("\n"),
        counter,
      ),
    ]),
  );
}

function wrapCell(html: string): string {
  return html === "" ? "" : `<div class="cell">\n${html}\n</div>`;
}

interface CodePlace {
  /** Index of the cell among the cells shown. */
  readonly index: number;
  readonly code: "folded" | "omitted";
}

/** Code is folded once per result: cells that show nothing are added to the next that does. */
function foldedCode(
  shown: readonly CellRun[],
  { index, code }: CodePlace,
): string {
  const isSilent = (at: number) =>
    shown[at]?.cell.kind === "code" && shown[at].outputs.length === 0;
  const isAddedToNext = isSilent(index) &&
    shown[index + 1]?.cell.kind === "code";
  if (code === "omitted" || isAddedToNext) return "";
  let start = index;
  while (isSilent(start - 1)) start -= 1;
  const sources = shown.slice(start, index + 1)
    .filter(({ cell }) => !cell.metadata.tags?.includes(HIDDEN_CODE))
    .map(({ cell }) => cell.source.trim())
    .filter((source) => source !== "");
  if (sources.length === 0) return "";
  const text = escapeText(sources.join("\n\n"));
  return `<details class="code"><summary>Vis koden</summary><pre tabindex="0"><code>${text}</code></pre></details>`;
}

function outputHtml(output: NotebookOutput): string {
  switch (output.output_type) {
    case "stream":
      return `<pre class="stream">${escapeText(output.text.trimEnd())}</pre>`;
    case "error":
      return `<pre class="error">${
        escapeText(`${output.ename}: ${output.evalue}`)
      }</pre>`;
    default:
      return bundleHtml(output.data);
  }
}

function bundleHtml(data: Readonly<Record<string, unknown>>): string {
  const rich = data["text/html"] ?? data["image/svg+xml"];
  if (rich !== undefined) return String(rich);
  const text = data["text/plain"];
  return text === undefined
    ? ""
    : `<pre class="stream">${escapeText(String(text))}</pre>`;
}

/** Headings of the second and third level that have an id. */
function tableOfContents(body: string): readonly TocEntry[] {
  const headings = body.matchAll(
    /<h([23])\b[^>]*?\sid="([^"]+)"[^>]*>([\s\S]*?)<\/h\1>/g,
  );
  return [...headings].map(([, level = "2", id = "", label = ""]) => ({
    id,
    label: unescapeText(label.replace(/<[^>]+>/g, "").trim()),
    level: Number(level),
  }));
}

function footer(
  kernel: string,
  { data, codebook, code, lock, seed }: ReportInputs,
): string {
  const digests = Object.entries({
    Data: data,
    Kodebog: codebook,
    Kode: code,
    Pakker: lock,
  })
    .map(([name, digest]) =>
      `${name} <code>${escapeText(digest.slice(0, 12))}</code>`
    );
  return `<p>Beregnet fra notesbogen med kernen ${
    escapeText(kernel)
  } og frø ${seed}. ` +
    `Fingeraftryk (SHA-256, de første 12 tegn): ${digests.join(", ")}. ` +
    `Alle tal kan beregnes igen og sammenlignes.</p>`;
}
