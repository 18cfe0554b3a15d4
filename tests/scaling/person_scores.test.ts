import { expect, test } from "vitest";
import { exp, ln } from "#lib/numerics/mod.ts";
import { calibrate, cronbachAlpha, personScores } from "#lib/scaling/mod.ts";
import { balancedScore } from "#lib/scaling/balanced_score.ts";
import { ratioExponential } from "#lib/scaling/ratio_exponential.ts";
import { warmEstimate } from "#lib/scaling/warm_estimate.ts";
import { warmTable } from "#lib/scaling/warm_table.ts";
import { expectClose } from "../inference/expect_close.ts";
import { ITEMS, normals, responsesOf, simulateAnswers } from "./simulate.ts";

/** Two Rasch items of difficulty 0. */
const COINS = ["a", "b"].map((id) => ({
  id,
  maxScore: 1,
  slope: 1,
  intercepts: [0, 0],
}));

test("warmEstimate() of two equal Rasch items is 0 and ± ln 5", () => {
  // Score r of n equal items: Warm's equation becomes P = (r + 1/2) / (n + 1).
  const logit = (p: number): number => ln(p / (1 - p));
  [0, 1, 2].forEach((score) => {
    const { estimate, standardError } = warmEstimate(COINS, score);
    const p = (score + 0.5) / 3;
    expectClose(estimate, logit(p), { tolerance: 1e-9 });
    expectClose(standardError, 1 / Math.sqrt(2 * p * (1 - p)), {
      tolerance: 1e-9,
    });
  });
});

test("balancedScore() is inverted by warmEstimate(), also at the extremes", () => {
  const highest = ITEMS.reduce((s, i) => s + i.slope * i.maxScore, 0);
  for (const score of [0, 0.1 * highest, 0.5 * highest, highest]) {
    const { estimate } = warmEstimate(ITEMS, score);
    expectClose(balancedScore(ITEMS, estimate).balanced, score, {
      tolerance: 1e-8,
    });
  }
});

test("balancedScore() has the slope of its value", () => {
  for (const theta of [-3, -0.4, 0, 1.7]) {
    const step = 1e-5;
    const numeric = (balancedScore(ITEMS, theta + step).balanced -
      balancedScore(ITEMS, theta - step).balanced) / (2 * step);
    expectClose(balancedScore(ITEMS, theta).slope, numeric, {
      tolerance: 1e-8,
    });
  }
});

test("warmTable() agrees with warmEstimate() for every score", () => {
  const highest = ITEMS.reduce((s, i) => s + i.slope * i.maxScore, 0);
  const table = warmTable(ITEMS, { lowest: 0, highest });
  for (let k = 0; k <= 200; k++) {
    const score = highest * k / 200;
    const exact = warmEstimate(ITEMS, score);
    const found = table(score);
    expectClose(found.estimate, exact.estimate, { tolerance: 1e-7 });
    expectClose(found.standardError, exact.standardError, { tolerance: 1e-6 });
  }
});

test("ratioExponential() is the exponential to the last digits", () => {
  for (let x = -45; x < 45; x += 0.0371) {
    expect(Math.abs(ratioExponential(x) / exp(x) - 1)).toBeLessThan(1e-15 * 8);
  }
});

test("personScores() gives persons without an answer NaN and others a number", () => {
  const columns = simulateAnswers(normals(400, 1), { seed: 1, missing: 0.5 });
  columns.forEach((column) => column[7] = -1);
  const responses = responsesOf(columns, { maxScore: 3 });
  const scores = personScores(
    calibrate(responses, { model: "PCM" }),
    responses,
  );
  for (const values of [scores.wle, scores.eap, scores.wleStandardError]) {
    values.forEach((x, p) => {
      const answered = columns.some((column) => column[p]! >= 0);
      expect(Number.isFinite(x)).toBe(answered);
    });
  }
});

test("personScores() has EAP whose variance and error add up to the latent variance", () => {
  const responses = responsesOf(simulateAnswers(normals(4000, 2), { seed: 2 }));
  const { eap, posteriorStandardDeviation: sd } = personScores(
    calibrate(responses),
    responses,
  );
  const mean = eap.reduce((a, b) => a + b) / eap.length;
  const total = eap.reduce((a, x) => a + (x - mean) ** 2, 0) / eap.length +
    sd.reduce((a, x) => a + x * x, 0) / sd.length;
  // Not exactly 1: the reference group's variance is fixed, not fitted.
  expectClose(mean, 0, { tolerance: 1e-4 });
  expectClose(total, 1, { tolerance: 1e-3 });
});

test("personScores() throws when an item of the calibration is missing", () => {
  const columns = simulateAnswers(normals(400, 3), { seed: 3 });
  const fit = calibrate(responsesOf(columns));
  expect(() => personScores(fit, responsesOf(columns.slice(1)))).toThrow(
    /^Cannot score scale "test": item "item5" with categories 0 to 3 is not among item1/,
  );
});

test("cronbachAlpha() gives hand values, null where one item was asked", () => {
  // Variances 5/3 each, covariance 1: alpha = 2 (1 − (10/3) / (16/3)) = 3/4.
  const responses = responsesOf([
    [0, 1, 2, 3, 0, 1, 1],
    [1, 0, 3, 2, -1, -1, -1],
  ], { group: [0, 0, 0, 0, 1, 1, 1], groupCount: 3 });
  const [first, second, third] = cronbachAlpha(responses);
  expectClose(first!, 0.75, { tolerance: 1e-12 });
  expect(second).toBeNull();
  expect(third).toBeNull();
});
