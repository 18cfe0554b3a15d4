import { expect, test } from "vitest";
import {
  balanceDistance,
  balanceRank,
  countDraws,
  possibleDraws,
  randomisationTest,
} from "#lib/effects/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { expectClose } from "../../inference/expect_close.ts";
import { unpackInPlace } from "../../../lib/effects/lottery/draw_set.ts";
import { shareInterval } from "../../../lib/effects/lottery/sampling_error.ts";
import { allDraws, differenceOf } from "./brute_force.ts";
import { simulatedSchools } from "./simulated_schools.ts";

/** The draws of a set as text, e.g. "0110". */
function draws(set: ReturnType<typeof possibleDraws>): string[] {
  const treated = new Uint8Array(set.schools);
  return Array.from({ length: set.size }, (_, z) => {
    unpackInPlace(set, z, treated);
    return treated.join("");
  });
}

test("possibleDraws() lists every draw once, also beyond 32 schools", () => {
  const found = draws(possibleDraws([1, 0, 1, 0, 0, 0, 1, 0, 0, 0]));
  const expected = allDraws(10, 3).map((marks) => marks.join(""));
  expect(found.toSorted()).toEqual(expected.toSorted());
  const many = Array.from({ length: 40 }, (_, i) => i > 36 ? 1 : 0);
  const all = draws(possibleDraws(many));
  expect(new Set(all).size).toBe(countDraws(40, 3));
  expect(all.every((one) => one.replaceAll("0", "").length === 3)).toBe(true);
});

test("countDraws() gives binomial numbers", () => {
  expect([countDraws(7, 2), countDraws(22, 10), countDraws(5, 0)])
    .toEqual([21, 646646, 1]);
});

// Darwin's maize, The Effects of Cross and Self Fertilisation (1876); Fisher (1935), The
// Design of Experiments, section 21: 863 of 32,768 arrangements as large as the sum of
// 314 eighths of an inch; two-sided 0.0526733.
test("randomisationTest() gives Fisher's 863 of 32,768 for Darwin's maize in pairs", () => {
  const differences = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60];
  differences.push(-48);
  const outcome = differences.flatMap((d) => [d, 0]);
  const treated = differences.flatMap(() => [1, 0]);
  const strata = differences.flatMap((_, k) => [`${k}`, `${k}`]);
  const set = possibleDraws(treated, {
    plan: { kind: "stratified", strata, drawn: { "0": 1 } },
  });
  expect(set).toMatchObject({ size: 32768, strata: 15, coverage: "all" });
  const greater = randomisationTest({ outcome }, set, {
    alternative: "greater",
    intervals: "none",
  });
  expect(greater.plain.asExtreme).toBe(863);
  const both = randomisationTest({ outcome }, set);
  expectClose(both.effect, 314 / 15);
  expect(both.plain.asExtreme).toBe(1726);
  expect(both.plain.pValue).toBeCloseTo(0.0526733, 7);
  // The variance between pairs falls with the size of the mean difference.
  expect(both.studentised!.asExtreme).toBe(1726);
});

test("possibleDraws() keeps a stratified draw to its strata", () => {
  const strata = ["x", "y", "x", "y", "y", "x", "x"];
  const set = possibleDraws([1, 0, 0, 1, 1, 1, 0], {
    plan: { kind: "stratified", strata },
  });
  expect(set.size).toBe(6 * 3);
  expect(new Set(draws(set)).size).toBe(18);
  const inX = draws(set).map((one) =>
    [...one].filter((mark, i) => mark === "1" && strata[i] === "x").length
  );
  expect(new Set(inX)).toEqual(new Set([2]));
});

