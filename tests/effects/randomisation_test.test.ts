import { expect, test } from "vitest";
import {
  createMatrix,
  createStream,
  leastSquares,
  matrixFromRows,
} from "#lib/numerics/mod.ts";
import {
  adjustOverOutcomes,
  balanceRank,
  countDraws,
  effectEstimate,
  effectsWithoutEachSchool,
  listDraws,
  type LotteryData,
  randomisationTest,
} from "#lib/effects/mod.ts";
import { expectClose } from "../inference/expect_close.ts";
import { allDraws, differenceOf } from "./brute_force.ts";

// Villages of Gerber & Green (2012), Field Experiments, chapter 3: budget shares in
// per cent, villages 1 and 7 treated. Difference 6.5; 5 of 21 draws as large.
const villages = {
  outcome: [15, 15, 20, 20, 10, 15, 30],
  treated: [1, 0, 0, 0, 0, 0, 1],
};

/** Made-up schools with an effect of 8 and a baseline. */
function simulated(schools: number, drawn: number, seed: number) {
  const stream = createStream(seed, schools, drawn);
  const normals = () =>
    Array.from({ length: schools }, () => 500 + 20 * stream.normal());
  const baseline = normals();
  const treated = Array.from(
    { length: schools },
    (_, i) => (i * 7) % schools < drawn ? 1 : 0,
  );
  const noise = normals();
  const outcome = noise.map((e, i) =>
    0.6 * baseline[i]! + 0.4 * e + 8 * treated[i]!
  );
  const weights = baseline.map(() => 1 + stream.integer(5));
  return { outcome, treated, baseline: [baseline], weights };
}

test("randomisationTest() gives 5/21 and 8/21 for the villages", () => {
  const greater = randomisationTest(villages, { alternative: "greater" });
  expect(greater).toMatchObject({
    effect: 6.5,
    draws: 21,
    asExtreme: 5,
    pValue: 5 / 21,
  });
  expect(randomisationTest(villages).pValue).toBe(8 / 21);
  expect(randomisationTest(villages, { alternative: "less" }).pValue)
    .toBeGreaterThan(0.7);
});

test("randomisationTest() does not depend on the order of the schools", () => {
  const data = simulated(9, 4, 1);
  const turned = {
    outcome: data.outcome.toReversed(),
    treated: data.treated.toReversed(),
    baseline: [data.baseline[0]!.toReversed()],
  };
  const a = randomisationTest({
    outcome: data.outcome,
    treated: data.treated,
    baseline: data.baseline,
  });
  const b = randomisationTest(turned);
  expect(b.asExtreme).toBe(a.asExtreme);
  expectClose(b.effect, a.effect);
  expectClose(b.interval[0], a.interval[0], { tolerance: 1e-9 });
});

/** p-value of "the effect is tau" by brute force. */
function bruteForceP(
  { outcome, treated, baseline = [], weights }: LotteryData,
  tau: number,
): number {
  const n = outcome.length;
  const w = Array.from({ length: n }, (_, i) => weights?.[i] ?? 1);
  const freed = Array.from(
    { length: n },
    (_, i) => outcome[i]! - tau * treated[i]!,
  );
  const design = createMatrix({ rows: n, columns: baseline.length + 1 });
  for (let i = 0; i < n; i++) {
    design.values.set(
      [1, ...baseline.map((b) => b[i]!)],
      i * (baseline.length + 1),
    );
  }
  const { residuals } = leastSquares(design, freed, { weights: w });
  const drawn = Array.from(treated).filter((mark) => mark === 1).length;
  const observed = Math.abs(differenceOf(residuals, Array.from(treated), w));
  const draws = allDraws(n, drawn);
  const extreme = draws.filter((marks) =>
    Math.abs(differenceOf(residuals, marks, w)) >= observed - 1e-9
  );
  return extreme.length / draws.length;
}

test("randomisationTest() gives the interval that brute force over effects gives", () => {
  const full = simulated(9, 4, 3);
  const { outcome, treated, baseline, weights } = full;
  for (
    const data of [
      { outcome, treated },
      { outcome, treated, baseline },
      { outcome, treated, weights },
      full,
      simulated(8, 4, 5), // With as many drawn as not, every draw has a mirror image.
      simulated(10, 3, 6),
    ]
  ) {
    const { interval: [lower, upper], effect, pValue } = randomisationTest(
      data,
    );
    expect(pValue).toBe(bruteForceP(data, 0));
    expect(bruteForceP(data, effect)).toBe(1);
    const step = 1e-6 * (upper - lower);
    expect(bruteForceP(data, lower + step)).toBeGreaterThan(0.05);
    expect(bruteForceP(data, upper - step)).toBeGreaterThan(0.05);
    // Outside the interval nothing comes back.
    for (
      const far of [
        step,
        (upper - lower) / 7,
        upper - lower,
        20 * (upper - lower),
      ]
    ) {
      expect(bruteForceP(data, lower - far)).toBeLessThanOrEqual(0.05);
      expect(bruteForceP(data, upper + far)).toBeLessThanOrEqual(0.05);
    }
  }
});

