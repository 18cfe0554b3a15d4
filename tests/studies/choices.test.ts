import { expect, test } from "vitest";
import {
  clusteringCoverage,
  falseFindings,
  levelCoverage,
  linkErrorCoverage,
  lotteryPower,
  noChangeClaims,
  schoolCoverage,
  scoreCoverage,
  shrunkenCoverage,
  type StudyRow,
  waveChangeCoverage,
  waveChangePower,
} from "#lib/studies/mod.ts";

/** Values in the order of the study. */
const values = (rows: readonly StudyRow[]) => rows.map(({ value }) => value);

test("clusteringCoverage() fails with pupils as independent and holds with schools", () => {
  const [naive, , robust, mixed] = values(
    clusteringCoverage({ schools: 18, replications: 200 }),
  );
  expect(naive).toBeLessThan(0.82);
  expect(robust).toBeGreaterThan(0.9);
  expect(mixed).toBeGreaterThan(0.9);
});

test("waveChangeCoverage() fails without school × wave and is too safe with waves apart", () => {
  const [level, apart, joint, full] = values(
    waveChangeCoverage({ schools: 18, replications: 150 }),
  );
  expect(level).toBeLessThan(0.89);
  expect(apart).toBeGreaterThan(0.96);
  for (const held of [joint, full]) {
    expect(held).toBeGreaterThan(0.89);
    expect(held).toBeLessThan(1);
  }
});

test(
  "scoreCoverage() fails for the spread with one value and with EAP, and holds with ten",
  () => {
    const rows = scoreCoverage({ schools: 18, replications: 40 });
    const spread = values(
      rows.filter(({ quantity }) => quantity.startsWith("spredning")),
    );
    expect(spread[0]).toBeLessThan(0.9);
    expect(spread[1]).toBeLessThan(0.2);
    expect(spread[2]).toBeGreaterThan(0.84);
  },
  30_000,
);

test("linkErrorCoverage() fails for many schools without the link error", () => {
  const [without, within] = values(
    linkErrorCoverage({ schools: 242, replications: 1000 }),
  );
  expect(without).toBeLessThan(0.76);
  expect(within).toBeGreaterThan(0.93);
  expect(within).toBeLessThan(0.97);
});

test("falseFindings() are as rare as promised with exact p-values", () => {
  const rows = falseFindings({ schools: 18, drawn: 5, replications: 60 });
  const [normal, , , exact] = values(rows);
  // Three standard errors of 60 tests are 0.084.
  expect(exact).toBeLessThan(0.134);
  expect(normal).toBeGreaterThanOrEqual(exact!);
  expect(rows[0]!.setting).toBe("18 skoler, 5 trukket");
}, 30_000);

test("noChangeClaims() by a high p-value come with few schools whatever has happened", () => {
  const [naive, equivalence] = values(
    noChangeClaims({ schools: 18, truth: 5, replications: 1000 }),
  );
  expect(naive).toBeGreaterThan(0.85);
  expect(equivalence).toBeLessThan(0.06);
  const many = noChangeClaims({ schools: 242, truth: 0, replications: 500 });
  expect(many[1]!.value).toBeGreaterThan(0.5);
});

test("waveChangePower() and lotteryPower() find what was planned in 4 of 5 cases", () => {
  const [wave] = values(waveChangePower({ schools: 22, replications: 2000 }));
  const [lottery] = values(lotteryPower({ schools: 22, replications: 300 }));
  expect(Math.abs(wave! - 0.8)).toBeLessThan(0.03);
  expect(Math.abs(lottery! - 0.8)).toBeLessThan(0.07);
});

test("levelCoverage() holds the numbers of one wave", () => {
  const rows = levelCoverage({ schools: 18, replications: 60 });
  const coverage = rows.filter(({ quantity }) =>
    quantity.startsWith("dækning")
  );
  expect(coverage).toHaveLength(8);
  for (const { quantity, value } of coverage) {
    expect(value, quantity).toBeGreaterThan(0.8);
  }
  const [found] = rows.filter((row) => !coverage.includes(row));
  expect(found!.quantity).toMatch(/^fund uden grund/);
  expect(found!.value).toBeLessThan(0.15);
});

test("schoolCoverage() holds single schools' and classes' own levels", () => {
  const rows = schoolCoverage({ schools: 18, replications: 10 });
  expect(rows.map(({ trials }) => trials)).toEqual([360, 20, 180, 4320, 10]);
  for (const { quantity, value, trials } of rows) {
    expect(value, quantity).toBeGreaterThan(0.9);
    if (trials > 100) expect(value, quantity).toBeLessThan(0.99);
  }
});

test("shrunkenCoverage() holds municipalities' changes whether they differ or not", () => {
  for (const { setting, value } of shrunkenCoverage({ replications: 100 })) {
    expect(value, setting).toBeGreaterThan(0.92);
  }
});