test("possibleDraws() keeps only the draws that a rule let pass", () => {
  const { treated, baseline } = simulatedSchools(9, 4, 6);
  const distance = balanceDistance(baseline);
  const own = distance(treated);
  const accept = (marks: Uint8Array) => distance(marks) <= own + 1e-9;
  const set = possibleDraws(treated, {
    plan: { kind: "accepted", of: { kind: "complete" }, accept },
  });
  const rank = balanceRank(baseline, possibleDraws(treated));
  expectClose(rank.distance, own);
  const strictlyWorse = rank.share * 126 - 1;
  expect(set.size).toBe(126 - strictlyWorse);
  expect(() =>
    possibleDraws(treated, {
      plan: {
        kind: "accepted",
        of: { kind: "complete" },
        accept: (marks) => distance(marks) < own - 1e-9,
      },
    })
  ).toThrow(
    new RangeError(
      "Cannot test a lottery: the recorded draw does not pass the rule by which draws were accepted; either the record or the rule is wrong",
    ),
  );
});

test("possibleDraws() takes a list, and tells when the recorded draw is not on it", () => {
  const list = [[1, 0, 0, 1], [0, 1, 1, 0], [1, 1, 0, 0], [1, 1, 0, 0]];
  const set = possibleDraws([1, 1, 0, 0], {
    plan: { kind: "listed", draws: list },
  });
  const found = randomisationTest({ outcome: [4, 2, 1, 0] }, set, {
    alternative: "greater",
  });
  expect(found.plain).toMatchObject({ asExtreme: 2, pValue: 0.5 });
  expect(() =>
    possibleDraws([0, 0, 1, 1], { plan: { kind: "listed", draws: list } })
  ).toThrow(
    new RangeError(
      "Cannot test a lottery: the recorded draw is not one of the 4 draws that the plan allows; either the record or the plan is wrong",
    ),
  );
});

test("possibleDraws() tells where record and plan differ", () => {
  const treated = [1, 0, 0, 1];
  const from = (plan: Parameters<typeof possibleDraws>[1]) => () =>
    possibleDraws(treated, plan);
  expect(from({ plan: { kind: "complete", drawn: 1 } })).toThrow(
    new RangeError(
      "Cannot test a lottery: the record has 2 drawn schools, the plan draws 1",
    ),
  );
  const strata = ["a", "a", "a", "b"];
  expect(from({ plan: { kind: "stratified", strata } })).toThrow(
    '1 of 1 schools are drawn in stratum "b"',
  );
  expect(from({
    plan: {
      kind: "stratified",
      strata: ["a", "a", "b", "b"],
      drawn: { b: 2 },
    },
  })).toThrow(
    'the record has 1 drawn schools in stratum "b", the plan draws 2',
  );
  expect(from({
    plan: {
      kind: "stratified",
      strata: ["a", "a", "b", "b"],
      drawn: { c: 1 },
    },
  })).toThrow(
    new RangeError(
      'Cannot test a lottery: the plan draws 1 schools in stratum "c", which has no schools',
    ),
  );
  expect(from({ plan: { kind: "stratified", strata: ["a", "a"] } })).toThrow(
    "the plan has strata of 2 schools, the record has 4 schools",
  );
  expect(() => possibleDraws([])).toThrow("has 0 of 0 schools");
  expect(() => possibleDraws([1, 1])).toThrow("at least 1 and not all");
  expect(() => possibleDraws([1, 2])).toThrow("it must be 0 or 1");
  expect(() => possibleDraws(Array(41).fill(0))).toThrow("at most 40");
});

test("possibleDraws() samples where too many are possible, and the test states its error", () => {
  const data = simulatedSchools(22, 10, 20);
  const exact = randomisationTest(data, possibleDraws(data.treated));
  const set = possibleDraws(data.treated, {
    exactLimit: 1000,
    samples: 19_999,
    seed: 5,
  });
  expect(set).toMatchObject({
    size: 20_000,
    coverage: "sampled",
    possible: 646646,
    recorded: 0,
  });
  const sampled = randomisationTest(data, set);
  for (const kind of ["plain", "studentised"] as const) {
    const { pInterval, pValue } = sampled[kind]!;
    expect(pInterval![0]).toBeLessThan(exact[kind]!.pValue);
    expect(pInterval![1]).toBeGreaterThan(exact[kind]!.pValue);
    expect(pInterval![0]).toBeLessThan(pValue);
    const width = exact[kind]!.interval[1] - exact[kind]!.interval[0];
    expect(Math.abs(sampled[kind]!.interval[0] - exact[kind]!.interval[0]))
      .toBeLessThan(0.05 * width);
  }
  expect(exact.plain.pInterval).toBeNull();
  expect(sampled.method).toBe("randomisation test, 19999 sampled draws");
  const again = possibleDraws(data.treated, {
    exactLimit: 1000,
    samples: 19_999,
    seed: 5,
  });
  expect(again.bits).toEqual(set.bits);
});

