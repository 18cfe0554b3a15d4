import { readFileSync } from "node:fs";
import { referenceFolder as folder } from "../reference_folder.ts";

export { referenceIsAbsent } from "../reference_folder.ts";

/** Columns of a reference file by name; NaN where a field is blank. */
export function readReference(
  file: string,
): Readonly<Record<string, Float64Array>> {
  const text = readFileSync(new URL(file, folder), "utf8");
  const [head = "", ...lines] = text.trim().split("\n");
  const rows = lines.map((line) => line.trim().split(","));
  return Object.fromEntries(
    head.trim().split(",").map((name, c) => [
      name,
      Float64Array.from(rows, (row) => row[c] === "" ? NaN : Number(row[c])),
    ]),
  );
}

/** A file of reference results. */
export function readReferenceResults(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, folder), "utf8"));
}