test("randomisationTest() counts draws that are extreme again far out", () => {
  // A baseline that nearly tells the draw: some draws are more exposed than the actual one.
  let finite = 0, infinite = 0;
  for (let seed = 0; seed < 12; seed++) {
    const data = simulated(9, 4, seed);
    const spread = 20 + 4 * seed;
    const baseline = [
      data.baseline[0]!.map((b, i) => b + spread * data.treated[i]!),
    ];
    const { interval: [lower, upper] } = randomisationTest({
      ...data,
      baseline,
    });
    const pAt = (tau: number) => bruteForceP({ ...data, baseline }, tau);
    for (const limit of [lower, upper]) {
      const outward = limit === upper ? 1 : -1;
      if (Number.isFinite(limit)) {
        finite++;
        expect(pAt(limit - outward * 1e-6)).toBeGreaterThan(0.05);
        for (const far of [1e-6, 1, 10, 50, 200, 1000, 1e5]) {
          expect(pAt(limit + outward * far)).toBeLessThanOrEqual(0.05);
        }
      } else {
        infinite++;
        expect(pAt(outward * 1e6)).toBeGreaterThan(0.05);
      }
    }
  }
  expect([finite, infinite].every((count) => count > 2)).toBe(true);
});

test("randomisationTest() has an infinite interval when no effect can be rejected", () => {
  const { interval } = randomisationTest({
    outcome: [1, 4, 2],
    treated: [1, 0, 0],
  });
  expect(interval).toEqual([-Infinity, Infinity]);
});

test("randomisationTest() with a baseline estimates as the analysis of covariance", () => {
  const { outcome, treated, baseline, weights } = simulated(12, 5, 9);
  const design = matrixFromRows(
    treated.map((mark, i) => [1, mark, baseline[0]![i]!]),
  );
  const { coefficients } = leastSquares(design, outcome, { weights });
  const found = randomisationTest({ outcome, treated, baseline, weights });
  expectClose(found.effect, coefficients[1]!);
  expect(found).toMatchObject({
    degreesOfFreedom: 9,
    covariates: 1,
    schools: 12,
    drawn: 5,
  });
});

test("randomisationTest() has Welch's standard error at the effect", () => {
  const { outcome, treated } = simulated(11, 5, 2);
  const of = (mark: number) => outcome.filter((_, i) => treated[i] === mark);
  const part = (values: number[]) => {
    const mean = values.reduce((t, v) => t + v, 0) / values.length;
    return values.reduce((t, v) => t + (v - mean) ** 2, 0) /
      (values.length - 1) / values.length;
  };
  expectClose(
    randomisationTest({ outcome, treated }).standardError,
    Math.sqrt(part(of(1)) + part(of(0))),
  );
});

test("randomisationTest() with equal group sizes ranks studentised and plain alike", () => {
  // With n = m the variance is a falling function of the squared difference.
  const { outcome, treated } = simulated(10, 5, 4);
  const { pValue, pStudentised } = randomisationTest({ outcome, treated });
  expect(pStudentised).toBe(pValue);
});

test("randomisationTest() rejects at most the level when the programme does nothing", () => {
  // Exact: over all 126 possible draws of the same schools, p ≤ 0.1 in at most a tenth.
  const { outcome, baseline } = simulated(9, 4, 12);
  const draws = allDraws(9, 4);
  const tests = draws.map((treated) =>
    randomisationTest({ outcome, treated, baseline })
  );
  for (const level of [0.05, 0.1, 0.25]) {
    for (const p of ["pValue", "pStudentised"] as const) {
      const share = tests.filter((one) => one[p] <= level + 1e-12).length /
        draws.length;
      expect(share).toBeLessThanOrEqual(level);
      expect(share).toBeGreaterThan(level - 0.05);
    }
  }
});

