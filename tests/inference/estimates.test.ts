import { expect, test } from "vitest";
import {
  combinedDegreesOfFreedom,
  type Estimate,
  estimatesFromSums,
  makeEstimate,
  pooledDegreesOfFreedom,
  poolPlausibleValues,
  type StatisticDescription,
} from "#lib/inference/mod.ts";
import { studentQuantile } from "#lib/numerics/mod.ts";
import golden from "../golden/inference.json" with { type: "json" };
import { expectClose } from "./expect_close.ts";
import { goldenSums } from "./golden_sums.ts";

const spec = {
  value: 512,
  variance: { sampling: 9, link: 16 },
  degreesOfFreedom: 20,
  n: 300,
  unit: "points",
  method: "by hand",
} as const;

test("makeEstimate() takes the root of the ledger's sum and Student's interval", () => {
  const estimate = makeEstimate(spec);
  expect(estimate.standardError).toBe(5);
  expect(estimate.variance).toEqual({
    sampling: 9,
    measurement: 0,
    missing: 0,
    link: 16,
  });
  // Table value: t(.975, 20) = 2.085963.
  expectClose(estimate.interval[0], 512 - 5 * 2.085963447, { tolerance: 1e-9 });
  expectClose(estimate.interval[1], 512 + 5 * 2.085963447, { tolerance: 1e-9 });
  expect(estimate.dropped).toBe(0);
});

test("makeEstimate() cuts the interval where the number cannot be", () => {
  const share = {
    ...spec,
    value: 0.02,
    variance: { sampling: 0.0004 },
    unit: "share",
  } as const;
  expect(makeEstimate({ ...share, bounds: [0, 1] }).interval[0]).toBe(0);
  expect(makeEstimate(share).interval[0]).toBeLessThan(0);
});

test("makeEstimate() throws rather than make a number of NaN", () => {
  expect(() => makeEstimate({ ...spec, value: NaN })).toThrow(
    new RangeError("Cannot make an estimate: value NaN is not a finite number"),
  );
  expect(() => makeEstimate({ ...spec, variance: { sampling: -1 } })).toThrow(
    "sampling variance -1",
  );
  expect(() => makeEstimate({ ...spec, variance: { missing: NaN } })).toThrow(
    RangeError,
  );
  expect(() => makeEstimate({ ...spec, degreesOfFreedom: 0 })).toThrow(
    "not above 0",
  );
});

test("poolPlausibleValues() matches mice::pool.scalar", () => {
  for (
    const {
      estimates,
      samplingVariances,
      completeDegreesOfFreedom,
      ...expected
    } of golden.pool
  ) {
    const pooled = poolPlausibleValues(estimates, samplingVariances, {
      completeDegreesOfFreedom: completeDegreesOfFreedom ?? Infinity,
    });
    expectClose(pooled.value, expected.value);
    expectClose(pooled.within, expected.within);
    expectClose(pooled.between, expected.between);
    expectClose(pooled.total, expected.total);
    expectClose(pooled.degreesOfFreedom, expected.degreesOfFreedom);
    expectClose(pooled.fractionMissing, expected.fractionMissing);
    expectClose(pooled.standardError, Math.sqrt(expected.total));
  }
});

test("poolPlausibleValues() of equal draws keeps the complete degrees of freedom", () => {
  const pooled = poolPlausibleValues([5, 5, 5], [4, 4, 4], {
    completeDegreesOfFreedom: 17,
  });
  expect(pooled).toMatchObject({
    value: 5,
    standardError: 2,
    degreesOfFreedom: 17,
    fractionMissing: 0,
  });
});

test("poolPlausibleValues() throws when the lengths differ or there is one draw", () => {
  expect(() => poolPlausibleValues([1, 2], [1])).toThrow(
    new RangeError(
      "Cannot pool plausible values: found 2 estimates and 1 sampling variances, expected as many",
    ),
  );
  expect(() => poolPlausibleValues([1], [1])).toThrow("at least 2 are needed");
});

test("estimatesFromSums() pools the jackknife of each draw as poolPlausibleValues() does", () => {
  const sums = goldenSums();
  const description: StatisticDescription = {
    unit: "points",
    n: 119,
    method: "test",
  };
  const [mean] = estimatesFromSums(
    sums,
    Array(sums.count).fill(description),
  ) as Estimate[];
  const { JK1 } = golden.jackknife;
  const pooled = poolPlausibleValues(
    JK1.map((one) => one.values[0]!),
    JK1.map((one) => one.variances[0]!),
  );
  expectClose(mean!.value, pooled.value);
  expectClose(mean!.standardError, pooled.standardError);
  expectClose(mean!.variance.measurement, 1.5 * pooled.between);
  expect(mean!.degreesOfFreedom).toBeLessThan(13);
  const margin = studentQuantile(0.975, mean!.degreesOfFreedom) *
    mean!.standardError;
  expectClose(mean!.interval[1] - mean!.value, margin);
});

test("estimatesFromSums() enters the link variance in the ledger", () => {
  const sums = goldenSums();
  const description = {
    unit: "points",
    n: 119,
    method: "test",
    linkVariance: 4,
  } as const;
  const [mean] = estimatesFromSums(
    sums,
    Array(sums.count).fill(description),
  ) as Estimate[];
  const { sampling, measurement, link } = mean!.variance;
  expect(link).toBe(4);
  expectClose(mean!.standardError ** 2, sampling + measurement + 4);
});

test("estimatesFromSums() gives the reason where there is no estimate", () => {
  const sums = {
    ...goldenSums(),
    count: 1,
    statistics: (_: Float64Array, out: Float64Array) => {
      out[0] = NaN;
    },
  };
  expect(estimatesFromSums(sums, [{ unit: "r2", n: 0, method: "test" }]))
    .toEqual(["no-value"]);
  expect(() => estimatesFromSums(sums, [])).toThrow(
    "found 0 descriptions of 1 statistics",
  );
});

test("combinedDegreesOfFreedom() weighs both variances, and is Rubin's for unlimited sampling degrees", () => {
  // W = 3 with 6 degrees, (1 + 1/5) B = 1.2 with 4: 4.2² / (9 / 6 + 1.44 / 4).
  expectClose(
    combinedDegreesOfFreedom({
      within: 3,
      between: 1,
      draws: 5,
      completeDegreesOfFreedom: 6,
    }),
    4.2 * 4.2 / (9 / 6 + 1.44 / 4),
  );
  const variances = { within: 3, between: 1, draws: 5 };
  expectClose(
    combinedDegreesOfFreedom({
      ...variances,
      completeDegreesOfFreedom: Infinity,
    }),
    pooledDegreesOfFreedom({
      ...variances,
      completeDegreesOfFreedom: Infinity,
    }),
  );
  expect(combinedDegreesOfFreedom({
    within: 3,
    between: 0,
    draws: 5,
    completeDegreesOfFreedom: 6,
  })).toBe(6);
});
