import { expect, test } from "vitest";
import {
  isHeld,
  openStudies,
  parseStudyCsv,
  studyCsv,
  type StudyRow,
} from "#lib/profiles/mod.ts";
import {
  expectedBand,
  missingRows,
  STUDIES,
  studyVerdict,
} from "#lib/studies/mod.ts";

const ROWS: readonly StudyRow[] = [
  { quantity: "a", setting: "x", value: 0.95, trials: 10, band: [0.92, 0.98] },
  { quantity: "b", setting: "x", value: 0.9, trials: 10, band: [0.92, 0.98] },
  { quantity: "c", setting: "y", value: 3, trials: 4, band: null },
];

test("studyCsv() is read back by parseStudyCsv()", () => {
  const table = { name: "navn", title: "Titel", rows: ROWS };
  expect(parseStudyCsv(studyCsv(table), "navn")).toEqual(table);
  expect(studyCsv(table)).toContain("\nTitel;a;x;0.9500;10;0.92;0.98;yes\n");
  expect(studyCsv(table)).toContain("\nTitel;c;y;3.0000;4;;;\n");
});

test("parseStudyCsv() refuses another table", () => {
  expect(() => parseStudyCsv("a;b\n1;2\n", "n")).toThrow(/header "a;b" is not/);
  expect(() => parseStudyCsv(`${studyCsv({ title: "", rows: [] })}a;b\n`, "n"))
    .toThrow(/has 2 cells, expected 8/);
});

test("isHeld() asks for the band, ends included", () => {
  expect(ROWS.map(isHeld)).toEqual([true, false, true]);
  expect(isHeld({ ...ROWS[0]!, value: 0.98 })).toBe(true);
  expect(isHeld({ ...ROWS[0]!, value: NaN })).toBe(false);
});

test("studyVerdict() counts figures with a band and names those outside", () => {
  const verdict = studyVerdict({ name: "n" }, ROWS);
  expect(verdict).toContain("n: 1 of 2 figures within their bands");
  expect(verdict).toContain("b, x: 0.9000 not in 0.92–0.98");
});

test("missingRows() are those that the ledger of intervals asks for in vain", () => {
  expect(missingRows("n", ROWS)).toEqual([]);
  expect(missingRows("niveauer", ROWS)).toContain("dækning, gennemsnit");
  expect(studyVerdict({ name: "niveauer" }, ROWS))
    .toContain("dækning, gennemsnit: the ledger of intervals asks for it");
});

test("expectedBand() reaches three standard errors, and may be open", () => {
  const [lower, upper] = expectedBand(0.95, 1900);
  expect(lower).toBeCloseTo(0.935, 12);
  expect(upper).toBeCloseTo(0.965, 12);
  expect(expectedBand(0.95, 1900, { open: "above" })[1]).toBe(1);
  expect(expectedBand(0.05, 1900, { open: "below" })[0]).toBe(0);
});

test("STUDIES have distinct file names", () => {
  const names = STUDIES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z0-9-]+$/);
});

test("openStudies() reads the committed tables, all within their bands", () => {
  for (const { title, rows } of openStudies()) {
    expect(title).not.toBe("");
    for (const row of rows) {
      expect(isHeld(row), `${title}: ${row.quantity}, ${row.setting}`)
        .toBe(true);
    }
  }
});
