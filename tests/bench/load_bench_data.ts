import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { ScaleResponses } from "#lib/scaling/mod.ts";

/** Beside the repository where benchmarks are run; absent elsewhere. */
const folder = new URL("../../../shared/bench/", import.meta.url);

/** A bench file's answers and its other columns. */
export interface BenchData {
  readonly responses: ScaleResponses;
  readonly column: (name: string) => Float64Array;
}

/** Reads a bench file, or gives null where the folder is absent. */
export function loadBenchData(
  file: string,
  { items, groups = 1 }: { readonly items: number; readonly groups?: number },
): BenchData | null {
  const url = new URL(`${file}.csv.gz`, folder);
  if (!existsSync(url)) {
    console.log(
      `Not timed: "${file}.csv.gz" is not in the bench folder "${folder.pathname}"`,
    );
    return null;
  }
  const lines = gunzipSync(readFileSync(url)).toString().trim().split("\n");
  const head = lines[0]!.split(",");
  const persons = lines.length - 1;
  const values = head.map(() => new Float64Array(persons));
  for (let p = 0; p < persons; p++) {
    const fields = lines[p + 1]!.split(",");
    for (let c = 0; c < head.length; c++) {
      values[c]![p] = fields[c] === "" || fields[c] === "NA"
        ? NaN
        : +fields[c]!;
    }
  }
  const column = (name: string): Float64Array => values[head.indexOf(name)]!;
  const itemIds = Array.from(
    { length: items },
    (_, i) => `i${String(i + 1).padStart(2, "0")}`,
  );
  const columns = itemIds.map((id) =>
    Int8Array.from(column(id), (x) => Number.isNaN(x) ? -1 : x)
  );
  const responses: ScaleResponses = {
    scale: file,
    itemIds,
    columns,
    maxScores: Int32Array.from(
      columns,
      (c) => c.reduce((a, b) => Math.max(a, b)),
    ),
    persons,
    group: groups > 1
      ? Uint8Array.from(column("wave"), (w) => w - 1)
      : new Uint8Array(persons),
    groupCount: groups,
  };
  return { responses, column };
}
