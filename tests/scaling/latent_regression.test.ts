import { expect, test } from "vitest";
import { createMatrix, type Matrix } from "#lib/numerics/mod.ts";
import {
  calibrate,
  latentRegression,
  type ScaleResponses,
} from "#lib/scaling/mod.ts";
import { expectAllClose, expectClose } from "../inference/expect_close.ts";
import { ITEMS, normals, responsesOf, simulateAnswers } from "./simulate.ts";
import { dataAreAbsent, readAnswers, readTable } from "./validation_data.ts";

/** Six digits are compared: TAM stops where the deviance changes less than 1e-9. */
const PARAMETERS = { tolerance: 1e-6 };
const SLOPES = [0.4, -0.25];

function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  return createMatrix(
    { rows: rows.length, columns: rows[0]!.length },
    Float64Array.from(rows.flat()),
  );
}

/** θ = 0.4 x − 0.25 z + e with x continuous, z 0 or 1 and residual SD 0.8. */
function regressed(
  persons: number,
): { readonly answers: ScaleResponses; readonly design: Matrix } {
  const [x, e] = [normals(persons, 21), normals(persons, 22)];
  const rows = Array.from(x, (value, p) => [10 + value, p % 2]);
  const theta = rows.map(([a, z], p) =>
    SLOPES[0]! * (a! - 10) + SLOPES[1]! * (z! - 0.5) + 0.8 * e[p]!
  );
  const columns = simulateAnswers(theta, { seed: 23, missing: 0.1 });
  return {
    answers: responsesOf(columns, { maxScore: 3 }),
    design: matrixOf(rows),
  };
}

test.skipIf(dataAreAbsent)(
  "latentRegression() matches TAM on verbal aggression by gender and anger",
  () => {
    const { rows } = readTable("verbal_aggression.csv");
    const design = matrixOf(
      rows.map((row) => [row[24] === "male" ? 1 : 0, Number(row[25])]),
    );
    const found = latentRegression(
      readAnswers("verbal_aggression.csv", { items: 24 }),
      design,
      { model: "PCM", grid: { nodes: 241, halfWidth: 12 } },
    );
    expect(found.converged).toBe(true);
    expect(found.parameters).toBe(51);
    expect(Math.abs(found.logLikelihood + 6306.06103363608)).toBeLessThan(1e-5);
    expectAllClose(
      found.coefficients,
      [0.255982868519351, 0.057311117320904],
      PARAMETERS,
    );
    expectClose(
      found.residualStandardDeviation ** 2,
      0.849212794957531,
      PARAMETERS,
    );
  },
);

test.skipIf(dataAreAbsent)(
  "latentRegression() matches TAM on TIMSS by country and gender",
  () => {
    const { rows } = readTable("timss2011_aus_twn.csv");
    const design = matrixOf(
      rows.map((row) => [row[11] === "158" ? 1 : 0, row[12] === "1" ? 1 : 0]),
    );
    const found = latentRegression(
      readAnswers("timss2011_aus_twn.csv", { items: 11 }),
      design,
      { model: "PCM", grid: { nodes: 241, halfWidth: 9 } },
    );
    expect(Math.abs(found.logLikelihood + 10500.8699077079)).toBeLessThan(1e-5);
    expectAllClose(
      found.coefficients,
      [2.05460195851415, 0.00494587629601018],
      PARAMETERS,
    );
    expectClose(
      found.residualStandardDeviation ** 2,
      2.03799206024564,
      PARAMETERS,
    );
    // TAM divides the variance of the prediction by N − 1.
    expectClose(found.explainedVariance, 0.333325484666917, {
      tolerance: 2e-4,
    });
  },
);

test("latentRegression() finds known coefficients, within three standard errors", () => {
  const { answers, design } = regressed(4000);
  const found = latentRegression(answers, design, { model: "PCM" });
  // The PCM sets the items' slopes, 1.2 on average, to 1: its unit is its own.
  const ratio = found.residualStandardDeviation / 0.8;
  found.coefficients.forEach((b, j) => {
    const error = found.standardErrors![j]!;
    expect(Math.abs(b - SLOPES[j]! * ratio)).toBeLessThan(3.5 * error);
    expect(error).toBeLessThan(0.06);
  });
  expectAllClose(found.means, [10, 0.5], { tolerance: 0.01 });
});

test("latentRegression() beside fixed items finds intercept and residual SD too", () => {
  const { answers, design } = regressed(4000);
  const fixedItems = new Map(ITEMS.map((item) => [item.id, item]));
  const found = latentRegression(answers, design, { fixedItems });
  expect(found.items).toEqual(ITEMS);
  expect(found.parameters).toBe(4);
  expectClose(found.intercept, 0, { tolerance: 0.06 });
  expectClose(found.residualStandardDeviation, 0.8, { tolerance: 0.05 });
  expectAllClose(found.coefficients, SLOPES, { tolerance: 0.08 });
  const errors = found.standardErrors!;
  expect(errors.length).toBe(2);
  expect(errors[0]).toBeGreaterThan(0.01);
  expect(errors[0]).toBeLessThan(0.03);
});

test("latentRegression() in a GPCM has residual SD 1 and coefficients in its units", () => {
  const { answers, design } = regressed(4000);
  const found = latentRegression(answers, design, { standardErrors: "none" });
  expect(found.residualStandardDeviation).toBe(1);
  expect(found.standardErrors).toBe(null);
  expectAllClose(found.coefficients, SLOPES.map((b) => b / 0.8), {
    tolerance: 0.12,
  });
});

test("latentRegression() of regressors in another unit changes the coefficients' unit only", () => {
  const { answers, design } = regressed(600);
  const other = createMatrix(
    design,
    design.values.map((x, i) => i % 2 === 0 ? 1000 * x - 5 : x),
  );
  const options = { model: "PCM", standardErrors: "none" } as const;
  const [a, b] = [design, other].map((d) =>
    latentRegression(answers, d, options)
  );
  expectClose(a!.logLikelihood, b!.logLikelihood, { tolerance: 1e-12 });
  expectClose(a!.coefficients[0]!, 1000 * b!.coefficients[0]!, {
    tolerance: 1e-7,
  });
});

test("latentRegression() of a regressor without effect is the PCM", () => {
  const { answers } = regressed(2000);
  const design = matrixOf(Array.from({ length: 2000 }, () => [0]));
  expect(() => latentRegression(answers, design, { model: "PCM" })).toThrow(
    "one of its 1 regressors is constant or follows from the others",
  );
  const none = createMatrix({ rows: 2000, columns: 0 });
  const grid = { nodes: 121, halfWidth: 8 };
  const plain = calibrate(answers, { model: "PCM", grid });
  const found = latentRegression(answers, none, { model: "PCM", grid });
  expectClose(found.logLikelihood, plain.logLikelihood, { tolerance: 1e-10 });
  expectClose(
    found.residualStandardDeviation,
    plain.groups[0]!.standardDeviation,
    { tolerance: 1e-5 },
  );
  expect(found.explainedVariance).toBe(0);
});

test("latentRegression() throws when the design does not fit", () => {
  const { answers, design } = regressed(300);
  const short = createMatrix({ rows: 10, columns: 2 });
  expect(() => latentRegression(answers, short)).toThrow(
    "the design has 10 rows, expected one for each of 300 persons",
  );
  const holes = createMatrix(design, design.values.slice());
  holes.values[5] = NaN;
  expect(() => latentRegression(answers, holes)).toThrow(
    "regressor 1 of person 2 is NaN, allowed are finite numbers",
  );
});
