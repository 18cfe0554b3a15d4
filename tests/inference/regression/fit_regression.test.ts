import { expect, test } from "vitest";
import {
  buildDesign,
  coefficientContrast,
  coefficientTable,
  fitRegression,
  type FitRegressionOptions,
  fitRegressions,
  type RegressionCovariance,
} from "#lib/inference/mod.ts";
import golden from "../../golden/regression.json" with { type: "json" };
import { expectAllClose, expectClose } from "../expect_close.ts";
import { design, table } from "./golden_data.ts";

const { school, weight, score } = golden.data;
const CLUSTERED = ["CR0", "CR1", "CR1S", "CR2", "CR3"] as const;
const ROWS = ["classical", "HC0", "HC1", "HC2", "HC3"] as const;

const settings = [
  { expected: golden.plain, options: {}, name: "no weights" },
  { expected: golden.weighted, options: { weights: weight }, name: "weights" },
];

for (const { expected, options, name } of settings) {
  test(`fitRegression() matches R's lm and clubSandwich, ${name}`, () => {
    for (const covariance of CLUSTERED) {
      const fit = fitRegression(design, score, {
        ...options,
        clusters: school,
        covariance,
      });
      const { se, df } = expected.clusters[covariance];
      expectAllClose(fit.coefficients, expected.coefficients);
      expectAllClose(fit.standardErrors, se);
      expectAllClose(fit.degreesOfFreedom, df, { tolerance: 1e-9 }); // Squares of squares.
      expectAllClose(fit.covariance, expected.clusters[covariance].covariance);
      expectClose(fit.rSquared, expected.rSquared);
    }
  });

  test(`fitRegression() matches R's vcovHC, ${name}`, () => {
    for (const covariance of ROWS) {
      const fit = fitRegression(design, score, { ...options, covariance });
      expectAllClose(fit.standardErrors, expected.rows[covariance]);
      expect(fit.degreesOfFreedom[0]).toBe(score.length - 7);
    }
  });
}

test("fitRegression() gives the degrees of freedom of a contrast", () => {
  const fit = fitRegression(design, score, {
    clusters: school,
    weights: weight,
  });
  const { weights, value, se, df } = golden.contrast;
  expectClose(fit.contrastDegrees(weights), df, { tolerance: 1e-9 });
  const row = coefficientContrast(fit, {
    "wave[2019]": 1,
    "wave[2019]:program": 1,
  }, { name: "development of programme schools" });
  expectClose(row.value, value);
  expectClose(row.standardError, se);
  expectClose(row.degreesOfFreedom, df, { tolerance: 1e-9 });
  expect(() => coefficientContrast(fit, { wave: 1 })).toThrow(
    'Cannot form a contrast: "wave" is not one of (Intercept), wave[2017]',
  );
  expect(() => fit.contrastDegrees([1])).toThrow(
    new RangeError(
      "Cannot form a contrast: found 1 weights for 7 coefficients",
    ),
  );
});

/** Errors and degrees of freedom of one setting. */
function errors(
  covariance: RegressionCovariance,
  more: FitRegressionOptions = {},
) {
  return fitRegression(design, score, { covariance, ...more }).standardErrors;
}

test("fitRegression() with one row per cluster is HC0, HC2 and HC3", () => {
  const clusters = score.map((_, i) => i);
  expectAllClose(errors("CR0", { clusters }), errors("HC0"));
  expectAllClose(errors("CR2", { clusters }), errors("HC2"));
  expectAllClose(errors("CR3", { clusters }), errors("HC3"));
});

test("fitRegression() with whole weights is CR0 of repeated rows", () => {
  const times = score.map((_, i) => i % 4);
  const rows = times.flatMap((count, i) => Array<number>(count).fill(i));
  const repeated = buildDesign("score ~ factor(wave) * program + ses", {
    score: rows.map((i) => score[i]!),
    wave: rows.map((i) => golden.data.wave[i]!),
    program: rows.map((i) => golden.data.program[i]!),
    ses: rows.map((i) => golden.data.ses[i]!),
  });
  const long = fitRegression(repeated, repeated.response, {
    clusters: rows.map((i) => school[i]!),
    covariance: "CR0",
  });
  const short = fitRegression(design, score, {
    clusters: school,
    weights: times,
    covariance: "CR0",
  });
  expectAllClose(short.coefficients, long.coefficients);
  expectAllClose(short.covariance, long.covariance, { tolerance: 1e-9 });
  expect(short.n).toBe(times.filter((count) => count > 0).length);
});

