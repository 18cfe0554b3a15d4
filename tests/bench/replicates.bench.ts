/**
 * Speed of statistics over 10 plausible values and 80 replicates of 80,000 people, with
 * what R's packages need for the same file.
 * Run: deno bench -A tests/bench/replicates.bench.ts
 */
import {
  type Estimate,
  givenDesign,
  meanStatistic,
  percentileStatistic,
  regressionStatistic,
  type ReplicateData,
  type ReplicateDesign,
  replicateEstimates,
  type ReplicateStatistic,
} from "#lib/inference/mod.ts";
import { loadBenchData } from "./load_bench_data.ts";

const file = "e_pv10_rw80_80k";
const data = loadBenchData(file, { items: 0 });
const numbered = (name: string, count: number): Float64Array[] =>
  Array.from(
    { length: count },
    (_, i) => data!.column(`${name}${String(i + 1).padStart(2, "0")}`),
  );

interface Task {
  readonly name: string;
  readonly statistic: ReplicateStatistic;
  /** Seconds that BIFIEsurvey needs, and survey. */
  readonly ofR: readonly [number, number];
}

const names = ["program", "ses", "female", "migr"];
const tasks: readonly Task[] = [
  { name: "mean", statistic: meanStatistic(), ofR: [0.25, 0.75] },
  {
    name: "regression",
    statistic: regressionStatistic(names),
    ofR: [3.6, 23.9],
  },
  {
    name: "percentiles",
    statistic: percentileStatistic([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]),
    // The second is for one plausible value.
    ofR: [0.22, 2.3],
  },
];

/** Least of several runs, seconds. */
function time(run: () => void, repetitions: number): number {
  let least = Infinity;
  for (let k = 0; k < repetitions; k++) {
    const start = performance.now();
    run();
    least = Math.min(least, (performance.now() - start) / 1000);
  }
  return least;
}

function report(
  kind: string,
  design: ReplicateDesign,
  rest: Omit<ReplicateData, "design">,
): void {
  for (const { name, statistic, ofR: [bifie, survey] } of tasks) {
    const run = () => replicateEstimates([statistic], { ...rest, design });
    const seconds = time(run, 15);
    Deno.bench(`${kind} ${name}`, () => void run());
    const found = run().slice(0, 5).map(({ estimate }) => estimate as Estimate)
      .map(({ value, standardError }) =>
        `${value.toFixed(6)} (${standardError.toFixed(6)})`
      );
    console.log(
      `${kind} ${name}: ${seconds.toFixed(4)} s, BIFIEsurvey ${bifie} (${
        (bifie / seconds).toFixed(0)
      } times), survey ${survey} (${(survey / seconds).toFixed(0)} times)`,
    );
    console.log(`  ${found.join(", ")}`);
  }
}

if (data === null) {
  console.log(`Skipped: ${file} is not beside the repository`);
} else {
  const weights = data.column("wt"), replicates = numbered("rw", 80);
  const rest = {
    values: numbered("pv", 10),
    columns: Object.fromEntries(names.map((name) => [name, data.column(name)])),
  };
  const design = givenDesign(weights, replicates, { rule: { kind: "jk2" } });
  const setUp = time(
    () => void givenDesign(weights, replicates, { rule: { kind: "jk2" } }),
    5,
  );
  console.log(
    `set-up, rows with the same replicates found: ${
      setUp.toFixed(4)
    } s, BIFIEsurvey 0.09, survey 5.2`,
  );
  report("by cluster,", design, rest);
  report("row by row,", {
    ...design,
    replicateWeights: { kind: "rows", columns: replicates },
  }, rest);
}
