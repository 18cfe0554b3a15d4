import { expect, test } from "vitest";
import { createStream } from "#lib/numerics/mod.ts";
import {
  addPersonInPlace,
  addSchoolInPlace,
  betweenSchoolSpread,
  histogramBin,
  MOMENT_WIDTH,
  momentStatistics,
  nestedVariances,
  percentileFromHistogram,
  smoothPercentile,
  SPREAD_WIDTH,
  STATISTIC,
  STATISTIC_COUNT,
  weightedPercentile,
} from "#lib/inference/mod.ts";
import golden from "../golden/inference.json" with { type: "json" };
import { expectAllClose, expectClose } from "./expect_close.ts";

function statisticsOf(
  people: readonly (readonly [weight: number, score: number])[],
): Float64Array {
  const sums = new Float64Array(MOMENT_WIDTH);
  for (const [weight, score] of people) {
    addPersonInPlace(sums, 0, { weight, score });
  }
  const out = new Float64Array(STATISTIC_COUNT);
  momentStatistics(sums, 0, { out, at: 0 });
  return out;
}

test("momentStatistics() gives values worked out by hand", () => {
  const out = statisticsOf([[1, 380], [2, 500], [1, 620], [4, 500]]);
  expect(out[STATISTIC.mean]).toBe(500);
  expect(out[STATISTIC.standardDeviation]).toBe(60);
  expect(out[STATISTIC.shareLow]).toBe(1 / 8);
  expect(out[STATISTIC.shareHigh]).toBe(1 / 8);
});

test("momentStatistics() counts scores on a cut as neither low nor high", () => {
  const out = statisticsOf([[1, 400], [1, 600], [1, 399.9], [1, 600.1]]);
  expect(out[STATISTIC.shareLow]).toBe(1 / 4);
  expect(out[STATISTIC.shareHigh]).toBe(1 / 4);
});

test("momentStatistics() gives NaN when nobody answered, and SD 0 when all scores are equal", () => {
  expect([...statisticsOf([])].every(Number.isNaN)).toBe(true);
  const same = statisticsOf([[0.1, 513.7], [0.7, 513.7], [0.3, 513.7]]);
  expect(same[STATISTIC.standardDeviation]).toBeLessThan(1e-5);
});

test("percentileFromHistogram() interpolates within a bin by hand", () => {
  const layout = { start: 400, width: 100, bins: 2 };
  const sums = Float64Array.of(7, 3, 1); // One number before the histogram.
  expect(percentileFromHistogram(sums, 0.5, { ...layout, offset: 1 }))
    .toBeCloseTo(400 + 200 / 3, 10);
  expect(percentileFromHistogram(sums, 0.9, { ...layout, offset: 1 }))
    .toBeCloseTo(560, 10);
  expect(percentileFromHistogram(new Float64Array(2), 0.5, layout)).toBeNaN();
});

test("histogramBin() puts scores beyond the range in the outer bins", () => {
  const layout = { start: 0, width: 10, bins: 100 };
  expect(
    [-50, 0, 9.99, 10, 999.9, 1000, 4000].map((score) =>
      histogramBin(score, layout)
    ),
  )
    .toEqual([0, 0, 0, 1, 99, 99, 99]);
});

test("percentileFromHistogram() comes within half a point of weightedPercentile()", () => {
  const stream = createStream(10);
  const layout = { start: 0, width: 10, bins: 100 };
  const sums = new Float64Array(100);
  const values = Array.from(
    { length: 20000 },
    () => 500 + 100 * stream.normal(),
  );
  const weights = values.map(() => 0.5 + stream.uniform());
  values.forEach((value, i) =>
    sums[histogramBin(value, layout)]! += weights[i]!
  );
  for (const p of [0.1, 0.5, 0.9]) {
    const exact = weightedPercentile(values, p, { weights });
    expect(Math.abs(percentileFromHistogram(sums, p, layout) - exact))
      .toBeLessThan(0.5);
  }
});

const BINS = { start: 0, width: 5, bins: 200, reach: 80 };

/** A histogram whose density at each bin's middle is given. */
function histogramOf(density: (score: number) => number): Float64Array {
  return Float64Array.from(
    { length: BINS.bins },
    (_, k) => density(BINS.width * (k + 0.5)),
  );
}

test("smoothPercentile() leaves a density that rises evenly as it is", () => {
  // Density x − 200 from 200 to 800: a share p lies below 200 + 600 √p.
  const rising = histogramOf((x) => x > 200 && x < 800 ? x - 200 : 0);
  for (const p of [0.2, 0.4, 0.6]) {
    expect(smoothPercentile(rising, p, BINS))
      .toBeCloseTo(200 + 600 * Math.sqrt(p), 1);
  }
});

test("smoothPercentile() moves a tenth of normal scores by less than 0.2 points", () => {
  const normal = histogramOf((x) => Math.exp(-(((x - 500) / 100) ** 2) / 2));
  const tenth = 500 - 128.1551565545;
  expect(Math.abs(smoothPercentile(normal, 0.1, BINS) - tenth))
    .toBeLessThan(0.2);
  const later = histogramOf((x) => Math.exp(-(((x - 530) / 100) ** 2) / 2));
  expect(
    smoothPercentile(later, 0.9, BINS) - smoothPercentile(normal, 0.9, BINS),
  ).toBeCloseTo(30, 1);
});

