import { expect, test } from "vitest";
import { createStream } from "#lib/numerics/mod.ts";
import { poolNestedImputations } from "#lib/inference/mod.ts";
import { expectClose } from "../expect_close.ts";

test("poolNestedImputations() gives Rubin's values worked out by hand", () => {
  // Means of nests 2, 4 and 9, of all 5: B = (9 + 1 + 16) / 2 = 13. Within nests
  // the variances are 2, 8 and 2: W = 4. U = 6.
  const found = poolNestedImputations(
    [[1, 3], [2, 6], [8, 10]],
    [[6, 6], [5, 7], [4, 8]],
  );
  expect(found.value).toBe(5);
  expect(found.sampling).toBe(6);
  expect(found.betweenNests).toBe(13);
  expect(found.withinNests).toBe(4);
  // T = 6 + 4/3 × 13 + 1/2 × 4.
  const total = 6 + 52 / 3 + 2;
  expectClose(found.total, total);
  expectClose(found.standardError, Math.sqrt(total));
  // 1 / ν = (52/3 / T)² / 2 + (2 / T)² / 3.
  expectClose(
    found.degreesOfFreedom,
    1 / ((52 / 3 / total) ** 2 / 2 + (2 / total) ** 2 / 3),
  );
  expectClose(found.fractionMissing, 15 / 21);
  expectClose(found.fractionMissingWithin, 4 / 10);
  // Outer: 4/3 × (13 − 4/2); inner: (1 + 1/6) × 4; together the rest of T.
  expectClose(found.variance.missing, 44 / 3);
  expectClose(found.variance.measurement, 14 / 3);
});

test("poolNestedImputations() with equal nests has no outer part", () => {
  const { variance, total } = poolNestedImputations(
    [[1, 3], [1, 3]],
    [[6, 6], [6, 6]],
  );
  expect(variance.missing).toBe(0);
  expectClose(variance.sampling + variance.measurement, total);
});

test("poolNestedImputations() tells the variances of both kinds of imputations apart", () => {
  // The outer imputations vary by 9, the inner ones by 4: B − W / N and W find that.
  const nests = 4, draws = 3, runs = 4000;
  let outer = 0, inner = 0;
  for (let run = 0; run < runs; run++) {
    const stream = createStream(77, run);
    const estimates = Array.from({ length: nests }, () => {
      const nest = 3 * stream.normal();
      return Array.from({ length: draws }, () => nest + 2 * stream.normal());
    });
    const { betweenNests, withinNests } = poolNestedImputations(
      estimates,
      estimates.map((nest) => nest.map(() => 1)),
    );
    outer += (betweenNests - withinNests / draws) / runs;
    inner += withinNests / runs;
  }
  // About four standard errors of the mean of 4,000 runs.
  expect(Math.abs(outer - 9)).toBeLessThan(0.55);
  expect(Math.abs(inner - 4)).toBeLessThan(0.13);
});

test("poolNestedImputations() throws when nests differ in size or there are too few", () => {
  expect(() => poolNestedImputations([[1, 2]], [[1, 1]])).toThrow(RangeError);
  expect(() => poolNestedImputations([[1, 2], [1]], [[1, 1], [1]])).toThrow(
    "all of one size",
  );
  expect(() => poolNestedImputations([[1], [2]], [[1], [1]])).toThrow(
    "at least 2 draws",
  );
});
