import { expect, test } from "vitest";
import {
  buildDesign,
  fitLogistic,
  fitQuantile,
  fitRegression,
  jackknifeDesign,
  type ModelColumns,
  regressionStatistic,
  replicateEstimates,
  wildClusterBootstrap,
} from "#lib/inference/mod.ts";
import golden from "../../golden/regression.json" with { type: "json" };
import { expectAllClose, expectClose } from "../expect_close.ts";
import { design, table } from "./golden_data.ts";

const { school, weight, score, likes, ses } = golden.data;
const simple = buildDesign("score ~ ses + program", table);

/** The table's rows in another order. */
const order = score.map((_, i) => (i * 67) % score.length);
const turn = (values: ArrayLike<number>) => order.map((i) => values[i]!);
const turned = buildDesign("score ~ ses + program", {
  score: turn(score),
  ses: turn(ses),
  program: turn(golden.data.program),
});

test("the order used here takes every row once", () => {
  expect(new Set(order).size).toBe(score.length);
});

test("fitRegression() is the same with all weights doubled", () => {
  const twice = weight.map((w) => 2 * w);
  for (const covariance of ["classical", "HC2", "CR0", "CR2", "CR3"] as const) {
    const fit = (weights: readonly number[]) =>
      fitRegression(design, score, {
        weights,
        covariance,
        ...(covariance.startsWith("CR") && { clusters: school }),
      });
    const [once, doubled] = [fit(weight), fit(twice)];
    expect(doubled.coefficients).toEqual(once.coefficients);
    expect(doubled.covariance).toEqual(once.covariance);
    expect(doubled.degreesOfFreedom).toEqual(once.degreesOfFreedom);
  }
});

test("fitRegression(), fitLogistic(), fitQuantile() and wildClusterBootstrap() do not depend on the order of rows", () => {
  const options = { clusters: school, weights: weight };
  const other = { clusters: turn(school), weights: turn(weight) };
  const pairs = [
    [
      fitRegression(simple, score, options),
      fitRegression(turned, turn(score), other),
    ],
    [
      fitLogistic(simple, likes, options),
      fitLogistic(turned, turn(likes), other),
    ],
    [
      fitQuantile(simple, score, options),
      fitQuantile(turned, turn(score), other),
    ],
  ] as const;
  for (const [a, b] of pairs) {
    expectAllClose(b.coefficients, a.coefficients);
    expectAllClose(b.standardErrors, a.standardErrors);
    expectAllClose(b.degreesOfFreedom, a.degreesOfFreedom);
  }
  const bootstrap = { coefficient: "program", draws: 9999 };
  const a = wildClusterBootstrap(simple, score, { ...options, ...bootstrap });
  const b = wildClusterBootstrap(turned, turn(score), {
    ...other,
    ...bootstrap,
  });
  expect(b.pValue).toBe(a.pValue);
  expectAllClose(b.interval, a.interval, { tolerance: 1e-9 });
});

test("fitLogistic() and fitQuantile() are the same with all weights doubled", () => {
  const twice = weight.map((w) => 2 * w);
  const options = { clusters: school };
  for (
    const fit of [
      (weights: readonly number[]) =>
        fitLogistic(simple, likes, { ...options, weights }),
      (weights: readonly number[]) =>
        fitQuantile(simple, score, { ...options, weights }),
    ]
  ) {
    expect(fit(twice).coefficients).toEqual(fit(weight).coefficients);
    expect(fit(twice).covariance).toEqual(fit(weight).covariance);
  }
});

test("CR3 is the jackknife that leaves each cluster out, times G / (G − 1)", () => {
  const columns = { ses, program: golden.data.program };
  const alone = score.map((_, i) => i);
  for (const clusters of [school, alone]) {
    for (const weights of [weight, weight.map(() => 1)]) {
      const replicated = replicateEstimates(
        [regressionStatistic(["ses", "program"])],
        {
          values: [score],
          columns,
          design: jackknifeDesign(weights, { clusters }),
        },
      );
      const fit = fitRegression(simple, score, {
        clusters,
        weights,
        covariance: "CR3",
      });
      const count = new Set(clusters).size;
      fit.standardErrors.forEach((error, j) => {
        const { estimate } = replicated[j]!;
        if (typeof estimate === "string") throw new TypeError(estimate);
        expectClose(
          estimate.variance.sampling,
          (count - 1) / count * error * error,
          { tolerance: 1e-9 },
        );
      });
    }
  }
});

/** Clusters of three rows, the first `treated` of them treated. */
function balancedClusters(
  means: readonly number[],
  treated: number,
): { readonly columns: ModelColumns; readonly clusters: number[] } {
  const y: number[] = [], drawn: number[] = [], clusters: number[] = [];
  means.forEach((mean, c) => {
    for (const off of [-1, 0.5, 0.5]) {
      y.push(mean + off * (c + 1));
      drawn.push(c < treated ? 1 : 0);
      clusters.push(c);
    }
  });
  return { columns: { y, drawn }, clusters };
}

test("CR2 of clusters of one size is Welch's test of their means, its degrees of freedom those of equal variances", () => {
  const means = [4, 9, 5, 8, 1, 3, 2, 7, 6];
  const { columns, clusters } = balancedClusters(means, 4);
  const design = buildDesign("y ~ drawn", columns);
  const fit = fitRegression(design, design.response, { clusters });
  const part = (group: readonly number[]) => {
    const mean = group.reduce((a, b) => a + b) / group.length;
    const squares = group.reduce((s, m) => s + (m - mean) * (m - mean), 0);
    return { mean, variance: squares / (group.length - 1) / group.length };
  };
  const [treated, others] = [part(means.slice(0, 4)), part(means.slice(4))];
  expectClose(fit.coefficients[1]!, treated.mean - others.mean);
  expectClose(
    fit.standardErrors[1]!,
    Math.sqrt(treated.variance + others.variance),
  );
  // (1/4 + 1/5)² / (1/4² / 3 + 1/5² / 4)
  expectClose(fit.degreesOfFreedom[1]!, 0.2025 / (1 / 48 + 1 / 100));
  // As many on both sides: 2 (g − 1).
  const even = balancedClusters(means.slice(0, 8), 4);
  const balanced = buildDesign("y ~ drawn", even.columns);
  expectClose(
    fitRegression(balanced, balanced.response, { clusters: even.clusters })
      .degreesOfFreedom[1]!,
    6,
  );
});
