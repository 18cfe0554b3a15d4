import { expect, test } from "vitest";
import {
  developmentCoverage,
  doseCoverage,
  falseClaims,
} from "#lib/studies/mod.ts";

test("developmentCoverage() finds intervals that hold every kind of change, and fail with pupils as independent", () => {
  const rows = developmentCoverage({ schools: 18, replications: 60 });
  const naive = rows.filter(({ quantity }) => quantity.includes("uafhængige"));
  expect(naive).toHaveLength(1);
  expect(naive[0]!.value).toBeLessThan(0.88);
  const others = rows.filter((row) => row !== naive[0]);
  expect(others).toHaveLength(7);
  for (const { quantity, value, trials } of others) {
    expect(trials).toBe(120);
    expect(value, quantity).toBeGreaterThan(0.9);
    expect(value, quantity).toBeLessThanOrEqual(1);
  }
});

test("falseClaims() are as rare as the families promise", () => {
  for (const { setting, value } of falseClaims({ replications: 120 })) {
    expect(value, setting).toBeLessThan(0.08);
  }
});

test("doseCoverage() holds the slope with 18 schools of one municipality", () => {
  const [row] = doseCoverage({ schools: 18, replications: 400 });
  expect(row!.value).toBeGreaterThan(0.91);
  expect(row!.value).toBeLessThan(0.98);
});