test("smoothPercentile() is never led astray by few scores, and is NaN without any", () => {
  const stream = createStream(12);
  for (let trial = 0; trial < 200; trial++) {
    const few = new Float64Array(BINS.bins);
    for (let i = 0; i < 7; i++) {
      few[histogramBin(500 + 150 * stream.normal(), BINS)]!++;
    }
    for (const p of [0.1, 0.5, 0.9]) {
      const away = smoothPercentile(few, p, BINS) -
        percentileFromHistogram(few, p, BINS);
      expect(Math.abs(away)).toBeLessThan(BINS.reach / 2);
    }
  }
  expect(smoothPercentile(new Float64Array(BINS.bins), 0.1, BINS)).toBeNaN();
});

test("smoothPercentile() moves steadily with the weight of one school", () => {
  const stream = createStream(11);
  const all = new Float64Array(BINS.bins), school = new Float64Array(BINS.bins);
  for (let i = 0; i < 800; i++) {
    const bin = histogramBin(500 + 100 * stream.normal(), BINS);
    all[bin]!++;
    if (i < 40) school[bin]!++;
  }
  const without = (part: number): number =>
    smoothPercentile(all.map((w, k) => w - part * school[k]!), 0.1, BINS);
  const [whole, half, none] = [without(0), without(0.5), without(1)];
  expect(half - whole).toBeCloseTo(none - half, 1);
});

test("weightedPercentile() with equal weights matches R's type 5", () => {
  const { values, p, hazen } = golden.percentile;
  expectAllClose(p.map((one) => weightedPercentile(values, one)), hazen);
});

test("weightedPercentile() throws on no values, NaN and weights not above 0", () => {
  expect(() => weightedPercentile([], 0.5)).toThrow(RangeError);
  expect(() => weightedPercentile([1], 1.5)).toThrow("p must be 0 to 1");
  expect(() => weightedPercentile([1, NaN], 0.5)).toThrow(RangeError);
  expect(() => weightedPercentile([1, 2], 0.5, { weights: [1, 0] })).toThrow(
    "weight 0",
  );
});

/** Sums of schools given as classes of scores around 500. */
function spreadSums(
  schools: readonly (readonly (readonly number[])[])[],
): Float64Array {
  const sums = new Float64Array(SPREAD_WIDTH);
  const add = (values: readonly number[]) =>
    values.reduce((total, value) => total + value, 0);
  for (const classes of schools) {
    addSchoolInPlace(sums, 0, {
      weights: classes.map((scores) => scores.length),
      scores: classes.map(add),
      scoreSquares: classes.map((scores) => add(scores.map((d) => d * d))),
    });
  }
  return sums;
}

test("nestedVariances() solves a balanced table by hand", () => {
  // Two schools of two classes of two pupils. Mean squares by hand: pupils 2, classes 8,
  // schools 128; hence pupils 2, classes (8 − 2) / 2 = 3, schools (128 − 8) / 4 = 30.
  const sums = spreadSums([[[1, 3], [3, 5 + 2]], [[9, 11], [13, 13]]]);
  const within = [[1, 3], [3, 7], [9, 11], [13, 13]];
  const pupil = within.reduce((t, [a, b]) => t + (a! - b!) ** 2 / 2, 0) / 4;
  const means = within.map(([a, b]) => (a! + b!) / 2);
  const ofClass =
    ((means[0]! - means[1]!) ** 2 + (means[2]! - means[3]!) ** 2) / 2;
  const ofSchool = 4 * ((3.5 - 11.5) ** 2 / 2);
  const found = nestedVariances(sums, 0);
  expectClose(found.pupil, pupil);
  expectClose(found.class, (ofClass - pupil) / 2);
  expectClose(found.school, (ofSchool - ofClass) / 4);
  expectClose(
    betweenSchoolSpread(sums, 0),
    Math.sqrt((ofSchool - ofClass) / 4),
  );
});

test("nestedVariances() recovers the variances of unequal simulated schools", () => {
  const stream = createStream(242);
  const mean = { school: 0, class: 0, pupil: 0 };
  for (let r = 0; r < 20; r++) {
    const schools = Array.from({ length: 242 }, () => {
      const school = 12 * stream.normal();
      return Array.from({ length: 1 + stream.integer(12) }, () => {
        const ofClass = school + 25 * stream.normal();
        return Array.from(
          { length: 8 + stream.integer(18) },
          () => ofClass + 95 * stream.normal(),
        );
      });
    });
    const found = nestedVariances(spreadSums(schools), 0);
    mean.school += found.school / 20;
    mean.class += found.class / 20;
    mean.pupil += found.pupil / 20;
  }
  // About four standard errors of the mean of twenty samples.
  expect(Math.abs(mean.school - 144)).toBeLessThan(35);
  expect(Math.abs(mean.class - 625)).toBeLessThan(40);
  expect(Math.abs(mean.pupil - 9025)).toBeLessThan(60);
});

test("betweenSchoolSpread() is 0 when schools are alike and NaN with one school", () => {
  expect(betweenSchoolSpread(spreadSums([[[1, -1]], [[2, -2]]]), 0)).toBe(0);
  expect(betweenSchoolSpread(spreadSums([[[1, -1], [2, 4]]]), 0)).toBeNaN();
});
