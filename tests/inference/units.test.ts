import { expect, test } from "vitest";
import {
  adjustBenjaminiHochberg,
  adjustHolm,
  empiricalBayes,
  estimateBetweenVariance,
  fitRegression,
} from "#lib/inference/mod.ts";
import { matrixFromRows } from "#lib/numerics/mod.ts";
import golden from "../golden/inference.json" with { type: "json" };
import { expectAllClose, expectClose } from "./expect_close.ts";

test("adjustHolm() and adjustBenjaminiHochberg() match R's p.adjust", () => {
  const { pValues, holm, benjaminiHochberg } = golden.adjust;
  expectAllClose(adjustHolm(pValues), holm);
  expectAllClose(adjustBenjaminiHochberg(pValues), benjaminiHochberg);
  expect(() => adjustHolm([0.5, 1.5])).toThrow(
    new RangeError(
      "Cannot adjust p-values: value 1.5 at 1 is not between 0 and 1",
    ),
  );
});

test("estimateBetweenVariance() matches the maximum of the restricted likelihood in R", () => {
  const { estimates, standardErrors, REML, moments, interval } = golden.between;
  const found = estimateBetweenVariance(estimates, standardErrors);
  expectClose(found.variance, REML, { tolerance: 1e-6 }); // R's optimiser stops near 1e-8.
  expectAllClose(found.interval, interval, { tolerance: 1e-8 });
  expectClose(
    estimateBetweenVariance(estimates, standardErrors, { method: "moments" })
      .variance,
    moments,
  );
});

test("estimateBetweenVariance() with equal errors is the variance minus the error", () => {
  const { variance, mean } = estimateBetweenVariance([1, 5, 9, 13], [
    2,
    2,
    2,
    2,
  ]);
  expectClose(variance, 80 / 3 - 4);
  expectClose(mean, 7);
});

test("estimateBetweenVariance() is 0 when units differ no more than their errors", () => {
  const { variance, interval } = estimateBetweenVariance([10, 10.1, 9.9], [
    5,
    5,
    5,
  ]);
  expect(variance).toBe(0);
  expect(interval[0]).toBe(0);
});

test("estimateBetweenVariance() throws on an error of 0", () => {
  expect(() => estimateBetweenVariance([1, 2], [1, 0])).toThrow(
    new RangeError(
      "Cannot estimate the variance between units: estimate 2 with standard error 0 at 1, the error must be above 0",
    ),
  );
  expect(() => estimateBetweenVariance([1], [1])).toThrow(RangeError);
});

test("empiricalBayes() shrinks by hand when errors are equal", () => {
  const { means, reliabilities, standardDeviations } = empiricalBayes([
    1,
    5,
    9,
    13,
  ], [2, 2, 2, 2]);
  const reliability = (80 / 3 - 4) / (80 / 3);
  expectAllClose(reliabilities, [
    reliability,
    reliability,
    reliability,
    reliability,
  ]);
  expectAllClose(
    means,
    [1, 5, 9, 13].map((y) => reliability * y + (1 - reliability) * 7),
  );
  const variance = reliability * 4 + (1 - reliability) ** 2 * (80 / 3) / 4;
  expectClose(standardDeviations[2]!, Math.sqrt(variance));
});

test("fitRegression() matches R's least squares and cluster sandwich", () => {
  const { school, x, weight, score } = golden.jackknife;
  const matrix = matrixFromRows(x.map((value) => [1, value]));
  const design = { matrix, names: ["one", "x"] };
  const fit = fitRegression(design, score[0]!, {
    clusters: school,
    weights: weight,
    covariance: "CR0",
  });
  expectAllClose(fit.coefficients, golden.regression.coefficients);
  expectAllClose(fit.covariance, golden.regression.CR0);
});

test("estimateBetweenVariance() finds the highest of several maxima, where scoring swings or hardly moves", () => {
  // R 4.2.2: optimize() of the restricted likelihood over a fine grid.
  const [many, manyErrors] = [[-2.8, 7.8, 4.8, 5, 2.3, 3.1], [
    1.9,
    3.8,
    5.7,
    7.4,
    5.6,
    7.2,
  ]];
  expectClose(estimateBetweenVariance(many, manyErrors).variance, 13.60773, {
    tolerance: 1e-6,
  });
  // A second maximum at 1.5576 is lower (-11.68841) than that at 0 (-11.68544).
  const [one, oneErrors] = [[-14.7, -2.5, 6.9, -1.8, 0.9, 1.6], [
    7.2,
    4.6,
    2.9,
    2,
    1.1,
    1.1,
  ]];
  expect(estimateBetweenVariance(one, oneErrors).variance).toBe(0);
});
