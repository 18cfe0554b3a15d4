import { expect, test } from "vitest";
import {
  possibleDraws,
  pupilEffect,
  randomisationTest,
  robustEffect,
  wildEffect,
} from "#lib/effects/mod.ts";
import { fitRegression, regressPlausibleValues } from "#lib/inference/mod.ts";
import {
  createStream,
  matrixFromRows,
  studentQuantile,
} from "#lib/numerics/mod.ts";
import { expectClose } from "../../inference/expect_close.ts";
import { simulatedSchools } from "./simulated_schools.ts";

test("robustEffect() and wildEffect() have the same effect and, without a baseline, Welch's standard error", () => {
  const { outcome, treated, baseline } = simulatedSchools(12, 5, 9);
  const draws = possibleDraws(treated);
  for (const data of [{ outcome }, { outcome, baseline }]) {
    const robust = robustEffect(data, draws), wild = wildEffect(data, draws);
    const { effect } = randomisationTest(data, draws, { intervals: "none" });
    expectClose(robust.effect, effect, { tolerance: 1e-9 });
    expectClose(wild.effect, effect, { tolerance: 1e-9 });
    expect(wild.interval[0]).toBeLessThan(effect);
  }
  // One school per cluster: CR2 is HC2, which is Welch's variance for two groups.
  const robust = robustEffect({ outcome }, draws);
  const { standardErrors } = fitRegression(
    {
      matrix: matrixFromRows(treated.map((mark) => [mark, 1])),
      names: ["drawn", "constant"],
    },
    outcome,
    { covariance: "HC2" },
  );
  const { standardError } = randomisationTest({ outcome }, draws);
  expectClose(standardErrors[0]!, standardError);
  expect(robust.degreesOfFreedom).toBeGreaterThan(4);
  expect(robust.degreesOfFreedom).toBeLessThan(11);
});

test("pupilEffect() is the regression over the schools where all have equally many pupils and no value is uncertain", () => {
  const { outcome, treated, baseline } = simulatedSchools(12, 5, 9);
  const draws = possibleDraws(treated);
  // Three pupils per school, 10 apart about its mean.
  const school = outcome.flatMap((_, s) => [s, s, s]);
  const points = school.map((s, i) => outcome[s]! + 10 * (i % 3 - 1));
  const found = pupilEffect(
    { points: [points, points], weights: school.map(() => 2), school },
    draws,
    baseline,
  );
  const { effect, interval, pValue, degreesOfFreedom } = robustEffect(
    { outcome, baseline },
    draws,
  );
  const close = { tolerance: 1e-9 };
  expectClose(found.effect, effect, close);
  expectClose(found.interval[0], interval[0], close);
  expectClose(found.interval[1], interval[1], close);
  expectClose(found.pValue, pValue, close);
  expectClose(found.degreesOfFreedom, degreesOfFreedom, close);
});

test("pupilEffect() pools the weighted regression of every plausible value, with a constant per stratum", () => {
  const stream = createStream(11);
  const strata = ["n", "s", "n", "s", "n", "s", "n", "s", "n", "s"];
  const treated = [1, 0, 0, 1, 1, 0, 0, 1, 0, 1];
  const baseline = strata.map(() => stream.normal());
  const school = strata.flatMap((_, s) => Array<number>(4 + 2 * s).fill(s));
  const weights = school.map(() => 0.5 + stream.uniform());
  const points = [0, 1, 2].map(() =>
    school.map((s) => treated[s]! + baseline[s]! + 3 * stream.normal())
  );
  const found = pupilEffect(
    { points, weights, school },
    possibleDraws(treated, { plan: { kind: "stratified", strata } }),
    [baseline],
  );
  const [first = [], second = [], third = []] = points;
  const expected = regressPlausibleValues("~ drawn + stratum + before", {
    drawn: school.map((s) => treated[s]!),
    stratum: school.map((s) => strata[s]!),
    before: school.map((s) => baseline[s]!),
    school,
    weights,
    first,
    second,
    third,
  }, {
    plausibleValues: ["first", "second", "third"],
    clusters: "school",
    weights: "weights",
  });
  const place = expected.names.indexOf("drawn");
  expectClose(found.effect, expected.coefficients[place]!);
  expectClose(found.degreesOfFreedom, expected.degreesOfFreedom[place]!);
  const reach = (found.interval[1] - found.interval[0]) / 2;
  expectClose(
    reach,
    studentQuantile(0.975, found.degreesOfFreedom) *
      expected.standardErrors[place]!,
  );
  expect(found.method).toMatch(/^3 plausible values, weighted least squares/);
});
