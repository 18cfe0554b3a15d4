import { expect, test } from "vitest";
import { createStream } from "#lib/numerics/mod.ts";
import {
  buildDesign,
  fitQuantile,
  type FitQuantileOptions,
} from "#lib/inference/mod.ts";
import golden from "../../golden/regression.json" with { type: "json" };
import { expectAllClose, expectClose } from "../expect_close.ts";
import { table } from "./golden_data.ts";

const { school, weight, score } = golden.data;
const design = buildDesign("score ~ ses + program", table);

const settings = [
  { expected: golden.quantile.plain, options: {}, name: "no weights" },
  {
    expected: golden.quantile.weighted,
    options: { weights: weight },
    name: "weights",
  },
];

for (const { expected, options, name } of settings) {
  test(`fitQuantile() matches R's quantreg, ${name}`, () => {
    for (const { tau, coefficients, iid, nid, ker, cluster } of expected) {
      const fit = (more: FitQuantileOptions) =>
        fitQuantile(design, score, { ...options, tau, ...more });
      const first = fit({});
      expect(first.isVertex).toBe(true);
      expectAllClose(first.coefficients, coefficients);
      expectAllClose(first.standardErrors, nid, { tolerance: 1e-9 }); // R subtracts 1.5e-8.
      // Without weights one of R's inner medians is not unique, as R itself warns.
      if (name === "weights") {
        expectAllClose(fit({ covariance: "iid" }).standardErrors, iid);
      }
      expectAllClose(fit({ covariance: "kernel" }).standardErrors, ker);
      expectAllClose(fit({ clusters: school }).standardErrors, cluster);
    }
  });
}

test("fitQuantile() without regressors is the weighted median", () => {
  const y = [1, 2, 3, 10, 50];
  const mean = buildDesign("~ 1", { y }, { require: ["y"] });
  const median = (weights: number[]) =>
    fitQuantile(mean, y, { weights, covariance: "kernel" }).coefficients[0]!;
  expectClose(median([1, 1, 1, 1, 1]), 3);
  expectClose(median([1, 1, 1, 2, 4]), 10);
  expectClose(median([9, 1, 1, 2, 4]), 1);
});

test("fitQuantile() with whole weights has the coefficients of repeated rows", () => {
  const times = score.map((_, i) => 1 + i % 3);
  const rows = times.flatMap((count, i) => Array<number>(count).fill(i));
  const repeated = buildDesign("score ~ ses", {
    score: rows.map((i) => score[i]!),
    ses: rows.map((i) => golden.data.ses[i]!),
  });
  const options = { tau: 0.3, covariance: "kernel" } as const;
  const long = fitQuantile(repeated, repeated.response, options);
  const short = fitQuantile(buildDesign("score ~ ses", table), score, {
    ...options,
    weights: times,
  });
  expectAllClose(short.coefficients, long.coefficients, { tolerance: 1e-9 });
});

test("fitQuantile() of many rows leaves out those far away and stays exact", () => {
  const stream = createStream(5);
  const n = 12_000;
  const x = Float64Array.from({ length: n }, () => stream.normal());
  const y = x.map((value) => 2 * value + (1 + value * value) * stream.normal());
  const many = buildDesign("y ~ x", { x, y });
  for (const tau of [0.02, 0.6]) {
    const fit = fitQuantile(many, y, { tau, covariance: "kernel" });
    expect(fit.isVertex).toBe(true);
    // Optimality of a vertex: tau n rows lie below the plane, give or take p.
    const below = fit.residuals.filter((r) => r < -1e-9).length;
    const above = fit.residuals.filter((r) => r > 1e-9).length;
    expect(below).toBeLessThanOrEqual(tau * n);
    expect(above).toBeLessThanOrEqual((1 - tau) * n);
    expect(below + above).toBe(n - 2);
    // And so for each column: |Σ x (τ − [r < 0])| is at most what the p rows can balance.
    const balance = fit.residuals.reduce(
      (sum, r, i) =>
        sum + (Math.abs(r) < 1e-9 ? 0 : x[i]! * (r < 0 ? tau - 1 : tau)),
      0,
    );
    const reach = fit.residuals.reduce(
      (sum, r, i) => sum + (Math.abs(r) < 1e-9 ? Math.abs(x[i]!) : 0),
      0,
    );
    expect(Math.abs(balance)).toBeLessThanOrEqual(reach);
  }
});
