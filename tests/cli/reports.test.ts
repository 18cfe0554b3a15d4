import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readManifest } from "#lib/notebook/mod.ts";
import {
  faultLines,
  fileDigests,
  type Outcome,
  pageText,
  removeFolders,
  resultsIn,
  run,
  smallProgramme,
  temporaryFolder,
} from "./command_line.ts";

const ANSWERS = "svar_elever_4_9_2019.csv";
// Thisted has no answers.
const REPORTS = [
  "billund",
  "faellesrapport",
  "ledelse-for-oeget-laering",
  "thisted",
];

let data: string, cache: string, out: string;
let first: Outcome;
let published: Record<string, string>;

beforeAll(async () => {
  data = smallProgramme({
    municipalities: ["billund", "kolding"],
    schoolsPerMunicipality: 8,
    pupilsPerSchool: 40,
    fraction: 0.05,
  });
  cache = temporaryFolder();
  out = temporaryFolder();
  first = await reports(REPORTS);
  published = fileDigests(out);
}, 120_000);

afterAll(removeFolders);

function reports(names: readonly string[], ...flags: string[]) {
  return run(cache, ["reports", ...names, ...options(), ...flags]);
}

function options(from: string = data, to: string = out): string[] {
  return ["--data", from, "--out", to];
}

/** A copy of the data with one file changed; null takes the file away. */
function changedData(
  file: string,
  change: (text: string) => string | null,
): string {
  const copy = temporaryFolder();
  cpSync(data, copy, { recursive: true });
  const path = join(copy, file);
  const text = change(readFileSync(path, "utf8"));
  if (text === null) rmSync(path);
  else writeFileSync(path, text);
  return copy;
}

/** Changes the cell in a line (1 is the header) and column of a CSV text. */
function withCell(
  text: string,
  { line, column, value }: {
    readonly line: number;
    readonly column: string;
    readonly value: (old: string) => string;
  },
): string {
  const lines = text.split("\n");
  const at = lines[0]!.split(";").indexOf(column);
  const cells = lines[line - 1]!.split(";");
  cells[at] = value(cells[at]!);
  lines[line - 1] = cells.join(";");
  return lines.join("\n");
}

/** Lines of Billund's table of estimates by name. */
function estimates(folder: string): ReadonlyMap<string, string> {
  const lines = readFileSync(join(folder, "tal/billund.csv"), "utf8")
    .trimEnd().split("\n").slice(1);
  return new Map(lines.map((line) => [line.split(",")[1]!, line]));
}

test("reports writes pages, tables, index and manifest", () => {
  expect([first.code, first.stdout]).toEqual([0, ""]);
  expect(first.stderr).toContain(`Reports: ${join(out, "index.html")}`);
  expect(Object.keys(published)).toEqual([
    "billund.html",
    "faellesrapport.html",
    "index.html",
    "ledelse-for-oeget-laering.html",
    "manifest.json",
    "tal/billund.csv",
    "tal/faellesrapport.csv",
    "tal/ledelse-for-oeget-laering.csv",
    "tal/thisted.csv",
    "thisted.html",
  ]);
  const { reports, pages } = readManifest(out);
  const listed = [
    ...reports.map(({ file, htmlSha256 }) => [file, htmlSha256]),
    ...reports.map(({ table, tableSha256 }) => [table, tableSha256]),
    ...pages.map(({ file, sha256 }) => [file, sha256]),
  ];
  const { "manifest.json": _, ...others } = published;
  expect(Object.fromEntries(listed)).toEqual(others);
});

test("reports says that a municipality has no answers", () => {
  const text = pageText(join(out, "thisted.html"));
  expect(text).toContain("Der er ingen svar fra 2019.");
  expect(text).toContain("Grunden er: ingen svar.");
  expect(text).not.toMatch(/NaN|undefined|Infinity|∞/);
});

