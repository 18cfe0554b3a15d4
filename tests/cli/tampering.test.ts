/**
 * One digit edited in any file between the answers and the published page is
 * found by the command line, which names the file or the cell. The project is a
 * copy, so that code, codebook and lock file can be edited too.
 */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import {
  describeInspection,
  formatNotebook,
  inputsOf,
  inspectPublication,
  markOrigins,
  publishReport,
  type ReportSources,
  runNotebooks,
  writeManifest,
} from "#lib/notebook/mod.ts";
import { reportSources } from "../../lib/cli/report_sources.ts";
import { libraryUrl, makeNotebook } from "../notebook/fixtures.ts";
import { removeFolders, temporaryFolder } from "./command_line.ts";

vi.setConfig({ hookTimeout: 60_000 });

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const COPIED = [
  "lib",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "data-samples/codebook",
  "data-samples/mini",
  "notebooks/litteratur.json",
];
const NOTEBOOK = "notebooks/kommuner/billund.ipynb";
const VALUE_CELL = `import { show } from "${libraryUrl("notebook/show.ts")}";
await show({
  html: "<table><caption>Trivsel</caption><tr><td>512</td></tr></table>",
  text: "512", estimates: [],
});`;

let project: string;

beforeAll(async () => {
  project = temporaryFolder();
  for (const path of COPIED) {
    cpSync(join(ROOT, path), join(project, path), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(project, "node_modules"));
  await publish();
});

afterAll(removeFolders);

function sourcesOf(folder: string): ReportSources {
  const root = pathToFileURL(`${folder}/`);
  return reportSources({ data: new URL("data-samples/mini/", root), root });
}

async function publish(): Promise<void> {
  const { cells, metadata } = markOrigins(makeNotebook([
    { id: "titel", markdown: "# Rapport om 2017" },
    { id: "trivsel", code: VALUE_CELL },
  ]));
  const author = makeNotebook([
    { id: "kommentar", markdown: "Vi besøgte 7 skoler." },
  ]);
  const path = join(project, NOTEBOOK);
  mkdirSync(join(project, "notebooks/kommuner"));
  writeFileSync(
    path,
    formatNotebook({ metadata, cells: [...cells, ...author.cells] }),
  );
  const sources = sourcesOf(project);
  const runs = await runNotebooks({
    notebooks: [{ id: "billund", path, title: "Billund" }],
  });
  const folder = join(project, "reports");
  const reports = runs.map((run) =>
    publishReport(run, folder, { inputs: inputsOf(sources) })
  );
  writeManifest(folder, { reports, knownIds: ["billund"], pages: [], sources });
}

/** What is said of the copied project before anything runs. */
function inspect(): string {
  const notebooks = [{
    id: "billund",
    path: join(project, NOTEBOOK),
    title: "Billund",
  }];
  const folder = join(project, "reports");
  const sources = sourcesOf(project);
  return describeInspection(
    inspectPublication({ notebooks, folder, sources }),
  ).replaceAll(`${project}/`, "");
}

/** What `npm run verify -- billund --no-run` says in the copied project. */
function verify(): readonly [number | null, string] {
  const main = join(project, "lib/cli/main.ts");
  const args = ["billund", "--no-run", "--data", "data-samples/mini"];
  const { status, stdout, stderr } = spawnSync(
    Deno.execPath(),
    ["run", "-A", main, "verify", ...args],
    {
      cwd: project,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1" },
    },
  );
  return [status, `${stderr}${stdout}`.replaceAll(`${project}/`, "")];
}

/** One digit of a file, and what is said once it has been edited. */
interface Tampering {
  readonly what: string;
  readonly file: string;
  readonly digit: RegExp;
  readonly said: string;
}

const DIGESTS = /published [0-9a-f]{12}, now [0-9a-f]{12}/g;

const NOTEBOOK_CHANGED = "changed notebooks/kommuner/billund.ipynb";

const TAMPERINGS: readonly Tampering[] = [
  {
    what: "an answer",
    file: "data-samples/mini/svar_elever_4_9_2019.csv",
    digit: /(?<=;)\d$/m,
    said:
      "stale billund: data (svar_elever_4_9_2019.csv) changed since publication",
  },
  {
    what: "the codebook",
    file: "data-samples/codebook/instrument.json",
    digit: /\d/,
    said:
      "stale billund: codebook (data-samples/codebook/instrument.json) changed since publication",
  },
  {
    what: "the library",
    file: "lib/numerics/sum.ts",
    digit: /\d/,
    said: "stale billund: code (lib/numerics/sum.ts) changed since publication",
  },
  {
    what: "the lock file",
    file: "package-lock.json",
    digit: /\d(?="?,\n)/,
    said: "stale billund: lock (package-lock.json) changed since publication",
  },
  {
    what: "a table of the page",
    file: "reports/billund.html",
    digit: /(?<=<td>51)2/,
    said: `${NOTEBOOK_CHANGED}, file billund.html: D`,
  },
  {
    what: "the published numbers",
    file: "reports/tal/billund.csv",
    digit: /$/,
    said: `${NOTEBOOK_CHANGED}, file tal/billund.csv: D`,
  },
  {
    what: "a digest of the manifest",
    file: "reports/manifest.json",
    digit: /(?<="htmlSha256": "[0-9a-f]*)\d/,
    said: `${NOTEBOOK_CHANGED}, file billund.html: D`,
  },
  {
    what: "a list of the manifest",
    file: "reports/manifest.json",
    digit: /(?<="skoler.csv": "[0-9a-f]*)\d/,
    said: "changed manifest list of deltagelse.csv and others: D",
  },
  {
    what: "a template cell",
    file: NOTEBOOK,
    digit: /(?<=om 201)7/,
    said: `${NOTEBOOK_CHANGED}, cell titel, source template cell: D`,
  },
  {
    what: "an author's cell",
    file: NOTEBOOK,
    digit: /7(?= skoler)/,
    said: `${NOTEBOOK_CHANGED}, cell kommentar, source author's cell: D`,
  },
];

/** Edits a digit and returns what takes the edit back. */
function tamper({ file, digit }: Tampering): () => void {
  const path = join(project, file);
  const before = readFileSync(path, "utf8");
  const after = before.replace(digit, (old) => String((Number(old) + 1) % 10));
  expect(after).not.toBe(before);
  writeFileSync(path, after);
  return () => writeFileSync(path, before);
}

test("inspectPublication() finds nothing in an untouched project", () => {
  expect(inspect()).toBe("");
});

test.each(TAMPERINGS)(
  "inspectPublication() names a digit edited in $what",
  (tampering) => {
    const undo = tamper(tampering);
    const said = inspect().replaceAll(DIGESTS, "D");
    undo();
    expect(said).toBe(tampering.said);
  },
);

test("verify --no-run names every file and cell in which a digit was edited", () => {
  expect(verify()).toEqual([
    0,
    "Nothing has changed since publication; reports looked at: 1\n",
  ]);
  // The first of each file; the manifest is left, to know what was published.
  const files = new Map(TAMPERINGS.toReversed().map((one) => [one.file, one]));
  files.delete("reports/manifest.json");
  const undo = [...files.values()].map(tamper);
  const [status, said] = verify();
  for (const back of undo) back();
  expect(status).toBe(3);
  expect(said).toContain(
    "stale billund: data (svar_elever_4_9_2019.csv), codebook (data-samples/codebook/instrument.json), code (lib/numerics/sum.ts), lock (package-lock.json) changed since publication\n",
  );
  expect(said).toContain("file billund.html");
  expect(said).toContain("file tal/billund.csv");
  expect(said).toContain("cell titel, source template cell");
});