test("randomisationTest() lists all 646,646 draws of 10 of 22", () => {
  const data = simulated(22, 10, 20);
  const found = randomisationTest(data);
  expect(found.draws).toBe(646646);
  expect(found.interval[0]).toBeLessThan(found.effect);
  expect(found.interval[1]).toBeGreaterThan(found.effect);
  const estimate = effectEstimate(found, { unit: "points", n: 6000 });
  expect(estimate).toMatchObject({
    value: found.effect,
    interval: found.interval,
    n: 6000,
    unit: "points",
  });
});

test("randomisationTest() throws on impossible or too many draws", () => {
  const many = {
    outcome: Array(40).fill(1),
    treated: Array.from({ length: 40 }, (_, i) => i % 2),
  };
  expect(() => randomisationTest(many)).toThrow(
    new RangeError(
      "Cannot test a lottery: 20 of 40 schools can be drawn in 137846528820 ways, at most 50000000 draws of 40 schools can be listed",
    ),
  );
  expect(() => randomisationTest({ outcome: [1, 2], treated: [1, 1] })).toThrow(
    "at least 1 and not all",
  );
  expect(() => randomisationTest({ outcome: [1, NaN], treated: [1, 0] }))
    .toThrow(
      new RangeError(
        "Cannot test a lottery: outcome of school 1 is NaN, it must be a finite number",
      ),
    );
  expect(() => randomisationTest({ outcome: [1, 2], treated: [1, 2] })).toThrow(
    "it must be 0 or 1",
  );
  expect(() => randomisationTest({ outcome: [1], treated: [1, 0] })).toThrow(
    RangeError,
  );
  expect(() =>
    randomisationTest({
      outcome: [1, 2, 3],
      treated: [1, 0, 0],
      baseline: [[5, 1, 1]],
    })
  )
    .toThrow("the baseline tells exactly which schools were drawn");
  expect(() =>
    randomisationTest({ ...villages, weights: [1, 1, 1, 0, 1, 1, 1] })
  ).toThrow("weight of school 3");
});

test("countDraws() gives binomial numbers", () => {
  expect([countDraws(7, 2), countDraws(22, 10), countDraws(5, 0)]).toEqual([
    21,
    646646,
    1,
  ]);
});

// Darwin's maize, The Effects of Cross and Self Fertilisation (1876); Fisher (1935), The
// Design of Experiments, section 21: sum of differences 314 eighths of an inch, 863 of
// 32,768 sign patterns as large. A pair of schools is one draw of one of two, so
// the sum of signed differences is a lottery within pairs; here it is written out.
test("countDraws() and Fisher's arrangement agree on Darwin's maize", () => {
  const differences = [
    49,
    -67,
    8,
    16,
    6,
    23,
    28,
    41,
    14,
    29,
    56,
    24,
    75,
    60,
    -48,
  ];
  // Sum over pairs = 2 × sum over positive signs − total: a test over subsets of any size.
  const total = differences.reduce((t, d) => t + Math.abs(d), 0);
  let extreme = 0;
  for (let mask = 0; mask < 2 ** 15; mask++) {
    const positive = differences.reduce(
      (t, d, i) => t + ((mask >> i & 1) ? Math.abs(d) : 0),
      0,
    );
    if (2 * positive - total >= 314) extreme++;
  }
  expect(extreme).toBe(863);
});

test("effectsWithoutEachSchool() gives the tests' effects without that school", () => {
  const data = simulated(10, 4, 8);
  const effects = effectsWithoutEachSchool(data);
  expect(effects.length).toBe(10);
  effects.forEach((effect, school) => {
    const without = <T>(values: readonly T[]) =>
      values.filter((_, i) => i !== school);
    const direct = randomisationTest({
      outcome: without(data.outcome),
      treated: without(data.treated),
      baseline: data.baseline.map(without),
      weights: without(data.weights),
    });
    expectClose(effect, direct.effect);
  });
});

test("effectsWithoutEachSchool() throws when no drawn school is left", () => {
  expect(() =>
    effectsWithoutEachSchool({ outcome: [3, 1, 2], treated: [1, 0, 0] })
  ).toThrow("0 of 2 schools are treated");
});

test("listDraws() gives the tests what they would list themselves", () => {
  const data = simulated(10, 4, 8);
  const listed = listDraws(data);
  expect(listDraws(listed)).toBe(listed);
  expect(randomisationTest(listed)).toEqual(randomisationTest(data));
  expect(adjustOverOutcomes([listed, data])).toEqual(
    adjustOverOutcomes([data, listed]),
  );
});

