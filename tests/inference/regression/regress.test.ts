import { expect, test } from "vitest";
import {
  coefficientContrast,
  fitRegression,
  poolCoefficients,
  poolPlausibleValues,
  regress,
  regressPlausibleValues,
} from "#lib/inference/mod.ts";
import golden from "../../golden/regression.json" with { type: "json" };
import { expectAllClose, expectClose } from "../expect_close.ts";
import { design, table } from "./golden_data.ts";

const { school, weight, score } = golden.data;

test("regress() is fitRegression() on the rows that are complete", () => {
  const fit = regress("score ~ factor(wave) * program + ses", table, {
    weights: "weight",
    clusters: "school",
  });
  expectAllClose(fit.coefficients, golden.weighted.coefficients);
  expectAllClose(fit.standardErrors, golden.weighted.clusters.CR2.se);
  expect(fit.dropped).toBe(0);
  const gaps = regress("score ~ ses", {
    ...table,
    ses: golden.data.ses.map((value, i) => i % 10 === 0 ? NaN : value),
    weight: weight.map((value, i) => i % 10 === 1 ? NaN : value),
  }, { weights: "weight", clusters: "school" });
  expect(gaps.dropped).toBe(34);
  expect(gaps.missing).toEqual({ ses: 17, weight: 17 });
  expect(gaps.n).toBe(score.length - 34);
  expect(gaps.method).toBe(
    "weighted least squares, cluster-robust CR2 (14 clusters), Satterthwaite degrees of freedom",
  );
});

test("regress() refuses random terms", () => {
  expect(() => regress("score ~ ses + (1 | school)", table)).toThrow(
    new RangeError(
      'Cannot fit a regression: the model has a random term of "school", which only mixed models can fit',
    ),
  );
});

test("regressPlausibleValues() pools what each plausible value gives", () => {
  const draws = [0, 1, 2].map((m) =>
    score.map((value, i) => value + 20 * Math.sin(i * (m + 1)))
  );
  const columns = Object.fromEntries(draws.map((y, m) => [`pv${m}`, y]));
  const pooled = regressPlausibleValues(
    "~ factor(wave) * program + ses",
    { ...table, ...columns },
    { plausibleValues: ["pv0", "pv1", "pv2"], clusters: "school" },
  );
  const fits = draws.map((y) => fitRegression(design, y, { clusters: school }));
  for (let j = 0; j < 7; j++) {
    const { value, standardError, degreesOfFreedom } = poolPlausibleValues(
      fits.map((fit) => fit.coefficients[j]!),
      fits.map((fit) => fit.standardErrors[j]! ** 2),
      { completeDegreesOfFreedom: fits[0]!.degreesOfFreedom[j]! },
    );
    expectClose(pooled.coefficients[j]!, value);
    expectClose(pooled.standardErrors[j]!, standardError);
    expectClose(pooled.degreesOfFreedom[j]!, degreesOfFreedom);
  }
  expect(pooled.draws).toBe(3);
  const row = coefficientContrast(pooled, { ses: 2 });
  expectClose(row.standardError, 2 * pooled.standardErrors[4]!);
  expectClose(row.degreesOfFreedom, pooled.degreesOfFreedom[4]!);
  expect(() =>
    regressPlausibleValues("score ~ ses", table, {
      plausibleValues: ["score", "likes"],
    })
  ).toThrow('the model has the outcome "score", leave it out');
});

test("poolCoefficients() of equal fits adds nothing, and refuses other coefficients", () => {
  const fit = fitRegression(design, score, { clusters: school });
  const pooled = poolCoefficients([fit, fit]);
  expectAllClose(pooled.covariance, fit.covariance);
  expectAllClose(pooled.degreesOfFreedom, fit.degreesOfFreedom);
  const other = { ...fit, names: fit.names.map((name) => `${name}2`) };
  expect(() => poolCoefficients([fit, other])).toThrow(RangeError);
  expect(() => poolCoefficients([fit])).toThrow("at least 2 are needed");
});
