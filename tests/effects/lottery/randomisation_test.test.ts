import { expect, test } from "vitest";
import { leastSquares, matrixFromRows } from "#lib/numerics/mod.ts";
import {
  countDraws,
  effectEstimate,
  effectsWithoutEachSchool,
  type LotteryOutcome,
  possibleDraws,
  type RandomisationTest,
  randomisationTest,
  type RandomisationTestOptions,
} from "#lib/effects/mod.ts";
import { expectClose } from "../../inference/expect_close.ts";
import { allDraws } from "./brute_force.ts";
import { simulatedSchools } from "./simulated_schools.ts";

type Data = LotteryOutcome & { readonly treated: readonly number[] };

function testOf(
  data: Data,
  options: RandomisationTestOptions = {},
): RandomisationTest {
  return randomisationTest(data, possibleDraws(data.treated), options);
}

// Villages of Gerber & Green (2012), Field Experiments, chapter 3: budget shares in
// per cent, villages 1 and 7 treated. Difference 6.5; 5 of 21 draws as large.
const villages = {
  outcome: [15, 15, 20, 20, 10, 15, 30],
  treated: [1, 0, 0, 0, 0, 0, 1],
};

test("randomisationTest() gives 5/21 and 8/21 for the villages", () => {
  const greater = testOf(villages, { alternative: "greater" });
  expect(greater.effect).toBeCloseTo(6.5, 12);
  expect(greater.draws).toBe(21);
  expect(greater.plain).toMatchObject({ asExtreme: 5, pValue: 5 / 21 });
  expect(testOf(villages).plain.pValue).toBe(8 / 21);
  expect(testOf(villages, { alternative: "less" }).plain.pValue)
    .toBeGreaterThan(0.7);
});

test("randomisationTest() does not depend on the order of the schools", () => {
  const data = simulatedSchools(9, 4, 1);
  const { outcome, treated, baseline: [baseline = []] } = data;
  const a = testOf({ outcome, treated, baseline: [baseline] });
  const b = testOf({
    outcome: outcome.toReversed(),
    treated: treated.toReversed(),
    baseline: [baseline.toReversed()],
  });
  for (const kind of ["plain", "studentised"] as const) {
    expect(b[kind]!.asExtreme).toBe(a[kind]!.asExtreme);
    expectClose(b[kind]!.interval[0], a[kind]!.interval[0], {
      tolerance: 1e-9,
    });
  }
  expectClose(b.effect, a.effect);
});

test("randomisationTest() moves with the outcome: a constant changes nothing, a factor scales, an added effect adds", () => {
  const { weights: _, ...data } = simulatedSchools(10, 4, 2);
  const { outcome, treated } = data;
  const plain = testOf(data);
  const shifted = testOf({ ...data, outcome: outcome.map((y) => y + 1000) });
  const scaled = testOf({ ...data, outcome: outcome.map((y) => -3 * y) });
  const raised = testOf({
    ...data,
    outcome: outcome.map((y, i) => y + 5 * treated[i]!),
  });
  const close = { tolerance: 1e-8 };
  for (const kind of ["plain", "studentised"] as const) {
    const [lower, upper] = plain[kind]!.interval;
    expect(shifted[kind]!.asExtreme).toBe(plain[kind]!.asExtreme);
    expect(scaled[kind]!.asExtreme).toBe(plain[kind]!.asExtreme);
    expectClose(shifted[kind]!.interval[1], upper, close);
    expectClose(scaled[kind]!.interval[0], -3 * upper, close);
    expectClose(scaled[kind]!.interval[1], -3 * lower, close);
    expectClose(raised[kind]!.interval[0], lower + 5, close);
    expectClose(raised[kind]!.interval[1], upper + 5, close);
  }
  expectClose(shifted.effect, plain.effect, close);
  expectClose(scaled.effect, -3 * plain.effect, close);
  expectClose(raised.effect, plain.effect + 5, close);
});

test("randomisationTest() has an infinite interval when no effect can be rejected", () => {
  const { plain, studentised } = testOf({
    outcome: [1, 4, 2],
    treated: [1, 0, 0],
  });
  expect(plain.interval).toEqual([-Infinity, Infinity]);
  expect(studentised).toBeNull();
});

test("randomisationTest() finds an effect without any spread and no interval around it", () => {
  const treated = [1, 0, 0, 1, 0, 0, 1, 0];
  const found = testOf({ outcome: treated.map((mark) => 5 * mark), treated });
  expectClose(found.effect, 5);
  expectClose(found.plain.interval[0], 5);
  expectClose(found.plain.interval[1], 5);
  expect(found.plain.pValue).toBe(1 / 56);
  expect(found.studentised).toBeNull();
});

