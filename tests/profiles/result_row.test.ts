import { expect, test } from "vitest";
import { fromJackknife } from "../../lib/profiles/result_row.ts";

const statistic = {
  status: "ok",
  value: 512,
  sampling: 90,
  between: 10,
  degreesOfFreedom: 20,
  clusters: 21,
} as const;

test("fromJackknife() splits the variance into sampling and measurement", () => {
  const result = fromJackknife(statistic, 10);
  expect(result).toMatchObject({ value: 512, sampling: 90, measurement: 11 });
  // λ = 11/101; (21/23) · 20 · (1 − λ) = 16.27, from the draws 9/λ² = 758.8.
  expect(result?.degreesOfFreedom).toBeCloseTo(15.93, 2);
});

test("fromJackknife() gives no number that rests on less than one degree of freedom", () => {
  // Two clusters: ν = 1 gives at most (1 + 1)/(1 + 3) = 0.5 once scores are drawn.
  expect(fromJackknife({ ...statistic, degreesOfFreedom: 1 }, 10)).toBeNull();
});

test("fromJackknife() gives no number without an uncertainty", () => {
  expect(fromJackknife({ ...statistic, status: "no-uncertainty" }, 10))
    .toBeNull();
});