test("reports leaves what has not changed alone", async () => {
  const started = performance.now();
  const { code, stderr } = await reports(REPORTS);
  expect(code).toBe(0);
  for (const id of REPORTS) expect(stderr).toContain(`same    ${id}`);
  expect(stderr).not.toContain("running");
  expect(fileDigests(out)).toEqual(published);
  // Half a second in itself; a kernel alone takes longer to start and run.
  expect(performance.now() - started).toBeLessThan(10_000);
});

test("reports --force gives the same bytes again, also when two runs start at once", async () => {
  const both = await Promise.all([
    reports(["billund"], "--force"),
    reports(["thisted"], "--force"),
  ]);
  const lines = both.map(({ stderr }) => stderr).join("");
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(lines).toContain("ok      billund");
  expect(lines).toContain("ok      thisted");
  expect(lines.match(/^waiting in ".*" for "reports", process \d+/gm))
    .toHaveLength(
      1,
    );
  expect(fileDigests(out)).toEqual(published);
});

test("reports --no-code --excel --csv leaves code out and writes the tables; verify knows", async () => {
  const folder = temporaryFolder();
  const { code } = await run(cache, [
    "reports",
    "billund",
    "--no-code",
    "--excel",
    "--csv",
    ...options(data, folder),
  ]);
  expect(code).toBe(0);
  const page = readFileSync(join(folder, "billund.html"), "utf8");
  expect(page).not.toContain("Vis koden");
  const workbook = readFileSync(join(folder, "excel/billund.xlsx"));
  expect(workbook.subarray(0, 2).toString("latin1")).toBe("PK");
  const tables = readdirSync(join(folder, "csv/billund"));
  expect(tables.length).toBe(page.match(/<table/g)?.length);
  const same = await run(cache, [
    "verify",
    "billund",
    ...options(data, folder),
  ]);
  expect([same.code, same.stdout]).toEqual([0, "identical billund\n"]);
  const record = readFileSync(join(cache, "verification.html"), "utf8");
  expect(record).toContain("1 af 1 rapporter er beregnet igen");
});

test("verify finds nothing to tell, then names a changed digit", async () => {
  const same = await run(cache, ["verify", "billund", ...options()]);
  expect([same.code, same.stdout]).toEqual([0, "identical billund\n"]);

  const copy = temporaryFolder();
  cpSync(out, copy, { recursive: true });
  const page = join(copy, "billund.html");
  const html = readFileSync(page, "utf8");
  const [cell = "", digit = ""] = /<td class="number">(\d)\d\d /.exec(html) ??
    [];
  const other = cell.replace(digit, String((Number(digit) + 1) % 10));
  writeFileSync(page, html.replace(cell, other));
  const { code, stdout } = await run(cache, [
    "verify",
    "billund",
    ...options(data, copy),
  ]);
  expect(code).toBe(3);
  expect(stdout).toMatch(/^different billund\n/);
  expect(stdout).toContain("file billund.html");
  const numberOf = (text: string) => text.replace(/^.*>/, "").trim();
  expect(stdout).toMatch(
    new RegExp(`published ${numberOf(other)}.*, now ${numberOf(cell)}`),
  );
});

test("one changed answer changes results and reports", async () => {
  const column = "e4_skoletrivsel_2";
  const changed = changedData(ANSWERS, (text) => {
    const lines = text.split("\n");
    const at = lines[0]!.split(";").indexOf(column);
    const line = 1 +
      lines.findIndex((row, i) => i > 0 && /^[1-5]$/.test(row.split(";")[at]!));
    return withCell(text, {
      line,
      column,
      value: (old) => old === "1" ? "5" : "1",
    });
  });
  const otherCache = temporaryFolder(), otherOut = temporaryFolder();
  const { code } = await run(otherCache, [
    "reports",
    "billund",
    ...options(changed, otherOut),
  ]);
  expect(code).toBe(0);
  expect(basename(resultsIn(otherCache))).not.toBe(basename(resultsIn(cache)));
  const before = estimates(out), after = estimates(otherOut);
  const moved = [...before.keys()].filter((name) =>
    after.get(name) !== before.get(name)
  );
  expect(moved).toContain("e4_skoletrivsel/2019/mean");
  expect(moved.filter((name) => !name.includes("e4_skoletrivsel"))).toEqual([]);
  expect(fileDigests(otherOut)["billund.html"]).not.toBe(
    published["billund.html"],
  );
});

