import { expect, test } from "vitest";
import { createMatrix, createStream } from "#lib/numerics/mod.ts";
import {
  calibrate,
  type Conditioning,
  drawPlausibleValues,
  personScores,
  type ScaleResponses,
} from "#lib/scaling/mod.ts";
import { drawChiSquare } from "#lib/scaling/draw_chi_square.ts";
import { expectClose } from "../inference/expect_close.ts";
import { simulateMultilevel } from "./multilevel.ts";
import { nothingKnown } from "./nothing_known.ts";
import { normals, responsesOf, simulateAnswers } from "./simulate.ts";

const OPTIONS = { seed: 2015, scaleNumber: 1 };

function mean(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total / values.length;
}

function variance(values: ArrayLike<number>): number {
  const centre = mean(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += (values[i]! - centre) ** 2;
  return total / (values.length - 1);
}

test("drawPlausibleValues() has the mean and variance of the posterior", () => {
  const responses = responsesOf(simulateAnswers(normals(1000, 1), { seed: 1 }));
  const fit = calibrate(responses);
  const scores = personScores(fit, responses);
  const { draws } = drawPlausibleValues(fit, responses, nothingKnown(1000), {
    ...OPTIONS,
    draws: 200,
    thinning: 1,
  });
  for (const p of [0, 10, 500, 999]) {
    const own = draws.map((theta) => theta[p]!);
    const sd = scores.posteriorStandardDeviation[p]!;
    // 200 draws: four standard errors of a mean and of a standard deviation.
    expect(Math.abs(mean(own) - scores.eap[p]!)).toBeLessThan(4 * sd / 14);
    expect(Math.abs(Math.sqrt(variance(own)) / sd - 1)).toBeLessThan(0.2);
  }
  const total = mean(draws.map((theta) => variance(theta)));
  // The latent variance itself is drawn: sd about 0.06 here.
  expect(Math.abs(total - 1)).toBeLessThan(0.1);
  expect(Math.abs(mean(draws.map(mean)))).toBeLessThan(0.05);
});

test("drawPlausibleValues() spreads draws evenly, without steps of the grid", () => {
  const responses = responsesOf(simulateAnswers(normals(2000, 2), { seed: 2 }));
  const fit = calibrate(responses);
  const { draws } = drawPlausibleValues(fit, responses, nothingKnown(2000), {
    ...OPTIONS,
    draws: 10,
  });
  const all = draws.flatMap((theta) => [...theta]);
  expect(new Set(all).size).toBeGreaterThan(0.99 * all.length);
  // Fractions of a tenth of θ are uniform: chi-square with 9 df stays below 40.
  const counts = new Float64Array(10);
  for (const x of all) {
    counts[Math.floor((x * 10 - Math.floor(x * 10)) * 10)]! += 1;
  }
  const expected = all.length / 10;
  const chiSquare = counts.reduce(
    (s, n) => s + (n - expected) ** 2 / expected,
    0,
  );
  expect(chiSquare).toBeLessThan(40);
});

const TRUTH = {
  waves: 2,
  schools: 120,
  classes: 3,
  pupils: 20,
  slope: 0.3,
  schoolVariance: 0.06,
  classVariance: 0.08,
  residualVariance: 0.77,
  rise: 0.2,
};

test("drawPlausibleValues() recovers slope, change and variances between schools and classes", () => {
  const data = simulateMultilevel(TRUTH, { seed: 3 });
  const fit = calibrate(data.responses);
  const { draws, trace, iterations } = drawPlausibleValues(
    fit,
    data.responses,
    data.conditioning,
    OPTIONS,
  );
  // θ of the reference wave has mean 0 and variance 1 by definition: its unit.
  const size = draws[0]!.length / 2;
  const unit = Math.sqrt(variance(data.theta.slice(0, size)));
  const slope = (theta: ArrayLike<number>, wave: number): number => {
    let product = 0;
    let square = 0;
    for (let p = wave * size; p < (wave + 1) * size; p++) {
      product += data.covariate[p]! * theta[p]!;
      square += data.covariate[p]! ** 2;
    }
    return product / square;
  };
  for (const wave of [0, 1]) {
    const found = mean(draws.map((theta) => slope(theta, wave)));
    // Compared with these persons' own θ: what is left is measurement, se 0.01.
    expect(Math.abs(found - slope(data.theta, wave) / unit)).toBeLessThan(0.04);
  }
  const change = (theta: ArrayLike<number>): number =>
    mean(Array.prototype.slice.call(theta, size)) -
    mean(Array.prototype.slice.call(theta, 0, size));
  expect(Math.abs(mean(draws.map(change)) - change(data.theta) / unit))
    .toBeLessThan(0.05);
  const kept = (values: Float64Array): number =>
    mean(values.slice(8 * 2)) * unit * unit;
  expect(iterations).toBe(28);
  // Standard errors with 120 schools twice: 0.007, 0.006 and 0.012.
  expect(Math.abs(kept(trace.school) - TRUTH.schoolVariance)).toBeLessThan(
    0.025,
  );
  expect(Math.abs(kept(trace.class) - TRUTH.classVariance)).toBeLessThan(0.025);
  expect(Math.abs(kept(trace.residual) - TRUTH.residualVariance)).toBeLessThan(
    0.05,
  );
});

test("drawPlausibleValues() keeps differences between classes, which person scores shrink", () => {
  const data = simulateMultilevel({ ...TRUTH, waves: 1 }, { seed: 4 });
  const fit = calibrate(data.responses);
  const { draws } = drawPlausibleValues(
    fit,
    data.responses,
    data.conditioning,
    OPTIONS,
  );
  const unit = Math.sqrt(variance(data.theta));
  const between = (theta: ArrayLike<number>): number => {
    const means = Array.from(
      { length: 360 },
      (_, c) => mean(Array.prototype.slice.call(theta, c * 20, (c + 1) * 20)),
    );
    return variance(means);
  };
  const found = mean(draws.map(between));
  expect(Math.abs(found / (between(data.theta) / (unit * unit)) - 1))
    .toBeLessThan(0.15);
  const { eap } = personScores(fit, data.responses);
  expect(between(eap)).toBeLessThan(0.8 * found);
});

/** The same persons in another order. */
function permute(
  responses: ScaleResponses,
  conditioning: Conditioning,
  order: readonly number[],
): { responses: ScaleResponses; conditioning: Conditioning } {
  const pick = (a: Int32Array): Int32Array =>
    Int32Array.from(order, (p) => a[p]!);
  const design = createMatrix({ rows: order.length, columns: 2 });
  order.forEach((p, at) => {
    const row = conditioning.design.values.subarray(2 * p, 2 * p + 2);
    design.values.set(row, 2 * at);
  });
  const group = Uint8Array.from(order, (p) => conditioning.group[p]!);
  return {
    responses: {
      ...responses,
      columns: responses.columns.map((c) =>
        Int8Array.from(order, (p) => c[p]!)
      ),
      group,
    },
    conditioning: {
      ...conditioning,
      design,
      group,
      block: pick(conditioning.block),
      school: pick(conditioning.school),
      classIndex: pick(conditioning.classIndex),
      key: pick(conditioning.key),
    },
  };
}

test("drawPlausibleValues() draws the same for a person wherever the person stands", () => {
  const { responses, conditioning } = simulateMultilevel(
    { ...TRUTH, schools: 20 },
    { seed: 5 },
  );
  const fit = calibrate(responses);
  const options = { ...OPTIONS, draws: 2 };
  const first = drawPlausibleValues(fit, responses, conditioning, options);
  const again = drawPlausibleValues(fit, responses, conditioning, options);
  expect(again.draws).toEqual(first.draws);
  const order = Array.from(
    { length: responses.persons },
    (_, p) => (p * 7) % responses.persons,
  );
  expect(new Set(order).size).toBe(responses.persons);
  const moved = permute(responses, conditioning, order);
  const permuted = drawPlausibleValues(
    fit,
    moved.responses,
    moved.conditioning,
    options,
  );
  order.forEach((p, at) => {
    // Sums in another order differ in the last digits only.
    expectClose(permuted.draws[1]![at]!, first.draws[1]![p]!, {
      tolerance: 1e-5,
    });
  });
  const other = drawPlausibleValues(fit, responses, conditioning, {
    ...options,
    seed: 2016,
  });
  expect(other.draws[0]).not.toEqual(first.draws[0]);
});

test("drawPlausibleValues() works for a few persons, each in a school of their own", () => {
  const responses = responsesOf(simulateAnswers(normals(12, 6), { seed: 6 }));
  const fit = calibrate(responses, { model: "PCM" });
  const known = {
    ...nothingKnown(12),
    school: Int32Array.from({ length: 12 }, (_, p) => p),
  };
  const { draws } = drawPlausibleValues(fit, responses, known, OPTIONS);
  expect(draws.length).toBe(10);
  expect(draws.every((theta) => theta.every(Number.isFinite))).toBe(true);
});

test("drawPlausibleValues() throws for persons without answers and blocks within schools", () => {
  const columns = simulateAnswers(normals(300, 7), { seed: 7 });
  const fit = calibrate(responsesOf(columns));
  const draw = (responses: ScaleResponses, known: Conditioning) => () =>
    drawPlausibleValues(fit, responses, known, OPTIONS);
  const cut = { ...nothingKnown(300), blockCount: 2 };
  cut.block[3] = 1;
  expect(draw(responsesOf(columns), cut)).toThrow(
    /^Cannot condition on block \d: person \d+ shares a school or block/,
  );
  columns.forEach((column) => column[5] = -1);
  expect(draw(responsesOf(columns), nothingKnown(300))).toThrow(
    'Cannot draw plausible values of scale "test": person 5 has no answer, every person must have an answer and be known',
  );
});

test("drawChiSquare() has mean df and variance 2 df", () => {
  for (const df of [0.7, 4, 239]) {
    const stream = createStream(1, Math.round(df));
    const values = Array.from(
      { length: 20000 },
      () => drawChiSquare(stream, df),
    );
    expect(Math.abs(mean(values) / df - 1)).toBeLessThan(0.05);
    expect(Math.abs(variance(values) / (2 * df) - 1)).toBeLessThan(0.12);
  }
});
