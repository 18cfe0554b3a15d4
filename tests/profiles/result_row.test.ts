import { expect, test } from "vitest";
import { fromJackknife } from "../../lib/profiles/estimates/result_row.ts";

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
  // 101² / (90² / 20 + 11² / 9).
  expect(result?.degreesOfFreedom).toBeCloseTo(24.378, 3);
});

test("fromJackknife() gives no number that rests on two clusters", () => {
  expect(fromJackknife({ ...statistic, degreesOfFreedom: 1 }, 10)).toBeNull();
});

test("fromJackknife() gives no number without an uncertainty", () => {
  expect(fromJackknife({ ...statistic, status: "no-uncertainty" }, 10))
    .toBeNull();
});
