import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Report } from "#lib/reports/mod.ts";
import { INTERVAL_LEDGER, intervalKind } from "#lib/reports/mod.ts";
import { STUDIES } from "#lib/studies/mod.ts";
import { municipalityReport } from "../reports/fixture.ts";
import { reportChapters } from "../reports/pages.ts";

const PUBLISHED = new URL("../../reports/tal/", import.meta.url);
const intervals = INTERVAL_LEDGER.flatMap(({ intervals }) => intervals);
const known = new Set(intervals.flatMap(({ kinds }) => kinds));

/** Names of the numbers that reports, not method notes, publish. */
function publishedNames(): string[] {
  return readdirSync(PUBLISHED)
    .filter((file) => !file.startsWith("metode-"))
    .flatMap((file) =>
      readFileSync(new URL(file, PUBLISHED), "utf8").trimEnd().split("\n")
        .slice(1).map((line) => line.split(",")[1]!)
    );
}

const unknownOf = (names: readonly string[]): string[] => [
  ...new Set(names.map(intervalKind).filter((kind) => !known.has(kind))),
];

test("intervalKind() is what follows the year, or says which comparison it is", () => {
  expect(intervalKind("pr_laesning/2015-2019/mean-change/shrunken"))
    .toBe("mean-change/shrunken");
  expect(intervalKind("billund/pr_laesning/2019/mean")).toBe("mean");
  expect(intervalKind("programme/a/b/gradient-condition-level"))
    .toBe("gradient-condition-level");
  expect(intervalKind("effect/pr_laesning")).toBe("effect");
});

test("INTERVAL_LEDGER knows every kind of number that has been published", () => {
  const names = publishedNames();
  expect(names.length).toBeGreaterThan(1000);
  expect(unknownOf(names)).toEqual([]);
  expect(unknownOf(["pr_laesning/2019/median"])).toEqual(["median"]);
});

test("INTERVAL_LEDGER knows every kind of number that a report can show", {
  timeout: 20_000,
}, () => {
  const report = municipalityReport();
  const country = report.results.scales.flatMap(({ scale, waves }) =>
    waves.map(({ wave }) => ({
      scale,
      wave,
      mean: 500,
      standardError: 1,
      sameScale: true,
    }))
  );
  const national: Report = { ...report, national: country };
  const names = reportChapters(national).flatMap(([, ...displays]) =>
    displays.flatMap(({ estimates }) => estimates.map(({ name }) => name))
  );
  expect(names.map(intervalKind)).toContain("mean-change/versus-country");
  expect(unknownOf(names)).toEqual([]);
});

test("INTERVAL_LEDGER names each kind once, and studies that exist", () => {
  const kinds = intervals.flatMap(({ kinds }) => kinds);
  expect(kinds.filter((kind, i) => kinds.indexOf(kind) !== i)).toEqual([]);
  const studies = STUDIES.map(({ name }) => name);
  for (const { coverage, falseFindings } of intervals) {
    for (const reference of [coverage, falseFindings]) {
      if (reference) expect(studies).toContain(reference.study);
    }
  }
});