test("adjustOverOutcomes() with one outcome gives its own p-value", () => {
  const { outcome, treated } = simulated(9, 4, 2);
  const [only] = adjustOverOutcomes([{ outcome, treated }]);
  expect(only!.pAdjusted).toBe(only!.pValue);
  expect(only!.pValue).toBe(
    randomisationTest({ outcome, treated }).pStudentised,
  );
});

test("adjustOverOutcomes() does not charge for a copy, and orders as the p-values", () => {
  const first = simulated(10, 4, 2), second = simulated(10, 4, 3);
  const { treated } = first;
  const plain = { outcome: first.outcome, treated };
  const single = adjustOverOutcomes([plain]);
  const copies = adjustOverOutcomes([plain, plain]);
  expect(copies.map((one) => one.pAdjusted)).toEqual([
    single[0]!.pValue,
    single[0]!.pValue,
  ]);
  const several = adjustOverOutcomes([
    plain,
    { outcome: second.outcome, baseline: second.baseline, treated },
    { outcome: second.baseline[0]!, treated },
  ]);
  for (const { pValue, pAdjusted } of several) {
    expect(pAdjusted).toBeGreaterThanOrEqual(pValue);
    expect(pAdjusted).toBeLessThanOrEqual(1);
  }
  // The most extreme of three, by brute force over the largest statistic.
  const ranked = several.toSorted((x, y) =>
    Math.abs(y.statistic) - Math.abs(x.statistic)
  );
  expect(ranked[0]!.pAdjusted).toBeLessThanOrEqual(ranked[1]!.pAdjusted);
});

test("adjustOverOutcomes() gives equally extreme outcomes the same p-value", () => {
  const { baseline: [outcome = []], treated } = simulated(10, 4, 2);
  // The same groups with two schools exchanged: equal statistics, different draws.
  const [i, j] = treated.flatMap((mark, k) => mark === 1 ? [k] : []);
  const exchanged = outcome.with(i!, outcome[j!]!).with(j!, outcome[i!]!);
  const [a, b] = adjustOverOutcomes([
    { outcome, treated },
    { outcome: exchanged, treated },
  ]);
  expectClose(a!.statistic, b!.statistic);
  expect(a!.pAdjusted).toBe(b!.pAdjusted);
  expect(a!.pAdjusted).toBeGreaterThan(a!.pValue);
});

test("adjustOverOutcomes() throws when nothing varies or the draws differ", () => {
  expect(() =>
    adjustOverOutcomes([{ outcome: [1, 1, 1, 1], treated: [1, 1, 0, 0] }])
  ).toThrow("the studentised difference of outcome 0 is not a number");
  const outcome = [1, 2, 4, 8];
  expect(() =>
    adjustOverOutcomes([
      { outcome, treated: [1, 1, 0, 0] },
      { outcome, treated: [1, 0, 1, 0] },
    ])
  ).toThrow(
    new RangeError(
      "Cannot test outcomes together: outcome 1 has another draw than outcome 0, all must have the same",
    ),
  );
});

test("balanceRank() with one covariate ranks the differences of means", () => {
  const { treated, baseline: [baseline] } = simulated(9, 4, 6);
  const { share, differences, draws, distance } = balanceRank(
    [baseline!],
    treated,
  );
  const observed = Math.abs(differenceOf(baseline!, treated));
  const all = allDraws(9, 4);
  const extreme = all.filter((marks) =>
    Math.abs(differenceOf(baseline!, marks)) >= observed - 1e-9
  );
  expect(share).toBe(extreme.length / all.length);
  expectClose(Math.abs(differences[0]!), observed);
  const mean = baseline!.reduce((t, v) => t + v, 0) / 9;
  const variance = baseline!.reduce((t, v) => t + (v - mean) ** 2, 0) / 8;
  expectClose(distance, observed ** 2 / variance);
  expect(draws).toBe(126);
});

test("balanceRank() does not change when covariates are mixed or rescaled", () => {
  const a = simulated(10, 4, 6).baseline[0]!,
    b = simulated(10, 4, 7).baseline[0]!;
  const { treated } = simulated(10, 4, 6);
  const plain = balanceRank([a, b], treated);
  const mixed = balanceRank([
    a.map((v, i) => 3 * v - b[i]!),
    b.map((v) => v / 7),
  ], treated);
  expect(mixed.share).toBe(plain.share);
  expectClose(mixed.distance, plain.distance, { tolerance: 1e-9 });
  expect(() => balanceRank([a, a], treated)).toThrow(RangeError);
  expect(() => balanceRank([], treated)).toThrow("at least 1 is needed");
});