test("randomisationTest() with a baseline estimates as the analysis of covariance", () => {
  const { outcome, treated, baseline, weights } = simulatedSchools(12, 5, 9);
  const design = matrixFromRows(
    treated.map((mark, i) => [1, mark, baseline[0]![i]!]),
  );
  const { coefficients } = leastSquares(design, outcome, { weights });
  const found = testOf({ outcome, treated, baseline, weights });
  expectClose(found.effect, coefficients[1]!);
  expect(found).toMatchObject({
    degreesOfFreedom: 9,
    covariates: 1,
    schools: 12,
    drawn: 5,
  });
});

test("randomisationTest() with interacted covariates estimates as the regression on centred covariates", () => {
  const { outcome, treated, baseline: [x = []] } = simulatedSchools(12, 5, 10);
  const second = simulatedSchools(12, 5, 13).outcome;
  const centred = [x, second].map((values) => {
    const mean = values.reduce((t, v) => t + v, 0) / values.length;
    return values.map((v) => v - mean);
  });
  const design = matrixFromRows(
    treated.map((mark, i) => [
      1,
      mark,
      ...centred.flatMap((c) => [c[i]!, mark * c[i]!]),
    ]),
  );
  const { coefficients } = leastSquares(design, outcome);
  const found = testOf({
    outcome,
    treated,
    baseline: [x, second],
    adjustment: "interacted",
  });
  expectClose(found.effect, coefficients[1]!, { tolerance: 1e-9 });
  expect(found.degreesOfFreedom).toBe(6);
});

test("randomisationTest() has Welch's standard error at the effect", () => {
  const { outcome, treated } = simulatedSchools(11, 5, 2);
  const of = (mark: number) => outcome.filter((_, i) => treated[i] === mark);
  const part = (values: number[]) => {
    const mean = values.reduce((t, v) => t + v, 0) / values.length;
    return values.reduce((t, v) => t + (v - mean) ** 2, 0) /
      (values.length - 1) / values.length;
  };
  const error = Math.sqrt(part(of(1)) + part(of(0)));
  const found = testOf({ outcome, treated });
  expectClose(found.standardError, error);
  expectClose(found.statistic, found.effect / error);
});

test("randomisationTest() with equal group sizes ranks studentised and plain alike", () => {
  // With n = m the variance is a falling function of the squared difference.
  const { outcome, treated } = simulatedSchools(10, 5, 4);
  const { plain, studentised } = testOf({ outcome, treated });
  expect(studentised!.asExtreme).toBe(plain.asExtreme);
});

test("randomisationTest() with equal weights is that without", () => {
  const { outcome, treated, baseline } = simulatedSchools(9, 4, 5);
  const weights = outcome.map((_, i) => i === 0 ? 2 + 1e-12 : 2);
  const slow = testOf({ outcome, treated, baseline, weights });
  const fast = testOf({ outcome, treated, baseline });
  expectClose(slow.effect, fast.effect, { tolerance: 1e-9 });
  for (const kind of ["plain", "studentised"] as const) {
    expect(slow[kind]!.asExtreme).toBe(fast[kind]!.asExtreme);
    expectClose(slow[kind]!.interval[1], fast[kind]!.interval[1], {
      tolerance: 1e-8,
    });
  }
});

test("randomisationTest() rejects at most the level when the programme does nothing", () => {
  // Exact: over all 126 possible draws of the same schools, p ≤ 0.1 in at most a tenth.
  const { outcome, baseline } = simulatedSchools(9, 4, 12);
  const draws = allDraws(9, 4);
  const tests = draws.map((treated) =>
    testOf({ outcome, treated, baseline }, { intervals: "none" })
  );
  for (const level of [0.05, 0.1, 0.25]) {
    for (const kind of ["plain", "studentised"] as const) {
      const share = tests.filter((one) => one[kind]!.pValue <= level + 1e-12)
        .length / draws.length;
      expect(share).toBeLessThanOrEqual(level);
      expect(share).toBeGreaterThan(level - 0.05);
    }
  }
});

