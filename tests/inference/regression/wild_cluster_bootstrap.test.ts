import { expect, test } from "vitest";
import {
  buildDesign,
  wildClusterBootstrap,
  type WildClusterBootstrapOptions,
} from "#lib/inference/mod.ts";
import golden from "../../golden/regression.json" with { type: "json" };
import { expectAllClose, expectClose } from "../expect_close.ts";
import { table } from "./golden_data.ts";

const few = [...golden.data.school.keys()].filter((i) =>
  golden.data.school[i]! <= 8
);
const part = (values: readonly number[]) => few.map((i) => values[i]!);
const { score, program, ses, school, weight } = golden.data;
const design = buildDesign("score ~ program + ses", {
  score: part(score),
  program: part(program),
  ses: part(ses),
});

function bootstrap(more: Partial<WildClusterBootstrapOptions> = {}) {
  return wildClusterBootstrap(design, design.response, {
    clusters: part(school),
    weights: part(weight),
    coefficient: "program",
    ...more,
  });
}

test("wildClusterBootstrap() with every sign matches refits in R", () => {
  for (const { null: tested, statistic, pValue } of golden.wild) {
    const result = bootstrap({ tested });
    expectClose(result.statistic, statistic);
    expect(result.pValue).toBe(pValue);
    expect(result.isEnumerated).toBe(true);
    expect(result.draws).toBe(128); // 2^8 signs, half of them mirror images.
  }
});

test("wildClusterBootstrap() gives the interval of values that are not rejected", () => {
  const { interval, value } = bootstrap({ confidence: 0.9 });
  interval.forEach((bound, side) => {
    const outward = side === 0 ? -1e-6 : 1e-6;
    expect(bootstrap({ tested: bound - outward }).pValue).toBeGreaterThan(0.1);
    expect(bootstrap({ tested: bound + outward }).pValue)
      .toBeLessThanOrEqual(0.1);
  });
  expect(bootstrap({ tested: value }).pValue).toBe(1);
});

test("wildClusterBootstrap() with three clusters counts four sign changes by hand", () => {
  // The mean of cluster means 1, 2 and 6: |t| of the signs +++, ++−, +−+, −++ for
  // the null 0 orders as |sum| does, 9 > 7 > 5 > 3, so that p is 1/4.
  const y = [1, 2, 6];
  const mean = buildDesign("y ~ 1", { y });
  const options = { clusters: [1, 2, 3], coefficient: "(Intercept)" };
  const result = wildClusterBootstrap(mean, y, options);
  expect(result.pValue).toBe(0.25);
  expect(result.interval).toEqual([-Infinity, Infinity]);
});

test("wildClusterBootstrap() draws depend on the seed alone and near the enumeration", () => {
  const whole = buildDesign("score ~ program + ses", table);
  const options = { clusters: school, coefficient: "program" } as const;
  const every = wildClusterBootstrap(whole, score, options);
  expect(every.draws).toBe(8192);
  for (const multipliers of ["rademacher", "webb"] as const) {
    const sampled = { ...options, multipliers, draws: 4999, seed: 7 };
    const first = wildClusterBootstrap(whole, score, sampled);
    expect(wildClusterBootstrap(whole, score, sampled)).toEqual(first);
    expect(first.isEnumerated).toBe(false);
    // Four Monte-Carlo errors of p, and Webb's points are another distribution.
    expectClose(first.pValue, every.pValue, { tolerance: 0.03 });
    expectAllClose(first.interval, every.interval, { tolerance: 0.06 });
  }
});

test("wildClusterBootstrap() within schools is that with a column for each", () => {
  const groups = school.map((s) => Math.floor(s / 2));
  const shared = { clusters: groups, coefficient: "ses", weights: weight };
  const within = wildClusterBootstrap(
    buildDesign("score ~ ses", table),
    score,
    { ...shared, absorb: school },
  );
  const whole = wildClusterBootstrap(
    buildDesign("score ~ ses + factor(school)", table),
    score,
    shared,
  );
  expectClose(within.value, whole.value);
  expect(within.pValue).toBe(whole.pValue);
  expectAllClose(within.interval, whole.interval, { tolerance: 1e-8 });
});
