import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  complierEffect,
  type LotteryOutcome,
  possibleDraws,
  randomisationTest,
  testOutcomes,
} from "#lib/effects/mod.ts";
import { expectAllClose, expectClose } from "../../inference/expect_close.ts";

// Brute force in R 4.2.2 by tests/golden/lottery.R; its interval ends are bisected and
// shifted by its tolerance for ties.
const golden = JSON.parse(
  readFileSync(new URL("../../golden/lottery.json", import.meta.url), "utf8"),
);
const ends = { tolerance: 1e-7 };
const treated: number[] = golden.treated;
const draws = possibleDraws(treated);
const baseline = [golden.baseline];
const [outcome] = golden.outcomes;

const cases: [string, "plain" | "studentised", LotteryOutcome][] = [
  ["plain", "plain", { outcome }],
  ["studentised", "studentised", { outcome }],
  ["residual_plain", "plain", { outcome, baseline }],
  ["residual_studentised", "studentised", { outcome, baseline }],
  ["interacted_studentised", "studentised", {
    outcome,
    baseline,
    adjustment: "interacted",
  }],
  ["weighted_studentised", "studentised", { outcome, weights: golden.weights }],
];

for (const [name, kind, data] of cases) {
  test(`randomisationTest() gives R's brute force: ${name}`, () => {
    const expected = golden.tests[name];
    const found = randomisationTest(data, draws);
    expectClose(found.effect, expected.effect);
    expect(found[kind]!.pValue).toBeCloseTo(expected.p, 12);
    expectAllClose(found[kind]!.interval, expected.interval, ends);
  });
}

test("complierEffect() gives R's brute force with a school that stayed away", () => {
  const { received, effect, interval } = golden.takingPart;
  const found = complierEffect({ outcome, baseline }, draws, { received });
  expectClose(found.effect, effect);
  expectAllClose(found.studentised!.interval, interval, ends);
});

test("testOutcomes() gives R's step-down p-values", () => {
  const found = testOutcomes(
    golden.outcomes.map((one: number[]) => ({ outcome: one, baseline })),
    draws,
  );
  expectAllClose(found.map(({ pAdjusted }) => pAdjusted), golden.adjusted);
});

test("randomisationTest() gives R's brute force within strata", () => {
  const { strata, draws: count, effect, p, interval } = golden.stratified;
  const set = possibleDraws(treated, { plan: { kind: "stratified", strata } });
  expect(set.size).toBe(count);
  const found = randomisationTest({ outcome }, set);
  expectClose(found.effect, effect);
  expect(found.studentised!.pValue).toBeCloseTo(p, 12);
  expectAllClose(found.studentised!.interval, interval, ends);
});
