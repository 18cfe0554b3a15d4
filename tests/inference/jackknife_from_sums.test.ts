import { expect, test } from "vitest";
import { createStream, exp, studentQuantile } from "#lib/numerics/mod.ts";
import {
  type ClusterSums,
  jackknifeDegreesOfFreedom,
  jackknifeFromSums,
  sizeDegreesOfFreedom,
  STATISTIC,
  STATISTIC_COUNT,
} from "#lib/inference/mod.ts";
import golden from "../golden/inference.json" with { type: "json" };
import { expectAllClose, expectClose } from "./expect_close.ts";
import { goldenStrata, goldenSums } from "./golden_sums.ts";

/** Ratio of the second sum to the first. */
function ratioSums(
  clusters: readonly (readonly [number, number])[],
): ClusterSums {
  return {
    draws: 1,
    clusters: clusters.length,
    width: 2,
    sums: Float64Array.from(clusters.flat()),
    strata: null,
    count: 1,
    statistics: (sums, out) => {
      out[0] = sums[1]! / sums[0]!;
    },
  };
}

/** Means over draws of those statistics that come from a moment block; they are first. */
function average(values: readonly (readonly number[])[]): number[] {
  return values[0]!.slice(0, STATISTIC_COUNT).map((_, s) =>
    values.reduce((total, one) => total + one[s]! / values.length, 0)
  );
}

test("jackknifeFromSums() with one person per cluster gives the variance of a mean", () => {
  const values = [3, 7, 8, 12, 20];
  const [result] = jackknifeFromSums(ratioSums(values.map((y) => [1, y])));
  // s² / n of 3, 7, 8, 12, 20 by hand: mean 10, squares 166, s² = 41.5.
  expect(result!.value).toBe(10);
  expectClose(result!.sampling, 41.5 / 5, { tolerance: 1e-14 });
  expect(result!.between).toBe(0);
});

test("jackknifeFromSums() matches the survey package without strata (JK1)", () => {
  const results = jackknifeFromSums(goldenSums());
  const { JK1 } = golden.jackknife;
  expectAllClose(
    results.map((r) => r.value),
    average(JK1.map((one) => one.values)),
  );
  expectAllClose(
    results.map((r) => r.sampling),
    average(JK1.map((one) => one.variances)),
  );
});

test("jackknifeFromSums() matches the survey package with strata (JKn)", () => {
  const results = jackknifeFromSums({
    ...goldenSums(),
    strata: goldenStrata(),
  });
  const { JKn } = golden.jackknife;
  expectAllClose(
    results.map((r) => r.value),
    average(JKn.map((one) => one.values)),
  );
  expectAllClose(
    results.map((r) => r.sampling),
    average(JKn.map((one) => one.variances)),
  );
});

test("jackknifeFromSums() gives the variance of the values between draws", () => {
  const { JK1 } = golden.jackknife;
  const result = jackknifeFromSums(goldenSums())[STATISTIC.mean]!;
  const [a, b] = [JK1[0]!.values[0]!, JK1[1]!.values[0]!];
  expectClose(result.between, (a - b) ** 2 / 2);
});

test("jackknifeFromSums() in one stratum is the unstratified jackknife", () => {
  const plain = jackknifeFromSums(goldenSums());
  const stratified = jackknifeFromSums({
    ...goldenSums(),
    strata: new Int32Array(14).fill(7),
  });
  stratified.forEach((result, s) => {
    expectClose(result.sampling, plain[s]!.sampling, { tolerance: 1e-11 });
    expectClose(result.degreesOfFreedom, plain[s]!.degreesOfFreedom, {
      tolerance: 1e-8,
    });
  });
});

test("jackknifeFromSums() does not change when empty clusters are added", () => {
  const clusters = [[10, 31], [12, 40], [7, 20], [9, 36]] as const;
  const plain = jackknifeFromSums(ratioSums(clusters));
  const padded = jackknifeFromSums(
    ratioSums([clusters[0], [0, 0], ...clusters.slice(1), [0, 0]]),
  );
  expect(padded).toEqual(plain);
  expect(padded[0]!.clusters).toBe(4);
});

test("jackknifeFromSums() joins a stratum of one school with the next one", () => {
  const sums = goldenSums();
  const single = goldenStrata().map((stratum, j) => j === 0 ? 0 : stratum);
  expect(jackknifeFromSums({ ...sums, strata: single })).toEqual(
    jackknifeFromSums({ ...sums, strata: goldenStrata() }),
  );
  const last = goldenStrata().map((stratum, j) => j === 13 ? 9 : stratum);
  expect(jackknifeFromSums({ ...sums, strata: last })).toEqual(
    jackknifeFromSums({ ...sums, strata: goldenStrata() }),
  );
});

test("jackknifeFromSums() says why a statistic has no value or no uncertainty", () => {
  const status = (clusters: readonly (readonly [number, number])[]) =>
    jackknifeFromSums(ratioSums(clusters))[0]!;
  expect(status([[0, 0], [0, 0]])).toMatchObject({
    status: "no-value",
    value: NaN,
  });
  // One school; one school with answers; no variation at all; undefined once school 2 is out.
  expect(status([[5, 10]])).toMatchObject({
    status: "no-uncertainty",
    value: 2,
    sampling: NaN,
  });
  expect(status([[0, 0], [5, 10]]).status).toBe("no-uncertainty");
  expect(status([[5, 10], [4, 8], [3, 6]]).status).toBe("no-uncertainty");
  expect(status([[0, 1], [5, 9]]).status).toBe("no-uncertainty");
});

