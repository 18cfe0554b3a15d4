import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  openReport,
  openScores,
  type OpenScoresOptions,
  scaleSection,
  tal,
} from "#lib/mod.ts";
import { KERNEL_NAMES, runNotebook } from "#lib/notebook/mod.ts";
import { CACHE_VARIABLE, SMALLEST_GROUP } from "#lib/profiles/mod.ts";
import {
  fileDigests,
  type Outcome,
  removeFolders,
  resultsIn,
  run,
  smallProgramme,
  temporaryFolder,
} from "./command_line.ts";

const LAST_WAVE = 2019;
let data: string;
const caches: string[] = [];
const outcomes: Outcome[] = [];

// Classes of about four pupils, so that many are too small to be shown.
beforeAll(async () => {
  data = smallProgramme({
    municipalities: ["billund", "kolding"],
    schoolsPerMunicipality: 8,
    pupilsPerSchool: 50,
    fraction: 0.05,
  });
  caches.push(temporaryFolder(), temporaryFolder());
  outcomes.push(
    ...await Promise.all(
      caches.map((cache, i) =>
        run(cache, ["scale", "--data", data, "--jobs", String(i + 1)])
      ),
    ),
  );
}, 120_000);

afterAll(removeFolders);

test("scale gives the same bytes with one and with two jobs", () => {
  expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
  const [one, two] = caches.map(resultsIn);
  expect(basename(one!)).toBe(basename(two!));
  const files = fileDigests(one!);
  expect(Object.keys(files)).toContain("index.json");
  expect(Object.keys(files)).toContain("lottery.json");
  expect(Object.keys(files).length).toBeGreaterThan(90);
  expect(fileDigests(two!)).toEqual(files);
});

test("scale computes nothing twice", async () => {
  const { code, stderr } = await run(caches[0]!, ["scale", "--data", data]);
  expect([code, stderr]).toEqual([0, ""]);
});

/** Rows of a file without its header, as cells. */
function rowsOf(file: string): string[][] {
  return readFileSync(join(data, file), "utf8").trimEnd().split("\n").slice(1)
    .map((line) => line.split(";"));
}

/** Answers of grades 4–9 in the last wave by page of the class. */
function answersByPage(): ReadonlyMap<string, number> {
  const answered = new Set(
    rowsOf(`svar_elever_4_9_${LAST_WAVE}.csv`).map(([pupil]) => pupil),
  );
  const counts = new Map<string, number>();
  for (const [pupil, school, label] of rowsOf(`elever_${LAST_WAVE}.csv`)) {
    if (!school!.startsWith("0530") || !answered.has(pupil)) continue;
    const page = `${school}-${label!.replace(".", "-")}-${LAST_WAVE}.html`;
    counts.set(page, (counts.get(page) ?? 0) + 1);
  }
  return counts;
}

/** The rows of a profile that rest on the pupils' own answers, grades 4–9. */
function pupilRows(html: string): readonly Element[] {
  const { document } = new JSDOM(html).window;
  return [...document.querySelectorAll(".scale-rows > li")].filter((row) =>
    row.querySelector(".note")?.textContent?.includes("Elever i 4.")
  );
}

test("profiles writes a municipality, its schools and classes and hides small groups", async () => {
  const out = temporaryFolder();
  const { code, stderr } = await run(caches[1]!, [
    "profiles",
    "billund",
    "--data",
    data,
    "--out",
    out,
  ]);
  expect([code, stderr]).toEqual([0, expect.stringContaining("profiles: ")]);
  const folder = join(out, "billund");
  const pages = new Map(
    readdirSync(folder).map((file) => [
      file,
      readFileSync(join(folder, file), "utf8"),
    ]),
  );
  const schools = [...pages.keys()].filter((file) =>
    /^0530-\d\d\.html$/.test(file)
  );
  expect(pages.has("index.html")).toBe(true);
  expect(schools).toHaveLength(8);

  const kinds = { small: 0, large: 0 };
  for (const [page, answers] of answersByPage()) {
    const rows = pupilRows(pages.get(page)!);
    expect(rows.length, page).toBeGreaterThan(0);
    if (answers >= SMALLEST_GROUP) {
      kinds.large++;
      continue;
    }
    kinds.small++;
    for (const row of rows) {
      expect(row.querySelector(".number"), page).toBeNull();
      expect(row.textContent, page).toMatch(
        /Vises ikke: (for få svar|skjult, fordi)/,
      );
    }
    expect(pages.get(page)).toContain("for få svar til, at tallet må vises");
  }
  expect(kinds.small).toBeGreaterThan(5);
  expect(kinds.large).toBeGreaterThan(5);

  const keys = [
    ...rowsOf(`elever_${LAST_WAVE}.csv`),
    ...rowsOf(`personale_${LAST_WAVE}.csv`),
  ].map(([key]) => key!);
  for (const [file, html] of pages) {
    expect(html, file).toContain("Fortroligt");
    const known = new Set(html.match(/\b[A-Z]\d{5,}\b/g));
    expect(keys.filter((key) => known.has(key)), file).toEqual([]);
  }
  expect(keys.every((key) => /^[A-Z]\d{5,}$/.test(key))).toBe(true);
});

