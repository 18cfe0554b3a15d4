import { expect, test } from "vitest";
import { intervalOn, makeEstimate } from "#lib/inference/mod.ts";
import { expectAllClose } from "./expect_close.ts";

test.each(
  [
    // 2 × exp (∓ 0.5 / 2).
    ["log", 2, 0.5, 2 * Math.exp(-0.25), 2 * Math.exp(0.25)],
    // The logit of a half is 0 and rises by 4 per unit.
    ["logit", 0.5, 0.1, 1 / (1 + Math.exp(0.4)), 1 / (1 + Math.exp(-0.4))],
    // Fisher's z of a correlation of a half, whose error is 0.06 / (2 × 0.5).
    [
      "squared-correlation",
      0.25,
      0.06,
      Math.tanh(Math.atanh(0.5) - 0.08) ** 2,
      Math.tanh(Math.atanh(0.5) + 0.08) ** 2,
    ],
    // 39/40 and 1/40: the logarithm of 1, falling by 1 / 0.8² per unit at p = 40/79.
    [
      "share-within",
      40 / 79,
      0.0256,
      1 / (1 + Math.exp(0.0256 * (79 / 40) ** 2) - 1 / 40),
      1 / (1 + Math.exp(-0.0256 * (79 / 40) ** 2) - 1 / 40),
    ],
    ["plain", 3, 1, 2, 4],
  ] as const,
)(
  "intervalOn() the %s scale is worked out by hand",
  (scale, value, margin, lower, upper) => {
    expectAllClose(intervalOn(scale, { value, margin }), [lower, upper]);
  },
);

test("intervalOn() is plain where the value has no place on the scale", () => {
  for (const scale of ["log", "logit", "squared-correlation"] as const) {
    expect(intervalOn(scale, { value: 0, margin: 1 })).toEqual([-1, 1]);
  }
});

test("intervalOn() of nearly all variance within units reaches 1 and no further", () => {
  const [lower, upper] = intervalOn("share-within", {
    value: 1,
    margin: 0.02,
  });
  expect(upper).toBe(1);
  expect(lower).toBeGreaterThan(0.95);
});

test("makeEstimate() cuts a value that cannot be, and its interval on another scale", () => {
  const found = makeEstimate({
    value: 1.003,
    variance: { sampling: 0.0001 },
    degreesOfFreedom: Infinity,
    n: 100,
    unit: "share",
    method: "by hand",
    bounds: [0, 1],
    scale: "share-within",
  });
  expect(found.value).toBe(1);
  expect(found.interval[1]).toBe(1);
  expect(found.standardError).toBe(0.01);
});