test("possibleDraws() samples 20 of 40 schools with a rule, and tells when it lets too few pass", () => {
  const treated = Array.from({ length: 40 }, (_, i) => i % 2);
  const size = treated.map((_, i) => i >> 1);
  const plan = {
    kind: "accepted",
    of: { kind: "complete" },
    accept: (marks: Uint8Array) =>
      Math.abs(differenceOf(size, Array.from(marks))) < 3,
  } as const;
  const set = possibleDraws(treated, { plan, samples: 500 });
  expect(set.size).toBe(501);
  expect(set.possible).toBeNaN();
  const stream = createStream(1);
  const outcome = treated.map(() => stream.normal());
  expect(randomisationTest({ outcome }, set).draws).toBe(501);
  const never = {
    ...plan,
    accept: (marks: Uint8Array) => marks.join() === treated.join(),
  };
  expect(() => possibleDraws(treated, { plan: never, samples: 2 })).toThrow(
    "too few to sample",
  );
});

test("shareInterval() is that of Clopper and Pearson", () => {
  // R 4.2.2: binom.test(7, 99)$conf.int and binom.test(0, 10)$conf.int.
  const [lower, upper] = shareInterval(7, 99);
  expectClose(lower, 0.0288990848, { tolerance: 1e-8 });
  expectClose(upper, 0.1402692658, { tolerance: 1e-8 });
  expectClose(shareInterval(0, 10)[1], 0.3084971078, { tolerance: 1e-8 });
  expect(shareInterval(0, 10)[0]).toBe(0);
  expect(shareInterval(10, 10)[1]).toBe(1);
});

test("balanceRank() with one covariate ranks the differences of means", () => {
  const { treated, baseline: [baseline = []] } = simulatedSchools(9, 4, 6);
  const { share, differences, draws: count, distance } = balanceRank(
    [baseline],
    possibleDraws(treated),
  );
  const observed = Math.abs(differenceOf(baseline, treated));
  const all = allDraws(9, 4);
  const extreme = all.filter((marks) =>
    Math.abs(differenceOf(baseline, marks)) >= observed - 1e-9
  );
  expect(share).toBe(extreme.length / all.length);
  expectClose(Math.abs(differences[0]!), observed);
  const mean = baseline.reduce((t, v) => t + v, 0) / 9;
  const variance = baseline.reduce((t, v) => t + (v - mean) ** 2, 0) / 8;
  expectClose(distance, observed ** 2 / variance);
  expect(count).toBe(126);
});

test("balanceRank() does not change when covariates are mixed or rescaled", () => {
  const a = simulatedSchools(10, 4, 6).baseline[0]!;
  const b = simulatedSchools(10, 4, 7).baseline[0]!;
  const set = possibleDraws(simulatedSchools(10, 4, 6).treated);
  const plain = balanceRank([a, b], set);
  const mixed = balanceRank([
    a.map((v, i) => 3 * v - b[i]!),
    b.map((v) => v / 7),
  ], set);
  expect(mixed.share).toBe(plain.share);
  expectClose(mixed.distance, plain.distance, { tolerance: 1e-9 });
  expect(() => balanceRank([a, a], set)).toThrow(
    new RangeError(
      "Cannot rank the balance: the 2 covariates are constant or dependent on each other over 10 schools",
    ),
  );
  expect(() => balanceRank([], set)).toThrow("at least 1 is needed");
  expect(() => balanceRank([[1, 2]], set)).toThrow("found 2 values");
});
