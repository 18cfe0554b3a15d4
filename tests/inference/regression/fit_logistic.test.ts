import { expect, test } from "vitest";
import {
  buildDesign,
  fitLogistic,
  type FitLogisticOptions,
} from "#lib/inference/mod.ts";
import golden from "../../golden/regression.json" with { type: "json" };
import { expectAllClose, expectClose } from "../expect_close.ts";
import { table } from "./golden_data.ts";

const { school, weight, likes } = golden.data;
const design = buildDesign("likes ~ ses + program", table);
const meanWeight = weight.reduce((sum, w) => sum + w / weight.length, 0);

const settings = [
  {
    expected: golden.logistic.plain,
    options: {},
    scale: 1,
    name: "no weights",
  },
  {
    expected: golden.logistic.weighted,
    options: { weights: weight },
    scale: meanWeight,
    name: "weights",
  },
];

for (const { expected, options, scale, name } of settings) {
  test(`fitLogistic() matches R's glm, vcovCL and clubSandwich, ${name}`, () => {
    const fit = (more: FitLogisticOptions) =>
      fitLogistic(design, likes, { ...options, ...more });
    const model = fit({});
    expectAllClose(model.coefficients, expected.coefficients, {
      tolerance: 1e-10,
    });
    // Weights of mean 1 here, as given in R.
    expectAllClose(
      model.standardErrors.map((se) => se / Math.sqrt(scale)),
      expected.model,
    );
    expectClose(model.logLikelihood * scale, expected.logLikelihood);
    const robust = (covariance: "HC0" | "CR0" | "CR1") =>
      fit({ clusters: school, covariance }).standardErrors;
    expectAllClose(robust("HC0"), expected.HC0);
    expectAllClose(robust("CR0"), expected.CR0);
    expectAllClose(robust("CR1"), expected.CR1);
    for (const covariance of ["CR1S", "CR3"] as const) {
      const { se, df } = expected.clusters[covariance];
      const own = fit({ clusters: school, covariance });
      expectAllClose(own.standardErrors, se);
      expectAllClose(own.degreesOfFreedom, df, { tolerance: 1e-9 });
    }
  });
}

test("fitLogistic() of one binary column gives the logits of the two shares", () => {
  const y = [1, 0, 0, 0, 1, 1, 1, 0], x = [0, 0, 0, 0, 1, 1, 1, 1];
  const fit = fitLogistic(buildDesign("y ~ x", { y, x }), y);
  expectAllClose(fit.coefficients, [-Math.log(3), 2 * Math.log(3)]);
  expectAllClose(fit.fitted, x.map((value) => value === 1 ? 0.75 : 0.25));
  // 1/(n p (1 − p)) of each group.
  expectClose(fit.standardErrors[0]!, Math.sqrt(4 / 3));
});

test("fitLogistic() with one row per cluster has the errors of independent rows", () => {
  const clusters = likes.map((_, i) => i);
  const of = (options: FitLogisticOptions) =>
    fitLogistic(design, likes, options).standardErrors;
  expectAllClose(
    of({ clusters, covariance: "CR0" }),
    of({ covariance: "HC0" }),
  );
  expectAllClose(
    of({ clusters, covariance: "CR2" }),
    of({ covariance: "HC2" }),
  );
});

test("fitLogistic() finds coefficients that are large but finite", () => {
  const x = Array.from({ length: 400 }, (_, i) => i - 199.5);
  const y = x.map((value, i) => (i === 195 || i === 204) !== value > 0 ? 1 : 0);
  const fit = fitLogistic(buildDesign("y ~ x", { y, x }), y);
  expect(Number.isFinite(fit.standardErrors[1]!)).toBe(true);
  expectClose(fit.coefficients[0]!, 0, { tolerance: 1e-9 });
});
