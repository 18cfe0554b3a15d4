/**
 * Speed of scaling on the bench files beside the repository (absent elsewhere: nothing runs) and on a
 * simulated scale of the full programme's size. Run with
 * `deno bench -A tests/bench/scaling.bench.ts`. One thread; reading apart. Before each
 * timing the log-likelihood reached is printed beside the one to reach.
 * @module
 */
import { createMatrix } from "#lib/numerics/mod.ts";
import {
  calibrate,
  calibrationErrors,
  type Conditioning,
  drawPlausibleValues,
  type ItemModel,
  latentRegression,
  personScores,
} from "#lib/scaling/mod.ts";
import { simulateMultilevel } from "../scaling/multilevel.ts";
import { type BenchData, loadBenchData } from "./load_bench_data.ts";

interface BenchCase {
  readonly file: string;
  readonly items: number;
  readonly model: ItemModel;
  readonly groups: number;
  /** Log-likelihood of mirt or TAM, tight, on a wide grid; the last one on ±6. */
  readonly target: number;
}

const CASES: readonly BenchCase[] = [
  ["a_gpcm_80k_12x4", 12, "GPCM", 1, -1080126.475735] as const,
  ["a_pcm_80k_12x4", 12, "PCM", 1, -1049535.150127] as const,
  ["b_2pl_80k_40", 40, "GPCM", 1, -1708205.200898] as const,
  ["b_rasch_80k_40", 40, "PCM", 1, -1637909.213946] as const,
  ["c_mg_gpcm_240k_10x4", 10, "GPCM", 3, -2656990.41765] as const,
].map(([file, items, model, groups, target]) => ({
  file,
  items,
  model,
  groups,
  target,
}));

for (const { file, items, model, groups, target } of CASES) {
  const data = loadBenchData(file, { items, groups });
  if (!data) continue;
  const { responses } = data;
  const fit = calibrate(responses, { model });
  console.log(
    `${file}: log-likelihood ${
      fit.logLikelihood.toFixed(5)
    }, to reach ${target}, ` +
      `${fit.evaluations} passes, gradient per person ${
        fit.maxGradient.toExponential(1)
      }`,
  );
  Deno.bench(
    { name: `calibrate ${file}`, n: 5, warmup: 1 },
    () => void calibrate(responses, { model }),
  );
  if (file === "a_gpcm_80k_12x4") {
    Deno.bench(
      { name: `personScores ${file}`, n: 5, warmup: 1 },
      () => void personScores(fit, responses),
    );
    Deno.bench(
      { name: `calibrationErrors, observed, ${file}`, n: 2 },
      () => void calibrationErrors(fit, responses),
    );
  }
}

/** Fifteen known columns, no schools: the model of R's latent regression. */
function regressionOnly({ responses, column }: BenchData): Conditioning {
  const names =
    "program ses female age migr lang books presch hisei repeater absent urban motiv anx kg"
      .split(" ");
  const { persons } = responses;
  const columns = names.length + 1;
  const design = createMatrix({ rows: persons, columns });
  const none = new Int32Array(persons).fill(-1);
  names.forEach((name, j) => {
    const values = column(name);
    const mean = values.reduce((a, b) => a + b) / persons;
    const sd = Math.sqrt(
      values.reduce((s, x) => s + (x - mean) * (x - mean), 0) / persons,
    );
    values.forEach((x, p) => {
      design.values[p * columns] = 1;
      design.values[p * columns + j + 1] = (x - mean) / sd;
    });
  });
  return {
    persons,
    design,
    block: new Int32Array(persons),
    blockCount: 1,
    group: responses.group,
    groupCount: 1,
    school: none,
    classIndex: none,
    key: Int32Array.from({ length: persons }, (_, p) => p),
  };
}

const regression = loadBenchData("c2_latreg_80k_12x4_15reg", { items: 12 });
if (regression) {
  const known = regressionOnly(regression);
  // Without the constant, which the regression has of its own.
  const { rows, columns, values } = known.design;
  const regressors = createMatrix(
    { rows, columns: columns - 1 },
    values.filter((_, i) => i % columns > 0),
  );
  const options = { model: "PCM", standardErrors: "none" } as const;
  const fit = latentRegression(regression.responses, regressors, options);
  console.log(
    `c2_latreg: log-likelihood ${
      fit.logLikelihood.toFixed(5)
    }, to reach -966351.020098; residual variance ${
      fit.residualStandardDeviation * fit.residualStandardDeviation
    }, .7276722`,
  );
  Deno.bench(
    { name: "latentRegression, 15 regressors", n: 3 },
    () => void latentRegression(regression.responses, regressors, options),
  );
  Deno.bench(
    { name: "calibrate and ten plausible values, 15 regressors", n: 3 },
    () => {
      const fit = calibrate(regression.responses);
      drawPlausibleValues(fit, regression.responses, known, {
        seed: 1,
        scaleNumber: 1,
      });
    },
  );
}

const programme = simulateMultilevel({
  waves: 3,
  schools: 242,
  classes: 5,
  pupils: 66,
  slope: 0.3,
  schoolVariance: 0.05,
  classVariance: 0.08,
  residualVariance: 0.77,
  rise: 0.1,
}, { seed: 1 });
const programmeFit = calibrate(programme.responses);
console.log(`simulated scale: ${programme.responses.persons} persons, 5 items`);
Deno.bench(
  { name: "calibrate one scale, three waves", n: 5, warmup: 1 },
  () => void calibrate(programme.responses),
);
Deno.bench(
  { name: "ten plausible values of one scale, three waves", n: 3 },
  () =>
    void drawPlausibleValues(
      programmeFit,
      programme.responses,
      programme.conditioning,
      { seed: 1, scaleNumber: 1 },
    ),
);
