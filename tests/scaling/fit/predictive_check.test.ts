import { expect, test } from "vitest";
import { createStream } from "#lib/numerics/mod.ts";
import {
  calibrate,
  type Calibration,
  type PredictiveCheck,
  predictiveCheck,
} from "#lib/scaling/mod.ts";
import { ITEMS, normals, responsesOf, simulateAnswers } from "../simulate.ts";

const PERSONS = 1500;
const school = Int32Array.from(
  { length: PERSONS },
  (_, p) => Math.floor(p / 25),
);

/** θ of pupils in schools, with a tenth of the variance between schools. */
function pupils(seed: number): Float64Array {
  const effect = normals(PERSONS / 25, seed + 1);
  return normals(PERSONS, seed).map((x, p) =>
    Math.sqrt(0.9) * x + Math.sqrt(0.1) * effect[school[p]!]!
  );
}

function check(
  columns: readonly Int8Array[],
  theta: Float64Array,
  change: Partial<Calibration> = {},
): Readonly<Record<string, PredictiveCheck>> {
  const answers = responsesOf(columns, { maxScore: 3 });
  const calibration = { ...calibrate(answers), items: ITEMS, ...change };
  // The truth itself stands for plausible values: a check that it is found fit.
  const found = predictiveCheck(calibration, answers, {
    draws: Array.from({ length: 10 }, () => theta),
    school,
    seed: 5,
  });
  return Object.fromEntries(found.map((one) => [one.statistic, one]));
}

test("predictiveCheck() rejects 5 % of answers that the model made, and not many more", () => {
  const rejected = { scores: 0, pairs: 0, schools: 0 };
  for (let r = 0; r < 12; r++) {
    const theta = pupils(100 + 2 * r);
    const found = check(
      simulateAnswers(theta, { seed: 700 + r, missing: 0.1 }),
      theta,
    );
    for (const name of ["scores", "pairs", "schools"] as const) {
      if (found[name]!.pValue < 0.05) rejected[name]++;
    }
  }
  // p is a multiple of 1/21: below 0.05 one in 21 times.
  for (const [name, n] of Object.entries(rejected)) {
    expect(n, name).toBeLessThan(5);
  }
});

test("predictiveCheck() finds two items that share more than the scale, and names them", () => {
  const theta = pupils(3);
  const columns = simulateAnswers(theta, { seed: 4 });
  for (let p = 0; p < PERSONS; p += 3) columns[1]![p] = columns[0]![p]!;
  const { pairs } = check(columns, theta);
  expect(pairs!.pValue).toBeLessThan(0.05);
  expect(pairs!.where).toEqual(["item1", "item2"]);
  expect(pairs!.largest).toBeGreaterThan(0.1);
});

test("predictiveCheck() finds schools that differ more than the plausible values say", () => {
  const theta = pupils(7);
  const columns = simulateAnswers(theta, { seed: 8 });
  const shrunk = theta.map((_, p) => {
    const stream = createStream(9, p);
    return stream.normal();
  });
  const { schools } = check(columns, shrunk);
  expect(schools!.pValue).toBeLessThan(0.05);
  expect(schools!.largest).toBeGreaterThan(0.01);
  expect(check(columns, theta)["schools"]!.pValue).toBeGreaterThan(0.05);
});

test("predictiveCheck() finds scores that the plausible values do not spread", () => {
  const theta = pupils(11);
  const columns = simulateAnswers(theta, { seed: 12 });
  const { scores } = check(columns, theta.map((x) => 0.6 * x));
  expect(scores!.pValue).toBeLessThan(0.05);
  expect(Number(scores!.where[0])).toBeGreaterThanOrEqual(0);
});

test("predictiveCheck() leaves schools out where there are none, and refuses missing values", () => {
  const theta = pupils(13);
  const answers = responsesOf(simulateAnswers(theta, { seed: 14 }), {
    maxScore: 3,
  });
  const calibration = calibrate(answers);
  const none = new Int32Array(PERSONS).fill(-1);
  const options = { draws: [theta, theta], school: none, seed: 1 };
  expect(
    predictiveCheck(calibration, answers, options).map((c) => c.statistic),
  ).toEqual(["scores", "pairs"]);
  expect(() =>
    predictiveCheck(calibration, answers, {
      ...options,
      draws: [theta.map((x, p) => p === 3 ? NaN : x)],
    })
  ).toThrow(/draw 0 of person 3 is NaN/);
});
