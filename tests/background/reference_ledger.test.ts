import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  readReference,
  readReferenceResults,
  referenceIsAbsent,
} from "../inference/read_reference.ts";
import { entryOf, placesOf } from "../inference/reference_places.ts";
import { CHICAGO, PUBLISHED } from "./reference_ledger.ts";

/** Text of a test that an entry names. */
const textOf = (test: string): string =>
  readFileSync(new URL(`../inference/${test}`, import.meta.url), "utf8");

test.skipIf(referenceIsAbsent)(
  "every number of R's oaxaca is tested, or the ledger says why not",
  () => {
    const places = [
      ...new Set(
        placesOf(readReferenceResults("chicago.oaxaca.ref.json"), ""),
      ),
    ];
    expect(places.filter((place) => entryOf(CHICAGO, place) === undefined))
      .toEqual([]);
    const used = new Set(places.map((place) => entryOf(CHICAGO, place)));
    expect(Object.keys(CHICAGO).filter((place) => !used.has(place))).toEqual(
      [],
    );
  },
);

test.each(Object.entries(PUBLISHED))(
  "%s: published values stand in the test that the ledger names",
  (_, entry) => {
    if (!("test" in entry)) return expect(entry.values).toEqual([]);
    const text = textOf(entry.test).replaceAll("_", "");
    expect(entry.values.filter((value) => !text.includes(value))).toEqual([]);
  },
);

test("the ledger of R's oaxaca names tests that exist", () => {
  for (const entry of Object.values(CHICAGO)) {
    if ("test" in entry) expect(textOf(entry.test).length).toBeGreaterThan(0);
  }
});

test.skipIf(referenceIsAbsent)(
  "PISA 2003 lacks the scores that the ledger says it lacks",
  () => {
    const columns = Object.keys(readReference("pisa2003_nld.csv"));
    expect(columns).toContain("PV1READ");
    expect(columns.filter((name) => /^PV\dSCIE/.test(name))).toEqual([]);
  },
);
