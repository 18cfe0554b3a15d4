import { expect, test } from "vitest";
import {
  developmentCoverage,
  doseCoverage,
  falseClaims,
  IntervalTally,
  leaderChanges,
  leaderMeans,
  levelCoverage,
  schoolCoverage,
  spreadFindings,
  type StudyRow,
} from "#lib/studies/mod.ts";

const coverageOf = (rows: readonly StudyRow[]): readonly StudyRow[] =>
  rows.filter(({ quantity }) => quantity.startsWith("dækning"));

test("developmentCoverage() finds intervals that hold every kind of change, and fail with pupils as independent", () => {
  const all = developmentCoverage({ schools: 18, replications: 80 });
  const naive = all.filter(({ quantity }) => quantity.includes("uafhængige"));
  expect(naive).toHaveLength(1);
  expect(naive[0]!.value).toBeLessThan(0.9);
  const others = coverageOf(all).filter((row) => row !== naive[0]);
  expect(others).toHaveLength(10);
  for (const { quantity, value, trials } of others) {
    expect(trials).toBe(80);
    expect(value, quantity).toBeGreaterThan(0.88);
  }
  const found = all.filter(({ quantity }) => quantity.startsWith("fund"));
  expect(found.map(({ trials }) => trials)).toEqual([
    ...Array(7).fill(80),
    ...Array(3).fill(40),
  ]);
  for (const { quantity, value } of found) {
    expect(value, quantity).toBeLessThan(0.15);
  }
});

test("levelCoverage() and schoolCoverage() hold levels and differences", () => {
  const levels = levelCoverage({ schools: 22, replications: 24 });
  expect(coverageOf(levels)).toHaveLength(8);
  const schools = schoolCoverage({ schools: 18, replications: 1 });
  expect(schools.map(({ trials }) => trials)).toEqual([36, 2, 18, 432, 1]);
  for (const { quantity, value } of [...levels, ...schools]) {
    if (!quantity.startsWith("dækning")) continue;
    expect(value, quantity).toBeGreaterThan(0.8);
  }
});

test("leaderMeans() and leaderChanges() try what reports print of few leaders", () => {
  const municipality = { schools: 8, most: 5, replications: 20 };
  const means = leaderMeans(municipality);
  expect(means.map(({ quantity, trials }) => [quantity, trials]))
    .toEqual([["dækning, gennemsnit", 20]]);
  const changes = leaderChanges(municipality);
  expect(coverageOf(changes).map(({ quantity }) => quantity)).toEqual(
    ["gennemsnit", "spredning", "nederste tiendedel", "øverste tiendedel"]
      .map((name) => `dækning, ${name}`),
  );
  for (const { value, setting } of coverageOf([...means, ...changes])) {
    expect(value).toBeGreaterThan(0.7);
    expect(setting).toBe("8 skoler, 1–5 ledere på hver");
  }
});

test("spreadFindings() seldom finds schools different that are alike", () => {
  const [row] = spreadFindings({ schools: 18, replications: 30 });
  expect(row!.value).toBeLessThan(0.2);
});

test("IntervalTally counts what is held, and what is found where there is nothing", () => {
  const tally = new IntervalTally();
  tally.add({ name: "a", interval: [1, 3], truth: 2 });
  tally.add({ name: "a", interval: [1, 3], truth: 0 });
  tally.add({ name: "a", interval: [-3, -1], truth: 0 });
  tally.add({ name: "a", interval: [-1, 1], truth: 0 });
  const rows = tally.rows("x");
  expect(rows.map(({ quantity, trials }) => [quantity, trials])).toEqual([
    ["dækning, a", 4],
    ["fund uden grund, a", 3],
  ]);
  expect(rows.map(({ value }) => value)).toEqual([1 / 2, 2 / 3]);
});

test("falseClaims() are as rare as the families promise", () => {
  for (const { setting, value } of falseClaims({ replications: 120 })) {
    expect(value, setting).toBeLessThan(0.08);
  }
});

test("doseCoverage() holds the slope with 18 schools of one municipality", () => {
  const [held, found] = doseCoverage({ schools: 18, replications: 800 });
  expect(held!.value).toBeGreaterThan(0.92);
  expect(held!.value).toBeLessThan(0.98);
  expect(found!.trials).toBe(400);
  expect(found!.value).toBeLessThan(0.08);
});