test.each<[string, string, (text: string) => string | null, RegExp]>([
  [
    "a missing file",
    "svar_personale_2017.csv",
    () => null,
    /^Error: Cannot read "svar_personale_2017\.csv": no such file in .+, expected one beside programme\.json$/,
  ],
  [
    "a missing file of the lottery",
    "ledelse-for-oeget-laering/svar_proever_2020.csv",
    () => null,
    /^Error: Cannot read "svar_proever_2020\.csv": no such file in .+ledelse-for-oeget-laering.*$/,
  ],
  [
    "a missing column",
    ANSWERS,
    (text) =>
      text.split("\n").map((line) => line.split(";").toSpliced(3, 1).join(";"))
        .join("\n"),
    /^Error: Cannot read "svar_elever_4_9_2019\.csv": column "e4_skoletrivsel_3" is missing in line 1, found elev, e4_skoletrivsel_1, .{1,300} more$/,
  ],
  [
    "text in a number column",
    ANSWERS,
    (text) =>
      withCell(text, {
        line: 12,
        column: "e4_skoletrivsel_4",
        value: () => "abc",
      }),
    /^Error: Cannot read "svar_elever_4_9_2019\.csv": value "abc" in line 12, column e4_skoletrivsel_4 is not one of 1, 2, 3, 4, 5$/,
  ],
])("reports tells of %s in one line and publishes nothing", async (
  _,
  file,
  change,
  message,
) => {
  const bad = changedData(file, change);
  const outcome = await run(cache, ["reports", "billund", ...options(bad)]);
  expect([outcome.code, outcome.stdout]).toEqual([1, ""]);
  expect(faultLines(outcome)).toEqual([expect.stringMatching(message)]);
  expect(fileDigests(out)).toEqual(published);
});

test.each<[string, readonly string[], RegExp]>([
  ["an unknown command", ["rapport"], /^Commands:\n {2}reports +compute/],
  [
    "an unknown municipality",
    ["reports", "atlantis"],
    /^Cannot find "atlantis": not one of billund, .+\nUsage: npm run reports/,
  ],
  [
    "a bad number of jobs",
    ["scale", "--jobs", "many"],
    /^Cannot read --jobs: "many" is not a whole number from 1 to 64\nUsage: npm run scale/,
  ],
  [
    "an unknown flag",
    ["profiles", "--fast"],
    /^Unknown option '--fast'.*\nUsage: npm run profiles/,
  ],
  [
    "a name where none belongs",
    ["scale", "billund"],
    /^Cannot read arguments: "billund" is not expected\nUsage: npm run scale/,
  ],
  [
    "a data folder that is none",
    ["verify", "--data", "/no/such/folder"],
    /^Cannot read --data: "\/no\/such\/folder" is not a folder\nUsage: npm run verify/,
  ],
])("the command line explains %s", async (_, args, message) => {
  const { code, stdout, stderr } = await run(cache, args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^ +at /m);
});

test("verify says that nothing was published", async () => {
  const empty = temporaryFolder();
  const outcome = await run(cache, [
    "verify",
    "billund",
    ...options(data, empty),
  ]);
  expect(outcome.code).toBe(1);
  expect(faultLines(outcome)).toEqual([
    expect.stringMatching(
      /^Error: Cannot read ".+manifest\.json": no such file, the reports were never published$/,
    ),
  ]);
  expect(existsSync(join(empty, "index.html"))).toBe(false);
});
