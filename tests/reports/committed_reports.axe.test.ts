import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { loadCodebook, programmeById } from "#lib/codebook/mod.ts";
import { sha256 } from "#lib/data/mod.ts";
import { readManifest } from "#lib/notebook/mod.ts";
import { findChromium, violationsOfPages } from "./axe.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = join(root, "reports");
const LOTTERY = "ledelse-for-oeget-laering";
const { municipalities } = programmeById(
  loadCodebook(),
  "program-for-laeringsledelse",
);
/** The method reports; the second tells of the lottery too. */
const METHODS = ["skalering", "udvikling-og-effekt", "social-baggrund"];
const ids = [
  ...municipalities,
  "faellesrapport",
  LOTTERY,
  ...METHODS.map((name) => `metode-${name}`),
];
const files = [...ids.map((id) => `${id}.html`), "index.html"];

const chromium = findChromium();
if (!chromium) {
  console.warn(
    "Skipped: no Chromium, accessibility of the committed reports is not checked",
  );
}

function pageOf(file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

/** Running text and the text of charts, without code. */
function textOf(page: string): string {
  const { document } = new JSDOM(page).window;
  for (const code of document.querySelectorAll("pre, code, script, style")) {
    code.remove();
  }
  // Text of cells that stand side by side must not run together.
  for (const element of document.querySelectorAll("*")) element.append(" ");
  return (document.body.textContent ?? "").replaceAll(/\s+/g, " ");
}

test("every report is committed with notebook and table, and no other page", () => {
  expect(readdirSync(folder).filter((name) => name.endsWith(".html")).sort())
    .toEqual([...files].sort());
  expect(readdirSync(join(folder, "tal")).sort()).toEqual(
    ids.map((id) => `${id}.csv`).sort(),
  );
  const notebooks = [
    ...municipalities.map((id) => `kommuner/${id}`),
    "faellesrapport",
    LOTTERY,
    ...METHODS.map((name) => `metode/${name}`),
  ].map((name) => join(root, "notebooks", `${name}.ipynb`));
  expect(notebooks.filter((path) => !existsSync(path))).toEqual([]);
});

test("the committed reports are those of the manifest", () => {
  const { reports, pages } = readManifest(folder);
  expect(reports.map(({ id }) => id)).toEqual([...ids].sort());
  const listed = [
    ...reports.map(({ file, htmlSha256 }) => [file, htmlSha256] as const),
    ...reports.map(({ table, tableSha256 }) => [table, tableSha256] as const),
    ...pages.map((page) => [page.file, page.sha256] as const),
  ];
  const changed = listed.filter(([file, digest]) =>
    sha256(readFileSync(join(folder, file))) !== digest
  );
  expect(changed).toEqual([]);
});

test.each(files)("the committed page is whole and clean Danish: %s", (file) => {
  const page = pageOf(file);
  expect(page.length).toBeLessThan(1_000_000);
  expect(page).toContain('<html lang="da">');
  expect(page.match(/<h1[\s>]/g)).toHaveLength(1);
  expect(page).not.toMatch(
    /(?:src|srcset|data|poster)\s*=\s*["']?(?:https?:)?\/\//i,
  );
  expect(page).not.toMatch(/<link\b|@import|url\(\s*["']?(?:https?:)?\/\//i);

  const text = textOf(page);
  expect(text).toContain("Simulerede data");
  expect(text).not.toMatch(/\b(?:NaN|undefined|null|Infinity)\b|\[object/);
  expect(text).not.toMatch(/anonym/i);
  // "646.646" is a thousands point and "2.9.5" a version, "12.3" a slip.
  const numbers = text.replaceAll(/kodebog \d+\.\d+/gi, "");
  expect(numbers.match(/(?<![\d.])\d+\.(?:\d{1,2}|\d{4,})(?![\d.]).{0,9}/g))
    .toBeNull();
});

/** The places outside the lottery's report where the word may stand. */
const allowedOfEffect = [
  "Udvikling er ikke effekt",
  "det ene sted, hvor der kan tales om effekt",
];

test.each(
  files.filter((file) =>
    ![LOTTERY, "metode-udvikling-og-effekt"].includes(file.replace(".html", ""))
  ),
)(
  "the committed page claims no effect: %s",
  (file) => {
    const text = allowedOfEffect.reduce(
      (rest, phrase) => rest.replaceAll(phrase, ""),
      textOf(pageOf(file)),
    );
    expect(text.match(/.{0,40}\beffekt(?:er|en|erne|ens)?\b.{0,20}/gi))
      .toBeNull();
  },
);

test.skipIf(!chromium)(
  "the committed pages have no accessibility violation",
  async () => {
    // Two windows side by side, as most machines have two cores or more.
    const middle = Math.ceil(files.length / 2);
    const halves = [files.slice(0, middle), files.slice(middle)];
    const found = await Promise.all(
      halves.map((half) => violationsOfPages(half.map(pageOf), chromium ?? "")),
    );
    expect(found.map(({ length }) => length)).toEqual(
      halves.map(({ length }) => length),
    );
    const broken = found.flat().flatMap((violations, i) =>
      violations.map((violation) => ({ file: files[i], ...violation }))
    );
    expect(broken).toEqual([]);
  },
  120_000,
);