test("randomisationTest() tests over all 646,646 draws of 10 of 22", () => {
  const found = testOf(simulatedSchools(22, 10, 20));
  expect(countDraws(22, 10)).toBe(646646);
  expect(found.draws).toBe(646646);
  const estimate = effectEstimate(found, { unit: "points", n: 6000 });
  expect(estimate).toMatchObject({
    value: found.effect,
    interval: found.studentised!.interval,
    n: 6000,
    unit: "points",
  });
  expect(effectEstimate(found, { unit: "points", n: 1, kind: "plain" }))
    .toMatchObject({ interval: found.plain.interval });
  expect(found.plain.interval[0]).toBeLessThan(found.effect);
  expect(found.plain.interval[1]).toBeGreaterThan(found.effect);
});

test("randomisationTest() tells which outcome it cannot test", () => {
  const { treated } = villages;
  const message = (data: LotteryOutcome) => () => testOf({ ...data, treated });
  const { outcome } = villages;
  expect(message({ outcome: outcome.with(1, NaN) })).toThrow(
    new RangeError(
      "Cannot test a lottery: outcome of school 1 is NaN, it must be a finite number",
    ),
  );
  expect(message({ outcome: [1] })).toThrow(
    "found 1 values of outcome for 7 schools",
  );
  expect(message({ outcome: Array(7).fill(3) })).toThrow(
    new RangeError(
      "Cannot test a lottery: the outcome is 3 at all 7 schools, nothing can be compared",
    ),
  );
  expect(message({ outcome, baseline: [treated] })).toThrow(
    "tell exactly which schools were drawn",
  );
  expect(message({ outcome, baseline: [outcome, outcome] })).toThrow(
    new RangeError(
      "Cannot test a lottery: the 2 covariates are constant or dependent on each other",
    ),
  );
  expect(message({ outcome, weights: [1, 1, 1, 0, 1, 1, 1] })).toThrow(
    "weight of school 3",
  );
  const adjustment = "interacted";
  expect(message({ outcome, baseline: [[1, 2, 3, 4, 5, 6, 8]], adjustment }))
    .toThrow("the smaller group has 2 schools for 1 covariates");
});

test("effectsWithoutEachSchool() gives the tests' effects without that school", () => {
  const data = simulatedSchools(10, 4, 8);
  const effects = effectsWithoutEachSchool(data, possibleDraws(data.treated));
  expect(effects.length).toBe(10);
  effects.forEach((effect, school) => {
    const without = (values: readonly number[]) =>
      values.filter((_, i) => i !== school);
    const direct = testOf({
      outcome: without(data.outcome),
      treated: without(data.treated),
      baseline: data.baseline.map(without),
      weights: without(data.weights),
    }, { intervals: "none" });
    expectClose(effect, direct.effect);
  });
});

test("effectsWithoutEachSchool() leaves out both schools of a pair, and tells when nothing is left", () => {
  const strata = ["a", "a", "b", "b", "c", "c"];
  const draws = possibleDraws([1, 0, 0, 1, 1, 0], {
    plan: { kind: "stratified", strata },
  });
  const effects = effectsWithoutEachSchool(
    { outcome: [5, 3, 1, 2, 9, 3] },
    draws,
  );
  // Differences within pairs 2, 1 and 6.
  expect(Array.from(effects, (e) => Math.round(1e9 * e) / 1e9))
    .toEqual([3.5, 3.5, 4, 4, 1.5, 1.5]);
  expect(() =>
    effectsWithoutEachSchool(
      { outcome: [3, 1, 2] },
      possibleDraws([1, 0, 0]),
    )
  ).toThrow("without school 0 no drawn school has another to be compared with");
});

test("randomisationTest() of pairs has the standard error of the mean difference, with weights that of the weighted", () => {
  const draws = possibleDraws([1, 0, 0, 1, 1, 0], {
    plan: { kind: "stratified", strata: ["a", "a", "b", "b", "c", "c"] },
  });
  const outcome = [5, 3, 1, 2, 9, 3];
  // Differences 2, 1 and 6: mean 3, variance 7, over 3 pairs.
  const plain = randomisationTest({ outcome }, draws);
  expectClose(plain.effect, 3);
  expectClose(plain.standardError, Math.sqrt(7 / 3));
  // Shares a half, a quarter and a quarter: parts 1, 1/4 and 3/2 of a sum of 11/4.
  const weights = [2, 2, 1, 1, 1, 1];
  const weighted = randomisationTest({ outcome, weights }, draws);
  expectClose(weighted.effect, 11 / 4);
  const atEffect = [2 - 11 / 4, 1 - 11 / 4, 6 - 11 / 4].map((d, k) =>
    (k === 0 ? 0.5 : 0.25) * d
  );
  const squares = atEffect.reduce((total, part) => total + part * part, 0);
  expectClose(weighted.standardError, Math.sqrt(1.5 * squares));
});