test("jackknifeFromSums() does not change its input", () => {
  const input = goldenSums();
  const before = input.sums.slice();
  jackknifeFromSums({ ...input, strata: goldenStrata() });
  expect(input.sums).toEqual(before);
});

test("jackknifeFromSums() throws when sizes do not fit", () => {
  const input = ratioSums([[1, 2], [1, 3]]);
  expect(() => jackknifeFromSums({ ...input, clusters: 3 })).toThrow(
    new RangeError(
      "Cannot compute a jackknife: found 4 sums, expected 1 draws × 3 clusters × 2",
    ),
  );
  expect(() => jackknifeFromSums({ ...input, strata: [1] })).toThrow(
    RangeError,
  );
});

test("sizeDegreesOfFreedom() is G − 1 for equal clusters and falls with unequal ones", () => {
  expectClose(sizeDegreesOfFreedom([5, 5, 5, 5, 5, 5, 5, 5]), 7);
  expectClose(sizeDegreesOfFreedom([3, 1]), 1);
  const uneven = sizeDegreesOfFreedom([8, 1, 1, 1, 1, 1, 1, 1]);
  expect(uneven).toBeLessThan(2);
  expect(uneven).toBeGreaterThan(1);
  expect(sizeDegreesOfFreedom([4])).toBe(0);
});

test("jackknifeFromSums() with sizes weights each deviation by the share that is left, by hand", () => {
  // Means 1, 2 and 4 with weights 1, 2 and 3: mean 17/6; left out in turn 16/5, 13/4, 5/3.
  const [result] = jackknifeFromSums({
    ...ratioSums([[1, 1], [2, 4], [3, 12]]),
    sizes: [1, 2, 3],
  });
  const square = (t: number) => (t - 17 / 6) * (t - 17 / 6);
  expectClose(
    result!.sampling,
    5 / 6 * square(16 / 5) + 4 / 6 * square(13 / 4) + 3 / 6 * square(5 / 3),
  );
});

test("jackknifeFromSums() with equal sizes is the plain jackknife of a ratio", () => {
  const clusters = [[10, 31], [10, 40], [10, 20], [10, 36]] as const;
  const [plain] = jackknifeFromSums(ratioSums(clusters));
  const [weighted] = jackknifeFromSums({
    ...ratioSums(clusters),
    sizes: [10, 10, 10, 10],
  });
  expectClose(weighted!.sampling, plain!.sampling);
  expectClose(weighted!.degreesOfFreedom, 3);
});

test("jackknifeFromSums() with sizes keeps the weight of every stratum", () => {
  // The mean over strata has the variance Σ share² × variance within the stratum.
  const first = [[10, 31], [30, 70], [20, 50]] as const;
  const second = [[5, 40], [15, 90]] as const;
  const alone = (clusters: readonly (readonly [number, number])[]) =>
    jackknifeFromSums({
      ...ratioSums(clusters),
      sizes: clusters.map(([n]) => n),
    })[0]!.sampling;
  const [both] = jackknifeFromSums({
    ...ratioSums([...first, ...second]),
    sizes: [10, 30, 20, 5, 15],
    strata: [0, 0, 0, 1, 1],
  });
  expectClose(
    both!.sampling,
    (60 / 80) ** 2 * alone(first) + (20 / 80) ** 2 * alone(second),
  );
});

test("jackknifeDegreesOfFreedom() combines strata as Welch does", () => {
  // Two strata of three and two equal clusters, variances 2 and 1: 3² / (4 / 2 + 1 / 1).
  const found = jackknifeDegreesOfFreedom({
    parts: [1, 0.5, 0.5, 0.25, 0.75],
    sizes: [4, 4, 4, 9, 9],
    stratum: [0, 0, 0, 1, 1],
    strata: 2,
  });
  expectClose(found, 3);
});

/** Share of 95 % intervals of a mean that hold the truth, 0, with unequal schools. */
function coverage(schools: number, repetitions: number): number {
  let covered = 0;
  for (let r = 0; r < repetitions; r++) {
    const stream = createStream(95, schools, r);
    const clusters = Array.from({ length: schools }, () => {
      const pupils = Math.ceil(200 * exp(0.5 * stream.normal()));
      const mean = 0.25 * stream.normal() + stream.normal() / Math.sqrt(pupils);
      return [pupils, pupils * mean] as const;
    });
    const { value, sampling, degreesOfFreedom } = jackknifeFromSums({
      ...ratioSums(clusters),
      sizes: clusters.map(([pupils]) => pupils),
    })[0]!;
    const margin = studentQuantile(0.975, degreesOfFreedom) *
      Math.sqrt(sampling);
    if (Math.abs(value) <= margin) covered++;
  }
  return covered / repetitions;
}

test("jackknifeFromSums() gives 95 % intervals that cover 93–97 % with 8, 18 and 242 unequal schools", () => {
  for (
    const [schools, repetitions] of [[8, 4000], [18, 3000], [
      242,
      1200,
    ]] as const
  ) {
    const share = coverage(schools, repetitions);
    expect(share, `${schools} schools`).toBeGreaterThan(0.93);
    expect(share, `${schools} schools`).toBeLessThan(0.97);
  }
});