test("fitRegression() gives rows without weight no part in CR2", () => {
  const weights = weight.map((w, i) => i % 5 === 0 ? 0 : w);
  const kept = [...score.keys()].filter((i) => i % 5 !== 0);
  const part = (values: readonly number[]) => kept.map((i) => values[i]!);
  const { wave, program, ses } = golden.data;
  const smaller = buildDesign("~ factor(wave) * program + ses", {
    wave: part(wave),
    program: part(program),
    ses: part(ses),
  });
  const all = fitRegression(design, score, { clusters: school, weights });
  const few = fitRegression(smaller, part(score), {
    clusters: part(school),
    weights: part(weights),
  });
  expectAllClose(all.standardErrors, few.standardErrors);
  expectAllClose(all.degreesOfFreedom, few.degreesOfFreedom);
  expectClose(all.residualVariance, few.residualVariance);
});

test("fitRegression() does not depend on the scale of weights or the offset of columns", () => {
  const shifted = buildDesign("score ~ year + ses", {
    ...table,
    year: golden.data.wave.map((wave) => wave * 1000),
  });
  const centred = buildDesign("score ~ year + ses", {
    ...table,
    year: golden.data.wave.map((wave) => wave - 2015),
  });
  const options = { clusters: school };
  const a = fitRegression(shifted, score, {
    ...options,
    weights: weight.map((w) => 50 * w),
  });
  const b = fitRegression(centred, score, { ...options, weights: weight });
  const scale = (values: Float64Array) => values[1]! * 1000;
  expectClose(scale(a.coefficients), b.coefficients[1]!, { tolerance: 1e-8 });
  expectClose(scale(a.standardErrors), b.standardErrors[1]!, {
    tolerance: 1e-8,
  });
  expectAllClose(
    a.degreesOfFreedom.slice(1),
    b.degreesOfFreedom.slice(1),
    { tolerance: 1e-7 },
  );
});

test("fitRegression() with absorbed schools has the slopes of a model with a column each", () => {
  const columns = buildDesign("~ factor(school) + ses + factor(wave)", table);
  const weights = weight;
  const whole = fitRegression(columns, score, {
    clusters: school,
    weights,
    covariance: "CR0",
  });
  const within = fitRegression(
    buildDesign("~ ses + factor(wave)", table),
    score,
    { clusters: school, weights, covariance: "CR0", absorb: school },
  );
  expectAllClose(within.coefficients, whole.coefficients.slice(-3));
  expectAllClose(within.standardErrors, whole.standardErrors.slice(-3));
  expectClose(within.residualVariance, whole.residualVariance);
  expect(within.names).toEqual(["ses", "wave[2017]", "wave[2019]"]);
  expect(within.absorbed).toBe(14);
});

test("fitRegressions() gives every outcome the fit it has alone", () => {
  const other = score.map((value, i) => value + 40 * Math.sqrt(i));
  const options = { clusters: school, weights: weight };
  const [first, second] = fitRegressions(design, [score, other], options);
  const alone = fitRegression(design, other, options);
  expect(second!.coefficients).toEqual(alone.coefficients);
  expect(second!.covariance).toEqual(alone.covariance);
  expectAllClose(first!.coefficients, golden.weighted.coefficients);
});

test("coefficientTable() gives t, p and interval by hand", () => {
  const [row] = coefficientTable({
    names: ["x"],
    coefficients: Float64Array.of(2),
    covariance: Float64Array.of(1),
    degreesOfFreedom: Float64Array.of(1),
    contrastDegrees: () => 1,
  }, { confidence: 0.5 });
  // With one degree of freedom the quartiles of t are ±1.
  expectAllClose(row!.interval, [1, 3]);
  expectClose(row!.pValue, 0.2951672353008666); // 1 − 2 arctan(2) / π
});
