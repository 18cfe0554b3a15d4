import { expect, test } from "vitest";
import {
  possibleDraws,
  randomisationTest,
  testOutcomes,
} from "#lib/effects/mod.ts";
import { expectClose } from "../../inference/expect_close.ts";
import { allDraws, slowStatistic } from "./brute_force.ts";
import { simulatedSchools } from "./simulated_schools.ts";

test("testOutcomes() with one outcome gives its own p-value", () => {
  const { outcome, treated } = simulatedSchools(9, 4, 2);
  const draws = possibleDraws(treated);
  const [only] = testOutcomes([{ outcome }], draws);
  expect(only).toEqual({
    ...randomisationTest({ outcome }, draws),
    pAdjusted: only!.studentised!.pValue,
  });
});

test("testOutcomes() steps down over the largest statistic of every draw", () => {
  const { treated } = simulatedSchools(9, 4, 1);
  const outcomes = [2, 3, 4].map((seed) =>
    simulatedSchools(9, 4, seed).outcome
  );
  const found = testOutcomes(
    outcomes.map((outcome) => ({ outcome })),
    possibleDraws(treated),
  );
  const draws = allDraws(9, 4);
  const sizes = outcomes.map((outcome) =>
    draws.map((marks) => {
      const { difference, variance } = slowStatistic(
        { outcome, treated },
        outcome,
        marks,
      );
      return Math.abs(difference) / Math.sqrt(variance);
    })
  );
  const own = draws.findIndex((marks) => marks.join() === treated.join());
  const order = [0, 1, 2].sort((a, b) => sizes[b]![own]! - sizes[a]![own]!);
  let highest = 0;
  order.forEach((k, place) => {
    const rest = order.slice(place);
    const count = draws.filter((_, z) =>
      Math.max(...rest.map((j) =>
        sizes[j]![z]!
      )) >= sizes[k]![own]! - 1e-9
    ).length;
    highest = Math.max(highest, count / draws.length);
    expect(found[k]!.pAdjusted).toBeCloseTo(highest, 12);
  });
});

test("testOutcomes() does not charge for a copy, and orders as the p-values", () => {
  const first = simulatedSchools(10, 4, 2), second = simulatedSchools(10, 4, 3);
  const draws = possibleDraws(first.treated);
  const plain = { outcome: first.outcome };
  const [single] = testOutcomes([plain], draws);
  const copies = testOutcomes([plain, plain], draws);
  expect(copies.map((one) => one.pAdjusted)).toEqual([
    single!.pAdjusted,
    single!.pAdjusted,
  ]);
  const several = testOutcomes([
    plain,
    { outcome: second.outcome, baseline: second.baseline },
    { outcome: second.baseline[0]! },
  ], draws);
  for (const { studentised, pAdjusted } of several) {
    expect(pAdjusted).toBeGreaterThanOrEqual(studentised!.pValue);
    expect(pAdjusted).toBeLessThanOrEqual(1);
  }
});

test("testOutcomes() gives equally extreme outcomes the same p-value", () => {
  const { baseline: [outcome = []], treated } = simulatedSchools(10, 4, 2);
  // The same groups with two schools exchanged: equal statistics, different draws.
  const [i, j] = treated.flatMap((mark, k) => mark === 1 ? [k] : []);
  const exchanged = outcome.with(i!, outcome[j!]!).with(j!, outcome[i!]!);
  const [a, b] = testOutcomes(
    [{ outcome }, { outcome: exchanged }],
    possibleDraws(treated),
  );
  expectClose(a!.statistic, b!.statistic);
  expect(a!.pAdjusted).toBe(b!.pAdjusted);
  expect(a!.pAdjusted).toBeGreaterThan(a!.studentised!.pValue);
});

test("testOutcomes() throws when a group has one school", () => {
  expect(() =>
    testOutcomes([{ outcome: [1, 2, 4, 8] }], possibleDraws([1, 0, 0, 0]))
  )
    .toThrow(
      "outcome 0 has no standard error, at least two schools that differ are needed in both groups",
    );
});
