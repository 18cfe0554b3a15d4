import { sha256 } from "#lib/data/mod.ts";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import {
  describeVerification,
  inputsOf,
  type NotebookRef,
  publishReport,
  readManifest,
  type ReportSources,
  runNotebooks,
  type Verification,
  verifyReports,
  writeManifest,
} from "#lib/notebook/mod.ts";
import { libraryUrl, testFolder, writeNotebook } from "../fixtures.ts";

// Kernels and compilers need longer than arithmetic does, more so on a busy machine.
// The tests share nothing, and most of their time is waiting.
vi.setConfig({ testTimeout: 60_000, maxConcurrency: 4 });

const sources: ReportSources = {
  data: { "svar.csv": sha256("1") },
  codebook: { "skalaer.json": sha256("2") },
  code: { "mod.ts": sha256("3") },
  lock: { "package-lock.json": sha256("4") },
  seed: 2015,
};
const inputs = inputsOf(sources);

const VALUE_CELL = `import { show } from "${libraryUrl("notebook/show.ts")}";
const value = Number(Deno.readTextFileSync("tal.txt"));
const estimate = {
  value, standardError: 4, degreesOfFreedom: Infinity,
  interval: [value - 8, value + 8] as const,
  variance: { sampling: 16, measurement: 0, missing: 0, link: 0 },
  n: 100, dropped: 0, unit: "points" as const, method: "test",
};
await show({
  html: \`<p>Trivsel: \${value} point</p>\`, text: String(value),
  estimates: [{ name: "e4_trivsel/2017/mean", estimate }],
});`;

interface Publication {
  readonly folder: string;
  readonly ref: NotebookRef;
  readonly dataFile: string;
  verify(current?: ReportSources): Promise<Verification>;
}

/** A report of one number, published from a kernel into a new folder. */
async function publish(): Promise<Publication> {
  const notebooks = testFolder();
  const folder = join(notebooks, "reports");
  const dataFile = join(notebooks, "tal.txt");
  writeFileSync(dataFile, "512.25");
  const ref = writeNotebook(notebooks, "billund", [
    { id: "titel", markdown: "# Læringsrapport for Billund\n\nIndledning." },
    { id: "trivsel", code: VALUE_CELL },
    { id: "andet", code: `console.log("uændret");` },
  ]);
  const runs = await runNotebooks({ notebooks: [ref] });
  const reports = runs.map((run) => publishReport(run, folder, { inputs }));
  writeManifest(folder, {
    reports,
    knownIds: ["billund"],
    pages: [],
    sources,
  });
  const verify = (current = sources) =>
    verifyReports({ notebooks: [ref], folder, sources: current });
  return { folder, ref, dataFile, verify };
}

