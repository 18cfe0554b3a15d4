/**
 * Speed of regressions with errors of clusters beside R on the same file.
 * Run: deno bench -A tests/bench/regression.bench.ts
 *
 * R 4.2.2: estimatr 1.0.0, fixest 0.14.2, quantreg 5.94, sandwich 3.0.2, one thread.
 */
import {
  buildDesign,
  fitLogistic,
  fitQuantile,
  fitRegression,
  fitRegressions,
  wildClusterBootstrap,
} from "#lib/inference/mod.ts";
import { loadBenchData } from "./load_bench_data.ts";

const FORMULA =
  "y ~ program + ses + female + age + migr + books + hisei + motiv + urban";
const data = loadBenchData("f_ols_80k_242cl", { items: 0 });

/** Runs a task a few times, prints its best time beside R's and lists it. */
function compare(
  task: string,
  run: () => string,
  r?: { readonly seconds: number; readonly with: string },
): void {
  let seconds = Infinity, result = "";
  for (let k = 0; k < 5; k++) {
    const start = performance.now();
    result = run();
    seconds = Math.min(seconds, (performance.now() - start) / 1000);
  }
  const beside = r === undefined
    ? ""
    : `; ${r.with} ${r.seconds} s, ${(r.seconds / seconds).toFixed(1)} times`;
  console.log(`${task}: ${seconds.toFixed(3)} s${beside}; ${result}`);
  Deno.bench(task, () => void run());
}

if (data === null) {
  console.log("Skipped: the benchmark data are not beside the repository");
} else {
  const names = FORMULA.split(/ [~+] /);
  const table = Object.fromEntries(
    [...names, "school"].map((name) => [name, data.column(name)]),
  );
  const design = buildDesign(FORMULA, table);
  const { response: y } = design;
  const clusters = data.column("school");
  const positive = y.map((value) => value > 0.5 ? 1 : 0);
  const outcomes = Array.from(
    { length: 10 },
    (_, m) => y.map((value, i) => value + Math.sin(i * (m + 1)) / 3),
  );

  compare(
    "buildDesign, 80,000 rows × 10 columns",
    () => `${buildDesign(FORMULA, table).rows.length} rows`,
  );
  compare("fitRegression, CR2 with Satterthwaite, 242 clusters", () => {
    const fit = fitRegression(design, y, { clusters });
    return `program ${fit.coefficients[1]} (${fit.standardErrors[1]}), df ${
      fit.degreesOfFreedom[1]
    }`;
  }, { seconds: 4.8, with: "estimatr" });
  compare("fitRegression, CR0", () => {
    const options = { clusters, covariance: "CR0" } as const;
    return `program (${fitRegression(design, y, options).standardErrors[1]})`;
  }, { seconds: 0.04, with: "fixest" });
  compare(
    "fitRegressions, CR2, ten outcomes",
    () => `${fitRegressions(design, outcomes, { clusters }).length} fits`,
  );
  compare("wildClusterBootstrap, 9,999 draws with interval", () => {
    const result = wildClusterBootstrap(design, y, {
      clusters,
      coefficient: "program",
    });
    return `p ${result.pValue}`;
  });
  compare(
    "fitLogistic, CR1",
    () => `${fitLogistic(design, positive, { clusters }).iterations} steps`,
    {
      seconds: 0.27,
      with: "glm and vcovCL",
    },
  );
  compare("fitQuantile at 0.1, kernel errors", () => {
    const fit = fitQuantile(design, y, { tau: 0.1, covariance: "kernel" });
    return `program ${fit.coefficients[1]} (${
      fit.standardErrors[1]
    }), exact ${fit.isVertex}`;
  }, { seconds: 0.39, with: "quantreg (fn, ker)" });
}
