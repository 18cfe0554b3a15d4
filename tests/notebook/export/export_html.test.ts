import { expect, test } from "vitest";
import {
  exportReport,
  type NotebookOutput,
  type NotebookRun,
} from "#lib/notebook/mod.ts";
import { type CellSpec, makeNotebook } from "../fixtures.ts";

const inputs = {
  data: "0123456789abcdef",
  codebook: "c",
  code: "k",
  lock: "l",
  seed: 2015,
};

/** A run that was never near a kernel: outputs are given. */
function runOf(
  cells:
    readonly (CellSpec & { readonly outputs?: readonly NotebookOutput[] })[],
): NotebookRun {
  const notebook = makeNotebook(cells);
  let number = 0;
  return {
    ref: { id: "billund", path: "billund.ipynb", title: "Rapport" },
    status: "ok",
    metadata: notebook.metadata,
    failure: null,
    kernel: "deno 2.9.5",
    milliseconds: 1,
    cells: notebook.cells.map((cell, index) => ({
      cell,
      number: cell.kind === "code" ? ++number : 0,
      status: "ok",
      outputs: cells[index]?.outputs ?? [],
      digest: "",
      milliseconds: 1,
    })),
  };
}

const html = (data: Readonly<Record<string, unknown>>): NotebookOutput => ({
  output_type: "display_data",
  data,
  metadata: {},
});

test("exportReport() takes the title from the notebook and makes a table of contents", () => {
  const page = exportReport(
    runOf([
      { markdown: "# Læringsrapport for Ærø\n\nVelkommen." },
      {
        markdown:
          "## Læring & trivsel\n\n### På skolerne\n\n## Læring & trivsel",
      },
    ]),
    { inputs },
  );
  expect(page.match(/<h1/g)).toHaveLength(1);
  expect(page).toContain("<title>Læringsrapport for Ærø</title>");
  expect(page).toContain(`<h2 id="laering-trivsel">Læring &amp; trivsel</h2>`);
  expect(page).toContain(`<h3 id="paa-skolerne">På skolerne</h3>`);
  expect(page).toContain(`<h2 id="laering-trivsel-2">`);
  expect(page).toContain(`<a href="#paa-skolerne">På skolerne</a>`);
  expect(page).toContain(`<a href="#laering-trivsel">Læring &amp; trivsel</a>`);
});

test("exportReport() shows results first and folds the code, escaped", () => {
  const page = exportReport(
    runOf([{
      code: "const a = 1 < 2;",
      outputs: [
        html({ "text/html": "<p>Resultat</p>", "text/plain": "Resultat" }),
      ],
    }]),
    { inputs },
  );
  expect(page).toMatch(
    /<p>Resultat<\/p>\s*<details class="code"><summary>Vis koden<\/summary>/,
  );
  expect(page).toContain("const a = 1 &lt; 2;");
  expect(
    exportReport(runOf([{ code: "const a = 1;" }]), {
      inputs,
      code: "omitted",
    }),
  ).not.toContain("Vis koden");
});

test("exportReport() folds the code of silent cells together with that of the result they lead to", () => {
  const page = exportReport(
    runOf([
      { code: "const a = 1;" },
      { code: "const b = 2;" },
      {
        code: "await show(a + b);",
        outputs: [html({ "text/html": "<p>3</p>" })],
      },
      { code: "const c = 3;" },
      { markdown: "Prosa." },
    ]),
    { inputs },
  );
  expect(page.match(/Vis koden/g)).toHaveLength(2);
  expect(page).toContain(
    "<code>const a = 1;\n\nconst b = 2;\n\nawait show(a + b);</code>",
  );
  expect(page).toContain("<code>const c = 3;</code>");
});

test("exportReport() escapes streams, text results, errors and HTML in prose", () => {
  const page = exportReport(
    runOf([
      { markdown: "Prosa med <script>alert(1)</script>" },
      {
        code: "x",
        outputs: [
          { output_type: "stream", name: "stdout", text: "<b>linje</b>\n" },
          html({ "text/plain": "[ 1 < 2 ]" }),
          {
            output_type: "error",
            ename: "RangeError",
            evalue: "<i>",
            traceback: [],
          },
        ],
      },
    ]),
    { inputs },
  );
  expect(page).toContain(`<pre class="stream">&lt;b&gt;linje&lt;/b&gt;</pre>`);
  expect(page).toContain(`<pre class="stream">[ 1 &lt; 2 ]</pre>`);
  expect(page).toContain(`<pre class="error">RangeError: &lt;i&gt;</pre>`);
  expect(page).not.toContain("<script>alert");
});

test("exportReport() leaves out cells tagged skjul and code tagged skjul-kode", () => {
  const page = exportReport(
    runOf([
      { markdown: "Hemmelig note", metadata: { tags: ["skjul"] } },
      {
        code: "const skjultKode = 1;",
        metadata: { tags: ["skjul-kode"] },
        outputs: [html({ "text/html": "<p>Vist</p>" })],
      },
    ]),
    { inputs },
  );
  expect(page).not.toContain("Hemmelig note");
  expect(page).not.toContain("skjultKode");
  expect(page).toContain("<p>Vist</p>");
});

test("exportReport() states kernel, seed and digests and loads nothing", () => {
  const page = exportReport(runOf([{ markdown: "# T" }]), { inputs });
  expect(page).toContain("kernen deno 2.9.5 og frø 2015");
  expect(page).toContain("Data <code>0123456789ab</code>");
  expect(page).not.toMatch(/<(link|img|iframe)\b|\ssrc=/);
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).toContain(`<html lang="da">`);
});
