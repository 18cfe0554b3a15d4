import { readFileSync } from "node:fs";
import {
  type PooledEstimate,
  poolPlausibleValues,
  replicateVariance,
} from "#lib/inference/mod.ts";
import { referenceFolder } from "../reference_folder.ts";
import type { StatisticsBlock } from "./statistics_block.ts";

const DRAWS = 5;
const REPLICATES = 80;

const file = new URL("pisa2003_nld.csv", referenceFolder);

export { referenceIsAbsent as pisaIsAbsent } from "../reference_folder.ts";

interface PisaRows {
  readonly header: readonly string[];
  readonly rows: readonly Float64Array[];
}

function readRows(): PisaRows {
  const [head = "", ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const header = head.trim().split(",");
  const rows = lines.map((line) =>
    Float64Array.from(
      line.trim().split(","),
      (cell) => cell === "" ? NaN : Number(cell),
    )
  );
  return { header, rows };
}

/** The block's statistics of one plausible value with one weight, as if of one school. */
function statisticsOf(
  { header, rows }: PisaRows,
  block: StatisticsBlock,
  { score, weight }: { readonly score: string; readonly weight: string },
): Float64Array {
  const [w, y, x] = [weight, score, "ESCS"].map((name) => header.indexOf(name));
  const people = rows.map((row) => ({
    weight: row[w!]!,
    score: row[y!]!,
    background: row[x!]!,
  }));
  const sums = new Float64Array(block.width);
  block.addSchoolInPlace(sums, 0, people);
  const out = new Float64Array(block.count);
  block.statistics(sums, out);
  return out;
}

/**
 * Pools the block's statistics of a subject over plausible values, with Fay's replicate
 * variance; null where one is not known.
 */
export function pisaEstimates(
  subject: "MATH" | "READ",
  block: StatisticsBlock,
): (PooledEstimate | null)[] {
  const data = readRows();
  const values: Float64Array[] = [];
  const variances: Float64Array[] = [];
  for (let draw = 1; draw <= DRAWS; draw++) {
    const score = `PV${draw}${subject}`;
    const value = statisticsOf(data, block, { score, weight: "W_FSTUWT" });
    const replicates = Array.from(
      { length: REPLICATES },
      (_, r) => statisticsOf(data, block, { score, weight: `W_FSTR${r + 1}` }),
    );
    values.push(value);
    variances.push(
      value.map((one, s) =>
        replicateVariance(one, replicates.map((r) => r[s]!), {
          multipliers: new Float64Array(REPLICATES).fill(1 / 20),
        })
      ),
    );
  }
  return Array.from(
    { length: block.count },
    (_, s) =>
      values.every((v) => Number.isFinite(v[s]))
        ? poolPlausibleValues(
          values.map((v) => v[s]!),
          variances.map((v) => v[s]!),
        )
        : null,
  );
}
