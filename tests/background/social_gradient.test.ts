import { expect, test } from "vitest";
import { createStream } from "#lib/numerics/mod.ts";
import {
  educationGap,
  GRADIENT_WIDTH,
  socialGradient,
  splitGradientChange,
} from "#lib/background/mod.ts";
import { jackknifeFromSums } from "#lib/inference/mod.ts";
import { leastSquares, matrixFromRows } from "#lib/numerics/mod.ts";
import golden from "../golden/inference.json" with { type: "json" };
import { expectAllClose, expectClose } from "../inference/expect_close.ts";
import { goldenStrata, goldenSums } from "../inference/golden_sums.ts";
import type { Person } from "../inference/statistics_block.ts";
import { GRADIENTS } from "./gradient_block.ts";

/** Pupils of one school: pairs of background and score − 500. */
type School = readonly (readonly [background: number, score: number])[];

function gradientOfPeople(schools: readonly (readonly Person[])[]) {
  const sums = new Float64Array(GRADIENT_WIDTH);
  for (const people of schools) GRADIENTS.addSchoolInPlace(sums, 0, people);
  return socialGradient(sums, 0);
}

function gradientOf(schools: readonly School[]) {
  return gradientOfPeople(
    schools.map((pupils) =>
      pupils.map(([background, d]) => ({
        weight: 1,
        score: 500 + d,
        background,
      }))
    ),
  );
}

function simulatedSchools(seed: number): School[] {
  const stream = createStream(seed);
  return Array.from({ length: 25 }, () => {
    const school = 0.5 * stream.normal();
    return Array.from({ length: 5 + stream.integer(40) }, () => {
      const x = school + stream.normal();
      return [x, 25 * x + 30 * school + 80 * stream.normal()] as const;
    });
  });
}

test("socialGradient() splits a table worked out by hand", () => {
  // Within schools 10 points per unit, between them 30.
  const found = gradientOf([[[-2, -40], [0, -20]], [[0, 20], [2, 40]]]);
  expectClose(found.within, 10);
  expectClose(found.between, 30);
  expectClose(found.segregation, 0.5);
  expectClose(found.total, 20);
  expectClose(found.explained, 0.8);
  expectClose(found.standardised, Math.sqrt(0.8));
});

test("socialGradient() of weighted people on a line is that line", () => {
  const people = [[1, 380, -1], [2, 500, 0], [1, 620, 1]] as const;
  const found = gradientOfPeople([
    people.map(([weight, score, background]) => ({
      weight,
      score,
      background,
    })),
  ]);
  expect(found).toMatchObject({ total: 120, explained: 1, standardised: 1 });
});

/** Means over draws of slope, R² and correlation, the last three statistics of the file. */
function average(draws: readonly (readonly number[])[]): number[] {
  return [4, 5, 6].map((s) =>
    draws.reduce((total, one) => total + one[s]! / draws.length, 0)
  );
}

test("socialGradient() jackknifed matches the survey package without and with strata", () => {
  const { JK1, JKn } = golden.jackknife;
  const sums = goldenSums(GRADIENTS);
  for (
    const [strata, expected] of [[null, JK1], [goldenStrata(), JKn]] as const
  ) {
    const results = jackknifeFromSums({ ...sums, strata });
    expectAllClose(
      results.map((r) => r.value),
      average(expected.map((one) => one.values)),
    );
    expectAllClose(
      results.map((r) => r.sampling),
      average(expected.map((one) => one.variances)),
      // Variances of R² are differences of nearly equal numbers.
      { tolerance: 1e-9 },
    );
  }
});

test("socialGradient() is least squares, and its parts add up exactly", () => {
  const schools = simulatedSchools(1);
  const found = gradientOf(schools);
  const pupils = schools.flat();
  const fit = leastSquares(
    matrixFromRows(pupils.map(([x]) => [1, x])),
    pupils.map(([, y]) => y),
  );
  expectClose(found.total, fit.coefficients[1]!);
  const { segregation, between, within } = found;
  expectClose(segregation * between + (1 - segregation) * within, found.total, {
    tolerance: 1e-12,
  });
  const centred = schools.flatMap((school) => {
    const mean = (k: 0 | 1) =>
      school.reduce((t, pupil) => t + pupil[k], 0) / school.length;
    return school.map(([x, y]) => [x - mean(0), y - mean(1)] as const);
  });
  const inside = leastSquares(
    matrixFromRows(centred.map(([x]) => [x])),
    centred.map(([, y]) => y),
  );
  expectClose(within, inside.coefficients[0]!);
});

test("socialGradient() gives NaN for what is undefined", () => {
  const one = gradientOf([[[-1, -10], [1, 10]]]);
  expect(one.between).toBeNaN();
  expectClose(one.total, 10);
  const flat = gradientOf([[[0.3, -10], [0.3, 10]], [[0.3, 4]]]);
  expect([flat.total, flat.within, flat.explained].every(Number.isNaN)).toBe(
    true,
  );
  expect(gradientOf([]).total).toBeNaN();
});

test("splitGradientChange() adds up, and gives a change of one source to that source", () => {
  const from = gradientOf(simulatedSchools(2)),
    to = gradientOf(simulatedSchools(3));
  const change = splitGradientChange(from, to);
  expectClose(
    change.segregation + change.between + change.within,
    change.total,
  );
  const steeper = {
    ...from,
    between: from.between + 6,
    total: from.total + 6 * from.segregation,
  };
  const only = splitGradientChange(from, steeper);
  expect([only.segregation, only.within]).toEqual([0, 0]);
  expectClose(only.between, only.total);
});

test("educationGap() subtracts the lowest group's mean, NaN when a group is empty", () => {
  expect(educationGap({ weight: 4, score: -80 }, { weight: 2, score: 60 }))
    .toBe(50);
  expect(educationGap({ weight: 0, score: 0 }, { weight: 2, score: 60 }))
    .toBeNaN();
});
