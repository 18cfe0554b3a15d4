import { expect, test } from "vitest";
import {
  chiSquareCdf,
  fCdf,
  normalCdf,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from "#lib/numerics/mod.ts";
import golden from "../golden/inference.json" with { type: "json" };
import { expectAllClose } from "../inference/expect_close.ts";

const { p, df, ...expected } = golden.distributions;

test("normalCdf() and normalQuantile() match R", () => {
  expectAllClose(p.map(normalQuantile), expected.normalQuantile, {
    tolerance: 1e-14,
  });
  expectAllClose(expected.normalCdf.z.map(normalCdf), expected.normalCdf.p, {
    tolerance: 1e-14,
  });
});

test("studentQuantile() and studentCdf() match R from 1 to a million degrees of freedom", () => {
  df.forEach((d, i) => {
    expectAllClose(
      p.map((one) => studentQuantile(one, d)),
      expected.studentQuantile[i]!,
      {
        tolerance: 1e-9, // The incomplete beta function loses digits at a million degrees.
      },
    );
    expectAllClose(
      expected.normalQuantile.map((t) => studentCdf(t, d)),
      expected.studentCdf[i]!,
      { tolerance: 1e-10 },
    );
  });
});

test("studentQuantile() and studentCdf() with infinite degrees of freedom are normal", () => {
  expect(studentQuantile(0.975, Infinity)).toBe(normalQuantile(0.975));
  expect(studentCdf(-1.3, Infinity)).toBe(normalCdf(-1.3));
});

test("chiSquareCdf() and fCdf() match R", () => {
  expected.chiSquareCdf.forEach((values, i) =>
    expectAllClose(
      [0.5, 1, 1.5].map((f) => chiSquareCdf(f * df[i]!, df[i]!)),
      values,
    )
  );
  expected.fCdf.forEach((values, i) =>
    expectAllClose([0.5, 1, 3].map((x) => fCdf(x, 2, df[i]!)), values)
  );
  expect(fCdf(1.7, 3, Infinity)).toBe(chiSquareCdf(1.7 * 3, 3));
});
