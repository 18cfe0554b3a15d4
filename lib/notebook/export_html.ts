import { htmlPage, type TocEntry } from "#lib/reports/mod.ts";
import type { ReportInputs } from "./manifest.ts";
import {
  createMarkdownRenderer,
  type MarkdownRenderer,
  splitTitle,
} from "./markdown.ts";
import type { NotebookOutput } from "./notebook_file.ts";
import type { CellRun, NotebookRun } from "./notebook_run.ts";

/** Options for {@linkcode exportReport}. */
export interface ExportOptions {
  /** Shown in the foot of the page. */
  readonly inputs: ReportInputs;
  /** Line under the title. @default {none} */
  readonly subtitle?: string;
  /** Code folded under "Vis koden", or left out. @default {"folded"} */
  readonly code?: "folded" | "omitted";
}

/** Tags by which a cell leaves the page. */
const HIDDEN_CELL = "skjul";
const HIDDEN_CODE = "skjul-kode";

/**
 * Makes the page of an executed notebook: prose, folded code and what the cells
 * showed. The notebook's first heading is the page's title.
 *
 * @param run The notebook after a run, also a partial one.
 * @returns A whole HTML document that loads nothing.
 */
export function exportReport(
  run: NotebookRun,
  { inputs, subtitle, code = "folded" }: ExportOptions,
): string {
  const first = run.cells.find(({ cell }) => cell.kind === "markdown");
  const { title, rest } = splitTitle(first?.cell.source ?? "");
  const markdown = createMarkdownRenderer();
  const parts = run.cells
    .filter(({ cell }) => !cell.metadata.tags?.includes(HIDDEN_CELL))
    .map((cellRun) => {
      if (cellRun.cell.kind === "code") return codeCell(cellRun, code);
      if (cellRun.cell.kind === "raw") return "";
      return markdownCell(
        cellRun === first ? rest : cellRun.cell.source,
        markdown,
      );
    });
  const body = parts.filter((part) => part !== "").join("\n");
  return htmlPage({
    title: title ?? run.ref.title,
    ...(subtitle === undefined ? {} : { subtitle }),
    body,
    toc: tableOfContents(body),
    footer: footer(run.kernel, inputs),
    kind: "report",
  });
}

function markdownCell(source: string, markdown: MarkdownRenderer): string {
  const html = markdown.render(source).trim();
  return html === "" ? "" : `<div class="cell">\n${html}\n</div>`;
}

function codeCell(
  { cell, outputs }: CellRun,
  code: "folded" | "omitted",
): string {
  const isOmitted = code === "omitted" ||
    cell.metadata.tags?.includes(HIDDEN_CODE) === true ||
    cell.source.trim() === "";
  const folded = isOmitted
    ? ""
    : `<details class="code"><summary>Vis koden</summary>` +
      `<pre tabindex="0"><code>${
        escapeText(cell.source.trimEnd())
      }</code></pre></details>`;
  const html = [...outputs.map(outputHtml), folded].filter((part) =>
    part !== ""
  ).join("\n");
  return html === "" ? "" : `<div class="cell">\n${html}\n</div>`;
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

const ENTITIES = [
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&#39;"],
] as const;

function escapeText(text: string): string {
  return ENTITIES.reduce(
    (result, [character, entity]) => result.replaceAll(character, entity),
    text,
  );
}

function unescapeText(text: string): string {
  return ENTITIES.reduceRight(
    (result, [character, entity]) => result.replaceAll(entity, character),
    text,
  );
}
