import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findChromium, printPdf } from "#lib/notebook/mod.ts";
import { htmlPage } from "#lib/reports/mod.ts";
import { testFolder } from "../fixtures.ts";

const chromium = findChromium();
if (chromium === null) {
  console.log("No Chromium on this machine: printing is not tested.");
}

test.skipIf(chromium === null)("printPdf() prints a page", () => {
  const folder = testFolder();
  const page = join(folder, "side.html");
  const pdf = join(folder, "pdf/side.pdf");
  const body = "<p>Brød og smør</p>";
  writeFileSync(page, htmlPage({ title: "T", body, toc: [], kind: "report" }));
  printPdf(page, pdf);
  const bytes = readFileSync(pdf);
  expect(bytes.subarray(0, 5).toString("latin1")).toBe("%PDF-");
  expect(bytes.length).toBeGreaterThan(5000);
});
