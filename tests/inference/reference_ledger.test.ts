import { existsSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { referenceFolder } from "../reference_folder.ts";
import { readReferenceResults, referenceIsAbsent } from "./read_reference.ts";
import { type Ledger, LEDGERS } from "./reference_ledgers.ts";

/** Places of all values of a file; those of lists without their numbers. */
function placesOf(value: unknown, place: string): string[] {
  if (value === null || typeof value !== "object") return [place];
  const below = (part: unknown, name: string) =>
    placesOf(part, place === "" ? name : `${place}/${name}`);
  return Array.isArray(value)
    ? value.flatMap((part) => placesOf(part, place))
    : Object.entries(value).flatMap(([name, part]) => below(part, name));
}

/** The entry that holds for a place: its own, or that of what it lies in. */
function entryOf(ledger: Ledger, place: string): string | undefined {
  // The models of lme4 have names of their own.
  for (let part = place; part !== ""; part = part.replace(/(^|\/)[^/]*$/, "")) {
    const inModel = part.replace(/^[^/]*/, "*");
    if (part in ledger) return part;
    if (inModel in ledger) return inModel;
  }
  return undefined;
}

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
