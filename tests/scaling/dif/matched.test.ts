import { expect, test } from "vitest";
import { chiSquareCdf, expm1, ln } from "#lib/numerics/mod.ts";
import { liuAgresti } from "#lib/scaling/dif/liu_agresti.ts";
import { logisticDif } from "#lib/scaling/dif/logistic_dif.ts";
import { mantelHaenszel } from "#lib/scaling/dif/mantel_haenszel.ts";
import { mantelTest } from "#lib/scaling/dif/mantel_test.ts";
import {
  type MatchedCounts,
  oneAgainstOthers,
} from "#lib/scaling/dif/matched_counts.ts";
import golden from "../../golden/dif.json" with { type: "json" };
import { expectClose } from "../../inference/expect_close.ts";

function countsOf(
  strata: readonly { readonly share: number; readonly counts: number[] }[],
  categories: number,
): MatchedCounts {
  return {
    categories,
    groups: 2,
    strata: strata.map(({ share, counts }) => ({
      share,
      counts: Float64Array.from(counts),
    })),
  };
}

const two = countsOf(golden.two, 2);
const four = countsOf(golden.four, 4);

test("mantelHaenszel() gives the values by hand of a 2 × 2 × 2 table", () => {
  // Wrong and right: reference 10, 30 and 5, 15; focal 20, 20 and 10, 10.
  const counts = countsOf([
    { share: 0.4, counts: [10, 30, 20, 20] },
    { share: 0.6, counts: [5, 15, 10, 10] },
  ], 2);
  const found = mantelHaenszel(counts)!;
  // (30·20/80 + 15·10/40) / (10·20/80 + 5·10/40) = 11.25 / 3.75.
  expectClose(found.oddsRatio, 3);
  expectClose(found.dDif, -2.35 * ln(3));
  // E = 40·50/80 + 20·25/40 = 37.5; Var = 40·40·50·30/(80²·79) + 20·20·25·15/(40²·39).
  const variance = 2400000 / 505600 + 150000 / 62400;
  expectClose(found.statistic, 7 * 7 / variance);
  expect(found.difClass).toBe("C");
  const plain = mantelTest(counts)!;
  expectClose(plain.statistic, 7.5 * 7.5 / variance);
  // A quarter of a point of items whose variance is 75 · 45 / (120 · 119).
  expectClose(
    plain.standardisedDifference,
    -0.25 / Math.sqrt(75 * 45 / (120 * 119)),
  );
});

test("mantelHaenszel() matches mantelhaen.test of R", () => {
  const found = mantelHaenszel(two)!;
  const expected = golden.mantelHaenszel;
  expectClose(found.oddsRatio, expected.oddsRatio);
  expectClose(found.standardError, expected.standardError);
  expectClose(found.statistic, expected.statistic);
  expectClose(found.pValue, expected.pValue, { tolerance: 1e-9 });
});

test("mantelTest() matches R for two and four categories", () => {
  expectClose(mantelTest(two)!.statistic, golden.mantelTwo);
  expectClose(mantelTest(two)!.statistic, golden.mantelHaenszel.plainStatistic);
  expectClose(mantelTest(four)!.statistic, golden.mantelFour);
});

test("mantelTest() of one stratum is (n − 1) r²", () => {
  const counts = [4, 3, 2, 1, 1, 2, 3, 5];
  const found = mantelTest(countsOf([{ share: 0.5, counts }], 4))!;
  const people = counts.flatMap((n, j) =>
    Array.from({ length: n }, () => [j >= 4 ? 1 : 0, j % 4] as const)
  );
  const mean = (at: 0 | 1): number =>
    people.reduce((sum, person) => sum + person[at], 0) / people.length;
  const moment = (a: 0 | 1, b: 0 | 1): number =>
    people.reduce(
      (sum, person) => sum + (person[a] - mean(a)) * (person[b] - mean(b)),
      0,
    );
  const r2 = moment(0, 1) ** 2 / (moment(0, 0) * moment(1, 1));
  expectClose(found.statistic, (people.length - 1) * r2);
});

