import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { referenceFolder } from "../reference_folder.ts";
import { readReferenceResults, referenceIsAbsent } from "./read_reference.ts";
import { LEDGERS } from "./reference_ledgers.ts";
import { entryOf, placesOf } from "./reference_places.ts";

test.skipIf(referenceIsAbsent)(
  "every number of the references of mixed, robust and survey models is tested, or the ledger says why not",
  () => {
    for (const [file, ledger] of Object.entries(LEDGERS)) {
      const places = [...new Set(placesOf(readReferenceResults(file), ""))];
      const used = new Set<string>();
      const unknown = places.filter((place) => {
        const entry = entryOf(ledger, place);
        if (entry !== undefined) used.add(entry);
        return entry === undefined;
      });
      expect(unknown, file).toEqual([]);
      // Only one of the two files of lme4 has Kenward and Roger's numbers.
      if (file === "hsb82.lmm.ref.json") continue;
      const unused = Object.keys(ledger).filter((place) => !used.has(place));
      expect(unused, `${file}: entries for nothing`).toEqual([]);
    }
  },
);

test.skipIf(referenceIsAbsent)("the ledger knows every reference file", () => {
  const files = readdirSync(referenceFolder)
    .filter((name) => /\.(lmm|robust|survey)\.ref\.json$/.test(name));
  expect(files.sort()).toEqual(Object.keys(LEDGERS).sort());
});

test("the ledger names tests that exist", () => {
  const named = Object.values(LEDGERS).flatMap((ledger) =>
    Object.values(ledger)
  )
    .flatMap((entry) => "test" in entry ? [entry.test] : []);
  for (const file of new Set(named)) {
    expect(existsSync(new URL(file, import.meta.url)), file).toBe(true);
  }
});
