import { readFile, writeFile } from "node:fs/promises";
import { expectedFile, type ResultsIndex } from "../results_store.ts";
import type { ExpectedResults, VerdictCounts } from "./expected_types.ts";

/** Writes the municipalities' expected results in one file, each one's schools in another. */
export async function writeExpected(
  folder: URL,
  results: readonly ExpectedResults[],
  { units, firstSchool, municipalityOfSchool }: Pick<
    ResultsIndex,
    "units" | "firstSchool" | "municipalityOfSchool"
  >,
): Promise<void> {
  const parts = ["programme", ...municipalityIds(units)];
  for (const [part, name] of parts.entries()) {
    const own = results.filter(({ unit }) =>
      unit < firstSchool
        ? part === 0
        : municipalityOfSchool[unit - firstSchool] === part - 1
    );
    await writeFile(expectedFile(folder, name), JSON.stringify(own));
  }
}

function municipalityIds(units: ResultsIndex["units"]): string[] {
  return units.flatMap(({ level, id }) => level === "municipality" ? [id] : []);
}

/**
 * Reads one part written by {@linkcode writeExpected}: `programme`, or a
 * municipality's id for its schools.
 */
export async function readExpected(
  folder: URL,
  part: string,
): Promise<readonly ExpectedResults[]> {
  return JSON.parse(
    await readFile(expectedFile(folder, part), "utf8"),
  );
}

/** Counts the schools' verdicts per scale and wave, in the order found. */
export function countVerdicts(
  schools: readonly ExpectedResults[],
): readonly VerdictCounts[] {
  const counts = new Map<string, VerdictCounts>();
  for (const { scale, wave, to, verdict } of schools) {
    if (to !== null) continue;
    const key = `${scale} ${wave}`;
    const known = counts.get(key) ??
      { scale, wave, schools: 0, above: 0, below: 0, hidden: 0 };
    counts.set(key, {
      ...known,
      schools: known.schools + (verdict === null ? 0 : 1),
      above: known.above + (verdict === "above" ? 1 : 0),
      below: known.below + (verdict === "below" ? 1 : 0),
      hidden: known.hidden + (verdict === null ? 1 : 0),
    });
  }
  return [...counts.values()];
}
