import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  frameColumns,
  readProgramme,
  toArquero,
  toDanfo,
  writeQuarantine,
} from "#lib/data/mod.ts";
import { tinyCodebook, tinyFiles, writeTiny } from "./tiny_programme.ts";

function tinyColumns() {
  const data = readProgramme(
    writeTiny(tinyFiles()),
    tinyCodebook(),
    "program-for-laeringsledelse",
  );
  return { data, columns: frameColumns(data, "pupils-4-9") };
}

test("frameColumns() names years, municipalities, schools and classes", () => {
  const { data, columns } = tinyColumns();
  expect(columns["wave"]).toEqual(
    Int32Array.of(2015, 2015, 2015, 2017, 2017),
  );
  expect(columns["municipality"]![2]).toBe("holbaek");
  expect(columns["school"]![0]).toBe("0530-01");
  expect(columns["class"]![0]).toBe("0530-01 4.B");
  expect(frameColumns(data, "staff")["class"]![0]).toBe("");
  expect(() => frameColumns(data, "leaders")).toThrow(
    'Cannot make columns: group "leaders" is not one of pupils-4-9, ',
  );
});

test("toArquero() makes a table that Arquero can work on", async () => {
  const table = await toArquero(tinyColumns().columns);
  const counts = table.groupby("wave").count().objects();
  expect(counts).toEqual([
    { wave: 2015, count: 3 },
    { wave: 2017, count: 2 },
  ]);
});

test("toDanfo() makes a data frame of the same shape", async () => {
  const { columns } = tinyColumns();
  const frame = await toDanfo(columns);
  expect(frame.shape).toEqual([5, Object.keys(columns).length]);
  expect(frame.column("wave").values).toEqual([2015, 2015, 2015, 2017, 2017]);
});

test("writeQuarantine() writes one quoted line per entry", () => {
  const folder = mkdtempSync(join(tmpdir(), "quarantine-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "deep", "q.csv");
  writeQuarantine(path, [{
    file: "a.csv",
    line: 3,
    column: "e_1",
    value: 'x;"y"',
    reason: "not one of 1, 2",
  }]);
  expect(readFileSync(path, "utf8")).toBe(
    "file;line;column;value;reason\n" +
      'a.csv;3;e_1;"x;""y""";not one of 1, 2\n',
  );
});
