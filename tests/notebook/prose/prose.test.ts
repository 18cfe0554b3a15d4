import { join } from "node:path";
import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  type BibliographyItem,
  exportReport,
  type NotebookOutput,
  type NotebookRun,
  readBibliography,
} from "#lib/notebook/mod.ts";
import { type CellSpec, makeNotebook, testFolder } from "../fixtures.ts";

const inputs = { data: "d", codebook: "c", code: "k", lock: "l", seed: 2015 };

const rubin: BibliographyItem = {
  id: "rubin1987",
  type: "book",
  title: "Multiple Imputation for Nonresponse in Surveys",
  author: [{ family: "Rubin", given: "Donald B." }],
  issued: { "date-parts": [[1987]] },
  publisher: "Wiley",
};

const estimate = (name: string, value: number, unit = "points") => ({
  name,
  value: String(value),
  standardError: "4",
  degreesOfFreedom: "Infinity",
  lower: String(value - 8),
  upper: String(value + 8),
  n: 1446,
  unit,
});

/** The first 12 digits of the SHA-256 of "Plads". */
const PLACE_DIGEST = "ea8ad5d860be";

const shown: NotebookOutput = {
  output_type: "display_data",
  metadata: {},
  data: {
    "text/html":
      `<figure class="chart"><figcaption><p class="message">M</p><p class="scope">Alle</p></figcaption><details><table><caption>I figuren</caption></table></details></figure><table class="stacked"><caption>For sig</caption></table>`,
    "application/vnd.laeringsrapport.estimates+json": [
      estimate("pr_laesning/2019/mean", 507.788),
      estimate("pr_laesning/2019/share", 0.12345, "share"),
    ],
  },
};

/** The page of a notebook with two results and some prose around them. */
function page(markdown: string, metadata: CellSpec["metadata"] = {}): string {
  const specs: readonly CellSpec[] = [
    { id: "foer", markdown, metadata },
    { id: "vis-a", code: "1" },
    { id: "vis-b", code: "2" },
  ];
  const run: NotebookRun = {
    ref: { id: "billund", path: "billund.ipynb", title: "Rapport" },
    status: "ok",
    metadata: {},
    failure: null,
    kernel: "deno 2.9.5",
    milliseconds: 1,
    cells: makeNotebook(specs).cells.map((cell, number) => ({
      cell,
      number,
      status: "ok",
      outputs: number === 0 ? [] : [shown],
      digest: "",
      milliseconds: 1,
    })),
  };
  return exportReport(run, { inputs, bibliography: [rubin] });
}

test("exportReport() writes live numbers as the tables do", () => {
  expect(
    page(
      "Snittet er {{tal: pr_laesning/2019/mean}} ({{interval: pr_laesning/2019/mean}}) for {{antal:pr_laesning/2019/mean}} elever, **{{ tal: pr_laesning/2019/share }}** er lave.",
    ),
  ).toContain(
    "<p>Snittet er 508 (500–516) for 1.446 elever, <strong>12\u00a0%</strong> er lave.</p>",
  );
  expect(page("Skriv `{{tal: x}}`")).toContain("<code>{{tal: x}}</code>");
});

test("exportReport() names the cell and near names when a live number is unknown", () => {
  expect(() => page("Snit {{tal: pr_laesning/2018/mean}}")).toThrow(
    `Cannot export "billund": cell "foer": "pr_laesning/2018/mean" is not the name of a number that is shown, allowed is e.g. pr_laesning/2019/mean, pr_laesning/2019/share`,
  );
  expect(() => page("{{gennemsnit: a/b}}")).toThrow(
    "found {{gennemsnit: a/b}}, allowed are {{tal: NAME}}",
  );
});

test("exportReport() numbers figures and tables, also for prose before them", () => {
  const html = page("Se {{figur: vis-b}} og {{tabel: vis-a}}.");
  expect(html).toContain(
    `Se <a href="#figur-2">figur\u00a02</a> og <a href="#tabel-1">tabel\u00a01</a>.`,
  );
  expect(html).toContain(
    `<figure class="chart" id="figur-2"><figcaption><p class="message">M</p><p class="scope"><span class="caption-number">Figur\u00a02.</span> Alle</p>`,
  );
  expect(html).toContain("<caption>I figuren");
  expect(html).toContain(
    `<table class="stacked" id="tabel-2"><caption><span class="caption-number">Tabel\u00a02.</span> For sig`,
  );
  expect(() => page("{{figur: vis-c}}")).toThrow(
    `cell "foer": {{figur: vis-c}} points to no figur`,
  );
});

test("exportReport() gathers footnotes and cited works at the end", () => {
  const html = page(
    "Usikkert[^b] og [@rubin1987, s. 76].[^a]\n\n[^a]: Den *anden* note.\n[^b]: Den første,\n  på to linjer, {{tal: pr_laesning/2019/mean}}.\n\nMere.",
  );
  expect(html).toContain(
    `Usikkert<sup class="footnote"><a id="note-1-ref" href="#note-1" aria-label="Note 1">1</a></sup> og (<a href="#litteratur-rubin1987">Rubin 1987</a>, s. 76).<sup`,
  );
  expect(html).toMatch(
    /<h2 id="noter">Noter<\/h2>\n<ol class="notes"><li id="note-1">Den første, på to linjer, 508\. .+<li id="note-2">Den <em>anden<\/em> note\. /,
  );
  expect(html).toContain(
    `<li id="litteratur-rubin1987">Rubin, D. B. (1987). Multiple Imputation for Nonresponse in Surveys. Wiley.</li>`,
  );
  expect(html).toContain(`<a href="#litteratur">Litteratur</a>`);
  expect(html).toContain("<p>Mere.</p>");
  expect(() => page("Nej[^x]")).toThrow(`cell "foer": footnote [^x]`);
  expect(() => page("[@ukendt]")).toThrow(
    `cell "foer": "ukendt" is not a work of the bibliography, allowed are rubin1987`,
  );
});

test("exportReport() leaves out a place for a comment until somebody writes there", () => {
  const origin = (digest: string) => ({
    tags: ["kommentar"],
    laeringsrapport: { origin: "template", cell: "foer", digest } as const,
  });
  expect(page("Plads", origin("6c4b93c8b7d8"))).toContain("Plads");
  expect(page("Plads", origin(PLACE_DIGEST))).not.toContain("Plads");
});

test("readBibliography() reads CSL JSON and says what is wrong with it", () => {
  const path = join(testFolder(), "litteratur.json");
  expect(readBibliography(path)).toEqual([]);
  writeFileSync(path, JSON.stringify([rubin]));
  expect(readBibliography(path)).toEqual([rubin]);
  writeFileSync(path, JSON.stringify([{ ...rubin, title: 3 }]));
  expect(() => readBibliography(path)).toThrow(/litteratur\.json": 0\.title: /);
});
