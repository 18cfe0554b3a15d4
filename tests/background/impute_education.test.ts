import { expect, test } from "vitest";
import {
  imputeBackground,
  imputeEducation,
  planEducation,
  planImputation,
} from "#lib/background/mod.ts";
import { createStream, exp } from "#lib/numerics/mod.ts";

/** Pupils of 20 schools; education counts beyond the index, and the weak are silent. */
function pupils({ n = 4000, seed = 1 }: { n?: number; seed?: number } = {}) {
  const stream = createStream(seed, 11);
  const school = Int32Array.from({ length: n }, (_, i) => i % 20);
  const truth = new Float64Array(n), points = new Float64Array(n);
  const group = new Int8Array(n), education = new Int8Array(n);
  const background = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    truth[i] = stream.normal();
    const schooling = truth[i]! + 0.6 * stream.normal();
    group[i] = schooling < -0.8 ? 0 : schooling < 0.7 ? 1 : 2;
    points[i] = 500 + 30 * truth[i]! + 20 * (group[i]! - 1) +
      75 * stream.normal();
    const isSilent = stream.uniform() < 1 / (1 + exp((points[i]! - 500) / 40));
    background[i] = isSilent ? NaN : truth[i]!;
    education[i] = isSilent ? -1 : group[i]!;
  }
  const same = (value: number) => new Int8Array(n).fill(value);
  const plan = planImputation({
    background,
    wave: same(0),
    school,
    municipality: school.map((s) => s % 2),
    gender: same(-1),
    grade: same(5),
  });
  return { plan, points, education, group, background };
}

function gap(education: ArrayLike<number>, points: Float64Array): number {
  const meanOf = (wanted: number): number => {
    const own = points.filter((_, i) => education[i] === wanted);
    return own.reduce((a, b) => a + b, 0) / own.length;
  };
  return meanOf(2) - meanOf(0);
}

function completed(
  { plan, points, education }: ReturnType<typeof pupils>,
  { draw, imputation }: { readonly draw: number; readonly imputation: number },
): Int8Array {
  const columns = imputeBackground(plan, {
    points,
    draw,
    imputations: imputation + 1,
    seed: 5,
  });
  return imputeEducation(planEducation(education, plan), {
    points,
    background: columns[imputation]!,
    draw,
    imputation,
    seed: 5,
  });
}

test("imputeEducation() finds the gap and the sizes of the groups again where weak pupils' homes are silent", () => {
  const made = pupils({ n: 20000 });
  const found = [0, 1, 2, 3].map((draw) =>
    completed(made, { draw, imputation: 0 })
  );
  const truth = gap(made.group, made.points);
  expect(gap(made.education, made.points)).toBeLessThan(truth - 8);
  const mean = found.reduce((t, e) => t + gap(e, made.points) / 4, 0);
  expect(Math.abs(mean - truth)).toBeLessThan(3);
  const share = (education: Int8Array, wanted: number) =>
    education.filter((e) => e === wanted).length / education.length;
  for (const wanted of [0, 1, 2]) {
    expect(Math.abs(share(found[0]!, wanted) - share(made.group, wanted)))
      .toBeLessThan(0.015);
  }
});

test("imputeEducation() leaves what is known, draws anew each time and repeats itself", () => {
  const made = pupils();
  const [first, other] = [0, 1].map((imputation) =>
    completed(made, { draw: 1, imputation })
  );
  made.education.forEach((known, i) => {
    if (known >= 0) expect(first![i]).toBe(known);
    else expect([0, 1, 2]).toContain(first![i]);
  });
  expect(first).not.toEqual(other);
  expect(completed(made, { draw: 1, imputation: 0 })).toEqual(first);
});

test("imputeEducation() leaves unknown who has no index, and gives a group to who has", () => {
  const made = pupils({ n: 600 });
  const groups = planEducation(
    made.education.map((e, i) => i === 3 ? -1 : e),
    made.plan,
  );
  const result = imputeEducation(groups, {
    points: made.points,
    background: made.background.map((x, i) => i === 3 ? 0.2 : x),
    draw: 0,
    imputation: 0,
    seed: 1,
  });
  expect(result[3]).toBeGreaterThanOrEqual(0);
  made.background.forEach((x, i) => {
    if (Number.isNaN(x) && i !== 3) expect(result[i]).toBe(-1);
  });
});
