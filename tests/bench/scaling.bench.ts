/**
 * Speed of scores, standard errors, latent regression and plausible values on the
 * bench files beside the repository (absent elsewhere: a line says so) and on a
 * simulated scale of the full programme's size; calibrations stand beside R in
 * `scaling_against_r.bench.ts`. One thread; reading apart.
 * @module
 */
import { createMatrix } from "#lib/numerics/mod.ts";
import {
  calibrate,
  calibrationErrors,
  type Conditioning,
  drawPlausibleValues,
  latentRegression,
  personScores,
} from "#lib/scaling/mod.ts";
import { simulateMultilevel } from "../scaling/multilevel.ts";
import { type BenchData, loadBenchData } from "./load_bench_data.ts";

const FILE = "a_gpcm_80k_12x4";
const answered = loadBenchData(FILE, { items: 12 });
if (answered) {
  const { responses } = answered;
  const fit = calibrate(responses);
  Deno.bench(
    { name: `personScores ${FILE}`, n: 5, warmup: 1 },
    () => void personScores(fit, responses),
  );
  Deno.bench(
    { name: `calibrationErrors, observed, ${FILE}`, n: 2 },
    () => void calibrationErrors(fit, responses),
  );
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

const memoryBefore = Deno.memoryUsage().rss;
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
  drawPlausibleValues(
    calibrate(regression.responses),
    regression.responses,
    known,
    { seed: 1, scaleNumber: 1 },
  );
  const memory = (Deno.memoryUsage().rss - memoryBefore) / 1e6;
  console.log(
    `c2_latreg: memory taken by the data, the regression and ten plausible values ${
      memory.toFixed(0)
    } MB, TAM 6200 MB`,
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