/** Lets the library read the results that were computed here. */
async function withResults<T>(use: () => Promise<T>): Promise<T> {
  const before = process.env[CACHE_VARIABLE];
  process.env[CACHE_VARIABLE] = caches[0];
  try {
    return await use();
  } finally {
    if (before === undefined) delete process.env[CACHE_VARIABLE];
    else process.env[CACHE_VARIABLE] = before;
  }
}

test("openScores() holds the plausible values behind a municipality's mean", async () => {
  const { scores, mean } = await withResults(async () => ({
    scores: await openScores("pr_laesning", {
      municipality: "billund",
      year: LAST_WAVE,
    }),
    mean: tal(
      scaleSection(await openReport("billund"), "learning"),
      `pr_laesning/${LAST_WAVE}/mean`,
    ),
  }));
  const { values, weight, year, school } = scores;
  expect(scores.scale.label).toBe("Læsning");
  expect(weight.length).toBe(mean.n);
  expect(new Set(year)).toEqual(new Set([LAST_WAVE]));
  expect(new Set(school).size).toBe(8);
  const total = weight.reduce((sum, w) => sum + w, 0);
  const means = values.map((draw) =>
    draw.reduce((sum, point, i) => sum + weight[i]! * point, 0) / total
  );
  expect(means).toHaveLength(10);
  expect(means.reduce((sum, one) => sum + one, 0) / 10)
    .toBeCloseTo(mean.value, 8);
});

test("openScores() takes all years and municipalities, and names the known ones when one is unknown", async () => {
  const open = (options: OpenScoresOptions) =>
    withResults(() => openScores("e4_skoletrivsel", options));
  const all = await open({});
  expect(new Set(all.year)).toEqual(new Set([2015, 2017, 2019]));
  expect(new Set(all.municipality).size).toBe(2);
  expect(all.values[9]).toHaveLength(all.person.length);
  await expect(open({ year: 2016 })).rejects.toThrow(
    new RangeError(
      'Cannot open scores: year "2016" is not one of 2015, 2017, 2019',
    ),
  );
  await expect(open({ municipality: "ærø" })).rejects.toThrow(
    /municipality "ærø" is not one of billund, /,
  );
});

test("the starter notebook shows tables, estimates, results and a chart, the same under both kernels", async () => {
  const path = fileURLToPath(
    new URL("../../notebooks/vaerksted.ipynb", import.meta.url),
  );
  const ref = { id: "vaerksted", path, title: "Værksted" };
  const [deno, tslab] = await withResults(() =>
    Promise.all(
      KERNEL_NAMES.map((kernel) => runNotebook(ref, { kernel })),
    )
  );
  expect([deno?.failure, tslab?.failure]).toEqual([null, null]);
  const outputs = deno!.cells.flatMap((cell) => cell.outputs);
  expect(tslab!.cells.flatMap((cell) => cell.outputs)).toEqual(outputs);
  const shown = outputs.map((output) =>
    output.output_type === "display_data" ? output.data : {}
  );
  const texts = shown.map((data) => String(data["text/plain"]));
  expect(shown.map((data) => String(data["text/html"]).split(">")[0])).toEqual([
    '<div class="data-note" data-synthetic="true"',
    ...Array.from({ length: 4 }, () => expect.stringContaining("table-scroll")),
    '<figure class="chart"',
  ]);
  expect(texts[1]).toContain("Middelværdier i point\nSkala\t2015\t2017\t2019");
  expect(texts[2]).toContain("Trivsel i skolen 2019, point\nHvad\tTal");
  expect(texts[3]).toContain("rækker, 4 kolonner; de første 6 vises.");
  expect(texts[4]).toMatch(/Værdi \(95 %-interval\)\t\d+\u00a0% \(/);
  expect(texts[5]).toContain("En plausibel værdi pr. elev");
});