function replaceIn(path: string, from: string, to: string): void {
  const text = readFileSync(path, "utf8");
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

test.concurrent("verifyReports() finds an unchanged report identical", async () => {
  const { verify } = await publish();
  const verification = await verify();
  expect(verification).toMatchObject({
    isIdentical: true,
    reports: [{ status: "identical", differences: [] }],
  });
  expect(describeVerification(verification)).toBe("identical billund");
});

test.concurrent("verifyReports() names a changed number with both values and their distance", async () => {
  const { dataFile, ref, verify } = await publish();
  writeFileSync(dataFile, "514.25");
  const verification = await verify();
  expect(verification.isIdentical).toBe(false);
  expect(verification.reports[0]?.differences).toContainEqual({
    kind: "estimate",
    cell: "trivsel",
    name: "e4_trivsel/2017/mean",
    published: "512.25",
    found: "514.25",
    standardErrors: 0.5,
  });
  expect(describeVerification(verification)).toContain(
    `  ${ref.path}, cell trivsel, estimate e4_trivsel/2017/mean: published 512.25, now 514.25 (0.50 standard errors apart)`,
  );
  expect(describeVerification(verification)).not.toContain("cell andet");
});

test.concurrent("verifyReports() finds a digit changed in the published page and says where", async () => {
  const { folder, verify } = await publish();
  replaceIn(join(folder, "billund.html"), "512.25 point", "612.25 point");
  const text = describeVerification(await verify());
  expect(text).toMatch(
    /file billund\.html: published [0-9a-f]{12}, now [0-9a-f]{12}/,
  );
  expect(text).toContain(
    "published Trivsel: 612.25 point, now Trivsel: 512.25 point",
  );
});

test.concurrent("verifyReports() finds a digit changed in the published table", async () => {
  const { folder, verify } = await publish();
  replaceIn(join(folder, "tal/billund.csv"), "512.25", "512.26");
  const text = describeVerification(await verify());
  expect(text).toContain("file tal/billund.csv");
  expect(text).toContain(
    "published 512.26, now 512.25 (0.0025 standard errors apart)",
  );
});

test.concurrent("verifyReports() finds a digit changed in the manifest", async () => {
  const { folder, verify } = await publish();
  const digest = readManifest(folder).reports[0]?.cells[1]?.digest ?? "";
  replaceIn(
    join(folder, "manifest.json"),
    digest,
    digest.replace(/.$/, (last) => last === "0" ? "1" : "0"),
  );
  const { reports } = await verify();
  expect(reports[0]?.differences).toMatchObject([{
    kind: "cell",
    cell: "andet",
  }]);
});

test.concurrent("verifyReports() finds a changed cell of the notebook", async () => {
  const { ref, verify } = await publish();
  replaceIn(ref.path, "uændret", "ændret");
  const { reports } = await verify();
  expect(reports[0]?.differences.map(({ kind, cell }) => [kind, cell])).toEqual(
    [
      ["notebook", ""],
      ["source", "andet"],
      ["cell", "andet"],
      ["text", ""],
    ],
  );
});

test.concurrent("verifyReports() calls a report stale when its inputs have changed", async () => {
  const { verify } = await publish();
  const verification = await verify({
    ...sources,
    data: { "svar.csv": sha256("5") },
    seed: 2016,
  });
  expect(verification.reports[0]).toMatchObject({
    status: "different",
    stale: [{ input: "data", files: ["svar.csv"] }, { input: "seed" }],
  });
  expect(describeVerification(verification)).toBe(
    "different billund, stale: data (svar.csv), seed changed since publication",
  );
});

test.concurrent("verifyReports() reports a notebook that no longer runs", async () => {
  const { dataFile, verify } = await publish();
  Deno.removeSync(dataFile);
  const verification = await verify();
  expect(verification.reports[0]).toMatchObject({
    status: "failed",
    failure: { cellNumber: 1, line: 2 },
  });
});

test.concurrent("publishReport() throws for a run that failed", async () => {
  const ref = writeNotebook(testFolder(), "billund", [
    `throw new Error("nej");`,
  ]);
  const [run] = await runNotebooks({ notebooks: [ref] });
  if (run === undefined) throw new Error("no run");
  expect(() => publishReport(run, testFolder(), { inputs })).toThrow(
    new RangeError(
      `Cannot publish "billund": its run ended as failed, expected ok`,
    ),
  );
});

test.concurrent("writeManifest() keeps the records of reports that were not published now", async () => {
  const { folder } = await publish();
  const [billund] = readManifest(folder).reports;
  if (billund === undefined) throw new Error("no record");
  const other = { ...billund, id: "allerod", file: "allerod.html" };
  const pages = [{ file: "index.html", sha256: sha256("") }];
  writeManifest(folder, {
    reports: [other],
    knownIds: ["allerod", "billund"],
    pages,
    sources,
  });
  expect(readManifest(folder).reports.map(({ id }) => id)).toEqual([
    "allerod",
    "billund",
  ]);
  writeManifest(folder, {
    reports: [other],
    knownIds: ["allerod"],
    pages,
    sources,
  });
  expect(readManifest(folder).reports.map(({ id }) => id)).toEqual(["allerod"]);
});

test.concurrent("readManifest() says what is wrong with a manifest", () => {
  const folder = testFolder();
  expect(() => readManifest(folder)).toThrow(
    /manifest\.json": no such file, the reports were never published$/,
  );
  writeFileSync(
    join(folder, "manifest.json"),
    `{"version": 2, "pages": [], "reports": []}`,
  );
  expect(() => readManifest(folder)).toThrow(/manifest\.json": version: /);
});
