import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reportCsv, reportWorkbook } from "#lib/notebook/mod.ts";
import { testFolder } from "../fixtures.ts";

const html =
  `<table class="a" id="tabel-1"><caption><span>Tabel 1.</span> Læring &amp; mere</caption><thead><tr><th scope="col">Skala</th><th>Point</th></tr></thead><tbody><tr><th>Æble<svg><title>x</title></svg></th><td class="number">512 (505–519)</td></tr></tbody></table>` +
  `<figure class="chart" id="figur-1"><table><caption>I figuren</caption><tr><td>1</td></tr></table></figure><table><caption>Uden nummer: [a]/b</caption><tr><td>2</td></tr></table>`;

const row = {
  cell: "vis-laering",
  name: "pr_laesning/2019/mean",
  value: "507.78844540532384",
  standardError: "4",
  lower: "500",
  upper: "515.5",
  degreesOfFreedom: "Infinity",
  n: "1446",
  unit: "points",
};

/** Sheets by name as Python's standard library reads them, cells row by row. */
const READER = `
import json, sys, zipfile, xml.etree.ElementTree as tree
space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    book = tree.fromstring(archive.read("xl/workbook.xml"))
    for name in archive.namelist():
        tree.fromstring(archive.read(name))
    result = []
    for number, sheet in enumerate(book.iter(space + "sheet"), 1):
        part = tree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
        rows = []
        for line in part.iter(space + "row"):
            rows.append([
                float(cell.find(space + "v").text)
                if cell.get("t") is None
                else "".join(cell.itertext())
                for cell in line.iter(space + "c")
            ])
        result.append([sheet.get("name"), rows])
print(json.dumps(result))
`;

test("reportWorkbook() holds every digit and the tables of the page, as others read it", (context) => {
  const path = join(testFolder(), "billund.xlsx");
  writeFileSync(path, reportWorkbook(html, [row]));
  const { status, stdout, stderr } = spawnSync(
    "python3",
    ["-c", READER, path],
    {
      encoding: "utf8",
    },
  );
  // Skipped where there is no Python to read the file with.
  if (status === null) return context.skip();
  expect(stderr).toBe("");
  const [numbers, ...tables] = JSON.parse(stdout);
  expect(numbers[0]).toBe("Tal");
  expect(numbers[1][0].slice(0, 3)).toEqual(["Navn", "Værdi", "Standardfejl"]);
  expect(numbers[1][1]).toEqual([
    "pr_laesning/2019/mean",
    507.78844540532384,
    4,
    500,
    515.5,
    "Infinity",
    1446,
    "points",
    "vis-laering",
  ]);
  expect(tables).toEqual([
    ["Tabel 1", [["Tabel 1. Læring & mere"], [], ["Skala", "Point"], [
      "Æble",
      "512 (505–519)",
    ]]],
    ["Figur 1", [["Figur 1. I figuren"], [], ["1"]]],
    ["Uden nummer a b", [["Uden nummer: [a]/b"], [], ["2"]]],
  ]);
});

test("reportWorkbook() gives the same bytes again and names every sheet once", () => {
  const twice = html + html;
  expect(reportWorkbook(twice, [row])).toEqual(reportWorkbook(twice, [row]));
  const text = new TextDecoder().decode(reportWorkbook(twice, [row]));
  const names = [...text.matchAll(/<sheet name="([^"]+)"/g)].map(([, n]) => n);
  expect(names).toHaveLength(7);
  expect(new Set(names).size).toBe(7);
});

test("reportCsv() holds each table of the page as Danish spreadsheets read it", () => {
  const second = html.replace("512 (505–519)", 'a;b "c"');
  const files = reportCsv(html + second);
  expect(files.map(({ name }) => name)).toEqual([
    "Tabel-1-Læring-mere.csv",
    "Figur-1-I-figuren.csv",
    "Uden-nummer-a-b.csv",
    "Tabel-1-Læring-mere-2.csv",
    "Figur-1-I-figuren-2.csv",
    "Uden-nummer-a-b-2.csv",
  ]);
  expect(files[0]?.text).toBe(
    "\ufeffSkala;Point\r\nÆble;512 (505–519)\r\n",
  );
  expect(files[3]?.text).toContain('\r\nÆble;"a;b ""c"""\r\n');
});
