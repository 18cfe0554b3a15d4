import { expect, test } from "vitest";
import {
  balanceDistance,
  balanceRank,
  countDraws,
  effectsWithoutEachSchool,
  possibleDraws,
  randomisationTest,
  testOutcomes,
} from "#lib/effects/mod.ts";
import { simulatedSchools } from "./simulated_schools.ts";

/** The most schools that a lottery may have, every other one drawn. */
const data = simulatedSchools(40, 20, 3);
const every = data.treated.map((_, i) => i % 2);
const outcome = data.outcome.map((value, i) =>
  value + 8 * (every[i]! - data.treated[i]!)
);
const input = { outcome, baseline: data.baseline };

test("randomisationTest() counts all 1,048,576 draws of 20 pairs", () => {
  const draws = possibleDraws(every, {
    plan: { kind: "stratified", strata: every.map((_, i) => `${i >> 1}`) },
  });
  expect(draws).toMatchObject({ size: 2 ** 20, coverage: "all" });
  const { effect, plain, studentised } = randomisationTest(input, draws);
  expect(plain.pInterval).toBeNull();
  expect(plain.interval[0]).toBeLessThan(effect);
  // The pairs' parts only change sign, so both statistics order the draws alike.
  expect(studentised!.asExtreme).toBe(plain.asExtreme);
});

test("randomisationTest() counts all 658,008 draws of 5 of 40 schools", () => {
  const treated = every.map((_, i) => i < 5 ? 1 : 0);
  const draws = possibleDraws(treated);
  expect(draws).toMatchObject({ size: countDraws(40, 5), coverage: "all" });
  const found = randomisationTest(input, draws, { intervals: "studentised" });
  expect(found.studentised!.pInterval).toBeNull();
});

const strata = every.map((_, i) => `${Math.floor(i / 10)}`);
const size = every.map((_, i) => i * (i % 3));
const distance = balanceDistance([size]);
const limit = distance(every) + 0.1;
const sampled = {
  "20 of 40": {
    plan: { kind: "complete" },
    possible: countDraws(40, 20),
  },
  "5 of 10 in each of four strata": {
    plan: { kind: "stratified", strata },
    possible: 252 ** 4,
  },
  "20 of 40, drawn again until alike": {
    plan: {
      kind: "accepted",
      of: { kind: "complete" },
      accept: (marks) => distance(marks) <= limit,
    },
    possible: NaN,
  },
} as const satisfies Record<
  string,
  {
    plan: NonNullable<NonNullable<Parameters<typeof possibleDraws>[1]>["plan"]>;
    possible: number;
  }
>;

for (const [name, { plan, possible }] of Object.entries(sampled)) {
  test(`testOutcomes() samples 99,999 draws where too many are possible (${name}), and p says how exact it is`, () => {
    const draws = possibleDraws(every, { plan });
    expect(draws).toMatchObject({
      size: 100_000,
      coverage: "sampled",
      possible,
    });
    const [found] = testOutcomes([input, { outcome: size }], draws, {
      intervals: "studentised",
    });
    const { pValue, pInterval, interval } = found!.studentised;
    expect(pInterval![0]).toBeLessThan(pValue);
    expect(pInterval![1]).toBeGreaterThan(pValue);
    expect(pInterval![1] - pInterval![0]).toBeLessThan(0.007);
    expect(interval[0]).toBeLessThan(found!.effect);
    expect(interval[1]).toBeGreaterThan(found!.effect);
    const { share } = balanceRank([size], draws);
    expect(share).toBeGreaterThan(0);
    expect(effectsWithoutEachSchool(input, draws).length).toBe(40);
  });
}

test("possibleDraws() takes another sample with another seed, and p hardly moves", () => {
  const pValues = [1, 2].map((seed) =>
    randomisationTest(input, possibleDraws(every, { seed, samples: 9999 }), {
      intervals: "none",
    }).plain
  );
  const [one, other] = pValues;
  expect(one!.pInterval![0]).toBeLessThanOrEqual(other!.pInterval![1]);
  expect(other!.pInterval![0]).toBeLessThanOrEqual(one!.pInterval![1]);
});
