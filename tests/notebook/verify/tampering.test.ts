/**
 * One digit changed anywhere between the answers and the published page is
 * found, and what was changed is named.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import {
  compareWithPublished,
  describeInspection,
  describeVerification,
  formatNotebook,
  inputsOf,
  inspectPublication,
  type Manifest,
  markOrigins,
  type NotebookRef,
  type NotebookRun,
  publishReport,
  readManifest,
  readNotebook,
  type ReportSources,
  runNotebooks,
  verificationPage,
  writeManifest,
} from "#lib/notebook/mod.ts";
import { JSDOM } from "jsdom";
import { libraryUrl, makeNotebook, testFolder } from "../fixtures.ts";

// Kernels need longer than arithmetic does, more so on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const hash = (digit: string) => digit.repeat(64);
const sources: ReportSources = {
  data: { "svar.csv": hash("1") },
  codebook: { "skalaer.json": hash("2") },
  code: { "mod.ts": hash("3") },
  lock: { "package-lock.json": hash("4") },
  seed: 2015,
};
const inputs = inputsOf(sources);

const VALUE_CELL = `import { show } from "${libraryUrl("notebook/show.ts")}";
const value = 512.25;
const estimate = {
  value, standardError: 4, degreesOfFreedom: Infinity,
  interval: [504.25, 520.25] as const,
  variance: { sampling: 16, measurement: 0, missing: 0, link: 0 },
  n: 100, dropped: 0, unit: "points" as const, method: "test",
};
await show({
  html: "<table><caption>Trivsel</caption><tr><td>512,25</td></tr></table>", text: String(value),
  estimates: [{ name: "e4_trivsel/2017/mean", estimate }],
});`;

let run: NotebookRun;
let ref: NotebookRef;
let folder: string;
let original: string;

beforeAll(async () => {
  const template = makeNotebook([
    { id: "titel", markdown: "# Rapport om 2017" },
    { id: "trivsel", code: VALUE_CELL },
  ]);
  const { cells, metadata } = markOrigins(template);
  const author = makeNotebook([
    { id: "kommentar", markdown: "Vi besøgte 7 skoler." },
  ]);
  const path = join(testFolder(), "billund.ipynb");
  original = formatNotebook({ metadata, cells: [...cells, ...author.cells] });
  writeFileSync(path, original);
  ref = { id: "billund", path, title: "Rapport 1" };
  const [first] = await runNotebooks({ notebooks: [ref] });
  if (first === undefined) throw new Error("no run");
  run = first;
});

beforeEach(() => {
  writeFileSync(ref.path, original);
  folder = testFolder();
  const reports = [publishReport(run, folder, { inputs })];
  writeManifest(folder, {
    reports,
    knownIds: ["billund"],
    pages: [],
    sources,
  });
});

function replaceIn(path: string, from: string, to: string): void {
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

/** The run as if the notebook as it is now had given the same outputs. */
function readAgain(): NotebookRun {
  const byId = new Map(
    readNotebook(ref.path).cells.map((cell) => [cell.id, cell]),
  );
  const cells = run.cells.map((cellRun) => ({
    ...cellRun,
    cell: byId.get(cellRun.cell.id) ?? cellRun.cell,
  }));
  return { ...run, cells };
}

/** What verification says when the notebook as it is now gives the same outputs. */
function verify(current: ReportSources = sources): string {
  const verification = compareWithPublished([readAgain()], {
    folder,
    sources: current,
  });
  expect(verification.isIdentical).toBe(
    describeVerification(verification) === "identical billund",
  );
  return describeVerification(verification);
}

function inspect(current: ReportSources = sources): string {
  return describeInspection(
    inspectPublication({ notebooks: [ref], folder, sources: current }),
  );
}

test("an untouched publication is identical, before and after the run", () => {
  expect([inspect(), verify()]).toEqual(["", "identical billund"]);
});

test.each(
  [
    ["data", "svar.csv"],
    ["codebook", "skalaer.json"],
    ["code", "mod.ts"],
    ["lock", "package-lock.json"],
  ] as const,
)("a digit changed in %s is named with its file before anything runs", (
  input,
  file,
) => {
  const changed = `${hash("5").slice(1)}6`;
  const current = { ...sources, [input]: { [file]: changed } };
  expect(inspect(current)).toBe(
    `stale billund: ${input} (${file}) changed since publication`,
  );
  expect(verify(current)).toContain(`stale: ${input} (${file}) changed`);
});