test("liuAgresti() is Mantel–Haenszel for two categories", () => {
  const found = liuAgresti(two)!;
  expectClose(found.logOddsRatio, ln(golden.mantelHaenszel.oddsRatio));
  // Another variance, too small by the strata of three persons.
  const ratio = 2.35 * found.standardError /
    golden.mantelHaenszel.standardError;
  expect(ratio).toBeGreaterThan(0.94);
  expect(ratio).toBeLessThan(1.01);
});

test("liuAgresti() turns its sign with the groups and does not care for the scale's end", () => {
  const turned = countsOf(
    golden.four.map(({ share, counts }) => ({
      share,
      counts: [...counts.slice(4), ...counts.slice(0, 4)],
    })),
    4,
  );
  const reversed = countsOf(
    golden.four.map(({ share, counts }) => ({
      share,
      counts: [
        ...counts.slice(0, 4).reverse(),
        ...counts.slice(4).reverse(),
      ],
    })),
    4,
  );
  const found = liuAgresti(four)!;
  expect(found.logOddsRatio).toBeGreaterThan(0);
  for (const other of [turned, reversed]) {
    expectClose(liuAgresti(other)!.logOddsRatio, -found.logOddsRatio);
    expectClose(liuAgresti(other)!.standardError, found.standardError, {
      tolerance: 1e-6,
    });
  }
});

test.each(
  [
    ["glm", two, golden.glmLikelihoods, 1e-9],
    ["direct maximisation", four, golden.ordinalLikelihoods, 1e-6],
  ] as const,
)("logisticDif() matches R's %s", (_, counts, expected, tolerance) => {
  const [nothing, score, groups, all] = expected as readonly number[];
  const found = logisticDif(counts)!;
  expect(found.uniform.degreesOfFreedom).toBe(1);
  expect(found.both.degreesOfFreedom).toBe(2);
  const close = { tolerance };
  expectClose(found.uniform.statistic, 2 * (groups! - score!), close);
  expectClose(found.nonUniform.statistic, 2 * (all! - groups!), close);
  expectClose(found.both.statistic, 2 * (all! - score!), close);
  expectClose(
    found.both.pValue,
    1 - chiSquareCdf(2 * (all! - score!), 2),
    close,
  );
  const persons = counts.strata.reduce(
    (n, stratum) => n + stratum.counts.reduce((a, b) => a + b, 0),
    0,
  );
  const r2 = (model: number): number =>
    expm1(2 * (nothing! - model) / persons) / expm1(2 * nothing! / persons);
  expectClose(found.r2Gain, r2(all!) - r2(score!), close);
});

test("logisticDif() stands perfect separation", () => {
  // All of one group agree and none of the other: 36 answers known for certain.
  const found = logisticDif(countsOf([
    { share: 0.4, counts: [9, 0, 0, 9] },
    { share: 0.6, counts: [9, 0, 0, 9] },
  ], 2))!;
  expectClose(found.uniform.statistic, 72 * ln(2), { tolerance: 1e-9 });
  expectClose(found.r2Gain, 1, { tolerance: 1e-9 });
  expect(found.difClass).toBe("C");
});

test("comparisons are null with one category", () => {
  const same = countsOf([{ share: 0.5, counts: [0, 4, 0, 5] }], 2);
  expect(logisticDif(same)).toBeNull();
  expect(mantelHaenszel(same)).toBeNull();
  expect(mantelTest(same)).toBeNull();
  expect(liuAgresti(same)).toBeNull();
});

test("oneAgainstOthers() adds up all other groups", () => {
  const found = oneAgainstOthers({
    categories: 2,
    groups: 3,
    strata: [{ share: 0.5, counts: Float64Array.of(1, 2, 10, 20, 100, 200) }],
  }, 1);
  expect([...found.strata[0]!.counts]).toEqual([101, 202, 10, 20]);
});
