import { expect, test } from "vitest";
import {
  type DoseResponse,
  doseResponse,
  nationalDifference,
  partialR2,
  robustnessValue,
} from "#lib/effects/mod.ts";
import { lastSlopeDegrees } from "../../../lib/effects/development/last_slope_degrees.ts";
import { fitRegression, makeEstimate } from "#lib/inference/mod.ts";
import { createMatrix, createStream } from "#lib/numerics/mod.ts";
import { expectClose } from "../../inference/expect_close.ts";

/** Schools of three municipalities with a slope of 20 and a level of its own each. */
function schools(noise: number, draws = 2) {
  const stream = createStream(11, 4);
  const n = 36;
  const intensity = Float64Array.from({ length: n }, () => stream.uniform());
  const stratum = Int32Array.from({ length: n }, (_, s) => s % 3);
  const errorVariance = Float64Array.from(
    { length: n },
    () => 20 + 60 * stream.uniform(),
  );
  const own = Array.from({ length: n }, () => stream.normal());
  return {
    intensity,
    stratum,
    errorVariance,
    changes: Array.from({ length: draws }, () =>
      Float64Array.from(
        intensity,
        (x, s) =>
          7 * stratum[s]! + 20 * x +
          noise * Math.sqrt(errorVariance[s]!) * own[s]!,
      )),
  };
}

function fitted(input: Parameters<typeof doseResponse>[0]): DoseResponse {
  const result = doseResponse(input);
  if (typeof result === "string") throw new Error(result);
  return result;
}

test("doseResponse() finds the slope within municipalities and counts the schools", () => {
  const result = fitted(schools(1e-6));
  expect(result.slope).toBeCloseTo(20, 4);
  expect(result.schoolVariance).toBe(0);
  expect(result.between).toBeCloseTo(0, 20);
  expect(result.schools).toBe(36);
  expect(result.residualDegreesOfFreedom).toBe(32);
  expect(fitted(schools(1)).sampling).toBeGreaterThan(0);
});

test("doseResponse() pools plausible values and ignores schools it knows nothing of", () => {
  const input = schools(1);
  const moved = {
    ...input,
    changes: [
      input.changes[0]!,
      input.changes[0]!.map((y, s) => y + 3 * input.intensity[s]!),
    ],
  };
  const [one, two] = [fitted(input), fitted(moved)];
  expect(two.slope).toBeCloseTo(one.slope + 1.5, 0);
  expect(two.between).toBeCloseTo(4.5, 1);
  expect(two.degreesOfFreedom).toBeLessThan(one.degreesOfFreedom);
  const intensity = input.intensity.slice();
  intensity[4] = NaN;
  expect(fitted({ ...input, intensity }).schools).toBe(35);
});

test("lastSlopeDegrees() are those of CR2 with one row per cluster", () => {
  const stream = createStream(11, 5);
  const rows = 22;
  const matrix = createMatrix({ rows, columns: 3 });
  for (let i = 0; i < rows; i++) {
    const x = stream.normal();
    const scale = 0.5 + stream.uniform();
    matrix.values.set([scale, scale * (i % 2), scale * x * x * x], 3 * i);
  }
  const fit = fitRegression(
    { matrix, names: ["one", "half", "slope"] },
    Float64Array.from({ length: rows }, () => stream.normal()),
    { clusters: Int32Array.from({ length: rows }, (_, i) => i) },
  );
  const degrees = lastSlopeDegrees(matrix);
  expectClose(degrees, fit.degreesOfFreedom[2]!, { tolerance: 1e-10 });
  expect(degrees).toBeLessThan(8);
  // A balanced comparison of two groups has n − 2, by hand.
  const groups = createMatrix({ rows: 8, columns: 2 });
  for (let i = 0; i < 8; i++) groups.values.set([1, i % 2], 2 * i);
  expectClose(lastSlopeDegrees(groups), 6, { tolerance: 1e-12 });
});

test("doseResponse() says why there is no answer", () => {
  const input = schools(1);
  expect(doseResponse({ ...input, intensity: input.intensity.map(() => 0.5) }))
    .toBe("no-variation");
  const few = <T extends Float64Array | Int32Array>(column: T): T =>
    column.slice(0, 12) as T;
  expect(doseResponse({
    intensity: few(input.intensity),
    stratum: few(input.stratum),
    errorVariance: few(input.errorVariance),
    changes: input.changes.map(few),
  })).toBe("too-few-schools");
});

test("robustnessValue() solves the equation it comes from", () => {
  // With R of both sides, bias = |t| exactly when R² / (1 − R) = t² / df.
  for (const [t, degreesOfFreedom] of [[2.5, 228], [-6, 40], [0.3, 900]]) {
    const test = { t: t!, degreesOfFreedom: degreesOfFreedom! };
    const r = robustnessValue(test);
    expectClose(r * r / (1 - r), t! * t! / degreesOfFreedom!, {
      tolerance: 1e-12,
    });
  }
  expect(robustnessValue({ t: 1.2, degreesOfFreedom: 200 }, { alpha: 0.05 }))
    .toBe(0);
  expectClose(partialR2({ t: 2, degreesOfFreedom: 96 }), 0.04, {
    tolerance: 1e-12,
  });
  expect(() => robustnessValue({ t: 1, degreesOfFreedom: 1 })).toThrow(
    new RangeError(
      "Cannot compute a robustness value: 1 degrees of freedom are not above 1",
    ),
  );
});

test("nationalDifference() keeps the link error unless the country lies on the same scale", () => {
  const change = makeEstimate({
    value: 8,
    variance: { sampling: 4, measurement: 1, link: 9 },
    degreesOfFreedom: 30,
    n: 500,
    unit: "points",
    method: "m",
  });
  const country = (mean: number, sameScale: boolean) => ({
    mean,
    standardError: 1.5,
    sameScale,
  });
  const own = nationalDifference(change, {
    from: country(500, false),
    to: country(503, true),
  });
  expect(own.value).toBe(5);
  expect(own.variance).toEqual({
    sampling: 8.5,
    measurement: 1,
    missing: 0,
    link: 9,
  });
  const same = nationalDifference(change, {
    from: country(500, true),
    to: country(503, true),
  });
  expect(same.variance.link).toBe(0);
  expect(same.standardError).toBeCloseTo(Math.sqrt(9.5), 12);
  // The country's 4.5 is known: 30 × (18.5 / 14)² and 30 × (9.5 / 5)².
  expectClose(own.degreesOfFreedom, 30 * (18.5 / 14) ** 2);
  expectClose(same.degreesOfFreedom, 30 * 1.9 ** 2);
});
