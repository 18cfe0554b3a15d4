import { existsSync, readFileSync } from "node:fs";
import {
  addPersonInPlace,
  fayReplicateVariance,
  MOMENT_WIDTH,
  momentStatistics,
  type PooledEstimate,
  poolPlausibleValues,
  STATISTIC_COUNT,
} from "#lib/inference/mod.ts";

const DRAWS = 5;
const REPLICATES = 80;

/** PISA 2003, Netherlands: lies beside the repository where the reference data are at hand. */
const file = new URL(
  "../../../shared/validation/pisa2003_nld.csv",
  import.meta.url,
);

/** Says why tests on these data are skipped, or false when they can run. */
export const pisaIsAbsent: string | false = existsSync(file)
  ? false
  : "PISA 2003 data are not beside the repository";

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

/** All statistics of one plausible value with one weight. */
function statisticsOf(
  { header, rows }: PisaRows,
  score: string,
  { weight }: { readonly weight: string },
): Float64Array {
  const sums = new Float64Array(MOMENT_WIDTH);
  const [w, y, x] = [weight, score, "ESCS"].map((name) => header.indexOf(name));
  for (const row of rows) {
    addPersonInPlace(sums, 0, {
      weight: row[w!]!,
      score: row[y!]!,
      background: row[x!]!,
    });
  }
  const out = new Float64Array(STATISTIC_COUNT);
  momentStatistics(sums, 0, { out, at: 0 });
  return out;
}

/** Pools every statistic of a subject over plausible values, with Fay's replicate variance. */
export function pisaEstimates(
  subject: "MATH" | "READ",
): PooledEstimate[] {
  const data = readRows();
  const values: Float64Array[] = [];
  const variances: Float64Array[] = [];
  for (let draw = 1; draw <= DRAWS; draw++) {
    const score = `PV${draw}${subject}`;
    const value = statisticsOf(data, score, { weight: "W_FSTUWT" });
    const replicates = Array.from(
      { length: REPLICATES },
      (_, r) => statisticsOf(data, score, { weight: `W_FSTR${r + 1}` }),
    );
    values.push(value);
    variances.push(
      value.map((one, s) =>
        fayReplicateVariance(one, replicates.map((r) => r[s]!))
      ),
    );
  }
  return Array.from(
    { length: STATISTIC_COUNT },
    (_, s) =>
      poolPlausibleValues(
        values.map((v) => v[s]!),
        variances.map((v) => v[s]!),
      ),
  );
}
