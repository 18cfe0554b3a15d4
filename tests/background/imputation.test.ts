import { expect, test } from "vitest";
import {
  type ImputationPeople,
  imputeBackground,
  planImputation,
} from "#lib/background/mod.ts";
import { createStream, exp } from "#lib/numerics/mod.ts";
import { expectClose } from "../inference/expect_close.ts";

/** Pupils of 20 schools in two municipalities; weak scores often without background. */
function pupils({ n = 4000, seed = 1 }: { n?: number; seed?: number } = {}): {
  readonly people: ImputationPeople;
  readonly points: Float64Array;
  readonly truth: Float64Array;
} {
  const stream = createStream(seed, 9);
  const school = Int32Array.from({ length: n }, (_, i) => i % 20);
  const level = Array.from({ length: 20 }, () => 0.5 * stream.normal());
  // What schools teach has nothing to do with their homes.
  const taught = Array.from({ length: 20 }, () => 40 * stream.normal());
  const truth = new Float64Array(n), points = new Float64Array(n);
  const background = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    truth[i] = level[school[i]!]! + 0.85 * stream.normal();
    points[i] = 500 + taught[school[i]!]! + 40 * truth[i]! +
      70 * stream.normal();
    const silent = 1 / (1 + exp((points[i]! - 500) / 50));
    background[i] = stream.uniform() < silent ? NaN : truth[i]!;
  }
  const same = (value: number) => new Int8Array(n).fill(value);
  return {
    people: {
      background,
      wave: same(0),
      school,
      municipality: school.map((s) => s % 2),
      gender: same(-1),
      grade: same(5),
    },
    points,
    truth,
  };
}

function slope(x: Float64Array, y: Float64Array): number {
  let n = 0, sx = 0, sy = 0, xx = 0, xy = 0;
  x.forEach((value, i) => {
    if (Number.isNaN(value)) return;
    n++;
    sx += value;
    sy += y[i]!;
    xx += value * value;
    xy += value * y[i]!;
  });
  return (xy - sx * sy / n) / (xx - sx * sx / n);
}

test("imputeBackground() finds the gradient again where weak pupils' homes are silent", () => {
  const { people, points, truth } = pupils({ n: 20000 });
  const columns = imputeBackground(planImputation(people), {
    points,
    draw: 0,
    imputations: 4,
    seed: 3,
  });
  const whole = slope(truth, points);
  const known = slope(Float64Array.from(people.background), points);
  const completed = columns.reduce((t, x) => t + slope(x, points) / 4, 0);
  expect(known).toBeLessThan(whole - 4);
  expect(Math.abs(completed - whole)).toBeLessThan(1.5);
  const mean = (x: Float64Array) => x.reduce((a, b) => a + b, 0) / x.length;
  expect(Math.abs(mean(columns[0]!) - mean(truth))).toBeLessThan(0.03);
});

test("imputeBackground() leaves what is known, draws anew each time and repeats itself", () => {
  const { people, points } = pupils();
  const plan = planImputation(people);
  const options = { points, draw: 2, imputations: 2, seed: 3 };
  const [first, second] = imputeBackground(plan, options);
  const missing: number[] = [];
  for (let i = 0; i < points.length; i++) {
    if (Number.isNaN(people.background[i]!)) missing.push(i);
    else expect(first![i]).toBe(people.background[i]);
  }
  expect(plan.imputed).toBe(missing.length);
  expect(plan.left).toBe(0);
  expect(missing.some((i) => first![i] === second![i])).toBe(false);
  expect(imputeBackground(plan, options)[0]).toEqual(first);
  const shifted = imputeBackground(plan, { ...options, shift: -0.5 })[0]!;
  for (const i of missing.slice(0, 20)) {
    expectClose(shifted[i]!, first![i]! - 0.5);
  }
});

/** Share of the variance that lies between the 20 schools. */
function segregation(x: Float64Array): number {
  const schools = Array.from(
    { length: 20 },
    (_, s) => x.filter((_, i) => i % 20 === s),
  );
  const mean = (values: Float64Array) =>
    values.reduce((a, b) => a + b, 0) / values.length;
  const whole = mean(x);
  const all = x.reduce((t, value) => t + (value - whole) * (value - whole), 0);
  return schools.reduce(
    (t, own) => t + own.length * (mean(own) - whole) * (mean(own) - whole),
    0,
  ) / all;
}

test("imputeBackground() keeps schools as different from each other as they are", () => {
  const { people, points, truth } = pupils({ n: 20000 });
  const [column] = imputeBackground(planImputation(people), {
    points,
    draw: 0,
    imputations: 1,
    seed: 3,
  });
  expect(Math.abs(segregation(column!) - segregation(truth))).toBeLessThan(
    0.02,
  );
});

test("imputeBackground() completes a school whose parents all kept silent", () => {
  const { people, points } = pupils();
  const background = Float64Array.from(
    people.background,
    (x, i) => people.school[i] === 4 ? NaN : x,
  );
  const plan = planImputation({ ...people, background });
  const [column] = imputeBackground(plan, {
    points,
    draw: 0,
    imputations: 1,
    seed: 1,
  });
  expect(column!.every(Number.isFinite)).toBe(true);
});

test("planImputation() leaves pupils unknown where too few of their wave are known", () => {
  const { people } = pupils({ n: 3 });
  const plan = planImputation({
    ...people,
    background: [0.3, NaN, -0.2],
  });
  expect(plan).toMatchObject({ imputed: 0, left: 1, groups: [] });
});

test("planImputation() lets a small municipality borrow from the whole wave", () => {
  const { people } = pupils({ n: 600 });
  const municipality = Int32Array.from(
    people.municipality,
    (_, i) => i < 30 ? 7 : 0,
  );
  const plan = planImputation({ ...people, municipality });
  const small = plan.groups.find(({ missing }) => missing[0]! < 30)!;
  expect(small.known.length).toBeGreaterThan(200);
  expect(plan.left).toBe(0);
});