test("a digit changed in a table of the page is found with both texts", () => {
  replaceIn(join(folder, "billund.html"), "512,25", "512,35");
  expect(inspect()).toMatch(/^changed .*, file billund\.html: published/);
  expect(verify()).toContain(
    "text in tabel-1: published 512,35, now 512,25",
  );
});

test("a digit changed in the published numbers is found with its distance", () => {
  replaceIn(join(folder, "tal/billund.csv"), "512.25", "516.25");
  expect(inspect()).toContain("file tal/billund.csv");
  expect(verify()).toContain(
    "cell trivsel, estimate e4_trivsel/2017/mean: published 516.25, now 512.25 (1.0 standard errors apart)",
  );
});

test("a digit changed in a template cell is found and the cell is named", () => {
  replaceIn(ref.path, "om 2017", "om 2018");
  expect(inspect()).toContain("cell titel, source template cell");
  expect(verify()).toContain("cell titel, source template cell");
});

test("a digit changed in an author's cell is found and the cell is named", () => {
  replaceIn(ref.path, "7 skoler", "8 skoler");
  expect(inspect()).toContain("cell kommentar, source author's cell");
  expect(verify()).toContain(
    "published Vi besøgte 7 skoler., now Vi besøgte 8 skoler.",
  );
});

/** Paths of all texts and numbers of the manifest, e.g. "reports/0/kernel". */
function leaves(value: unknown, path: string): readonly string[] {
  return typeof value !== "object" || value === null
    ? [path]
    : Object.entries(value).flatMap(([key, inner]) =>
      leaves(inner, path === "" ? key : `${path}/${key}`)
    );
}

function changeDigit(manifest: Manifest, path: string): unknown {
  const copy: unknown = structuredClone(manifest);
  const keys = path.split("/");
  const last = keys.pop() ?? "";
  const owner = keys.reduce<Record<string, unknown>>(
    (inner, key) => inner[key] as Record<string, unknown>,
    copy as Record<string, unknown>,
  );
  const old = owner[last];
  const text = String(old);
  const changed = /\d/.test(text)
    ? text.replace(/\d(?!.*\d)/, (digit) => String((Number(digit) + 1) % 10))
    : `${text}1`;
  owner[last] = typeof old === "number" ? Number(changed) : changed;
  return copy;
}

test("a digit changed in any field of the manifest is found", () => {
  const manifest = readManifest(folder);
  const paths = leaves(manifest, "");
  expect(paths.length).toBeGreaterThan(20);
  for (const path of paths) {
    const changed = JSON.stringify(changeDigit(manifest, path));
    writeFileSync(join(folder, "manifest.json"), changed);
    let said: string;
    try {
      said = verify();
    } catch (error) {
      said = String(error);
    }
    expect(`${path}: ${said}`).not.toBe(`${path}: identical billund`);
  }
});

test("a digit changed in the manifest's digest of a page is told from a changed page", () => {
  const manifest = readManifest(folder);
  const changed = changeDigit(manifest, "reports/0/htmlSha256");
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(changed));
  expect(verify()).toContain("manifest digest of billund.html");
});

test("verificationPage() is the same twice and names every difference in Danish", () => {
  replaceIn(join(folder, "tal/billund.csv"), "512.25", "516.25");
  replaceIn(ref.path, "7 skoler", "8 skoler");
  const verification = compareWithPublished([readAgain()], {
    folder,
    sources: { ...sources, data: { "svar.csv": hash("5") } },
  });
  const page = () =>
    verificationPage(verification, { inputs, kernel: run.kernel });
  expect(page()).toBe(page());
  const { body } = new JSDOM(page()).window.document;
  const lines = [...body.querySelectorAll("li")].map((item) =>
    item.textContent.replaceAll(/[0-9a-f]{12}/g, "#")
  );
  expect(lines).toEqual([
    "Ændret siden udgivelsen: data (svar.csv)",
    "Filen tal/billund.csv: publiceret #, genberegnet #",
    "Notesbogen: publiceret #, genberegnet #",
    "Celle kommentar, forfatterens tekst: publiceret #, genberegnet #",
    "Celle trivsel, e4_trivsel/2017/mean: publiceret 516,25, genberegnet 512,25: 1,0 standardfejl fra hinanden",
  ]);
  expect(body.textContent).toContain("0 af 1 rapporter er ens");
  expect(body.querySelector("script")).toBeNull();
});
