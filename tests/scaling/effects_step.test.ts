import { expect, test } from "vitest";
import {
  choleskyInPlace,
  choleskyInverse,
  createMatrix,
  createStream,
  type RandomStream,
} from "#lib/numerics/mod.ts";
import { planClusters } from "#lib/scaling/cluster_plan.ts";
import { drawEffectsInPlace } from "#lib/scaling/effects_step.ts";
import { drawVariancesInPlace } from "#lib/scaling/variance_step.ts";
import { expectAllClose, expectClose } from "../inference/expect_close.ts";

const SCHOOLS = 6;
const PERSONS = 72;
const COLUMNS = 2;
const PRIOR = Float64Array.of(0.01, 1);
const [RESIDUAL, SCHOOL, CLASS] = [0.7, 0.2, 0.1];

/** Six schools of unequal size with two classes each; the last persons have no class. */
function smallProblem() {
  const stream = createStream(21);
  const design = createMatrix({ rows: PERSONS, columns: COLUMNS });
  const theta = new Float64Array(PERSONS);
  const school = new Int32Array(PERSONS);
  const classIndex = new Int32Array(PERSONS);
  for (let p = 0; p < PERSONS; p++) {
    school[p] = Math.floor(SCHOOLS * (p / PERSONS) * (p / PERSONS));
    classIndex[p] = p > 68 ? -1 : 2 * school[p]! + p % 2;
    design.values.set([1, stream.normal()], COLUMNS * p);
    theta[p] = stream.normal() + 0.5 * design.values[2 * p + 1]! +
      school[p]! / 5;
  }
  const plan = planClusters({
    persons: PERSONS,
    design,
    block: new Int32Array(PERSONS),
    blockCount: 1,
    group: new Uint8Array(PERSONS),
    groupCount: 1,
    school,
    classIndex,
    key: new Int32Array(PERSONS),
  });
  const byClass = new Float64Array(plan.classCount);
  const cross = new Float64Array(COLUMNS);
  let squares = 0;
  for (let p = 0; p < PERSONS; p++) {
    byClass[plan.classOfPerson[p]!]! += theta[p]!;
    squares += theta[p]! ** 2;
    for (let j = 0; j < COLUMNS; j++) {
      cross[j]! += design.values[COLUMNS * p + j]! * theta[p]!;
    }
  }
  const state = {
    coefficients: new Float64Array(COLUMNS),
    schoolEffects: new Float64Array(plan.schoolCount),
    classEffects: new Float64Array(plan.classCount),
    residualVariance: Float64Array.of(RESIDUAL),
    schoolVariance: Float64Array.of(SCHOOL),
    classVariance: Float64Array.of(CLASS),
  };
  const sums = { byClass, cross, squares: Float64Array.of(squares) };
  return { plan, state, sums, design, theta };
}

type Problem = ReturnType<typeof smallProblem>;

/** Row of person p in the joint design of coefficients, schools and classes. */
function jointRow({ plan, design }: Problem, p: number): Float64Array {
  const row = new Float64Array(COLUMNS + plan.schoolCount + plan.classCount);
  row.set(design.values.subarray(COLUMNS * p, COLUMNS * (p + 1)));
  const c = plan.classOfPerson[p]!;
  row[COLUMNS + plan.schoolOfClass[c]!] = 1;
  if (plan.classEffect[c]) row[COLUMNS + plan.schoolCount + c] = 1;
  return row;
}

/** Henderson's mixed model equations: posterior mean and covariance of all effects. */
function henderson(problem: Problem) {
  const { plan, theta } = problem;
  const n = COLUMNS + plan.schoolCount + plan.classCount;
  const left = new Float64Array(n * n);
  const right = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    left[i * n + i] = i < COLUMNS
      ? PRIOR[i]!
      : 1 / (i < COLUMNS + plan.schoolCount ? SCHOOL : CLASS);
  }
  for (let p = 0; p < PERSONS; p++) {
    const row = jointRow(problem, p);
    for (let i = 0; i < n; i++) {
      right[i]! += row[i]! * theta[p]! / RESIDUAL;
      for (let j = 0; j < n; j++) {
        left[i * n + j]! += row[i]! * row[j]! / RESIDUAL;
      }
    }
  }
  choleskyInPlace(left, n);
  const covariance = choleskyInverse(left, n);
  const mean = Array.from(
    right,
    (_, i) => right.reduce((s, r, j) => s + covariance[i * n + j]! * r, 0),
  );
  return { n, mean, covariance };
}

/** A stream without noise: every normal number is 0. */
const SILENT: RandomStream = {
  uniform: () => 0.5,
  normal: () => 0,
  integer: () => 0,
};

function effectsOf({ state }: Problem): number[] {
  const { coefficients, schoolEffects, classEffects } = state;
  return [...coefficients, ...schoolEffects, ...classEffects];
}

test("drawEffectsInPlace() without noise gives the solution of Henderson's equations", () => {
  const problem = smallProblem();
  const { plan, state, sums } = problem;
  expect(plan.classEffect.includes(0) && plan.classEffect.includes(1)).toBe(
    true,
  );
  drawEffectsInPlace(plan, state, { sums, prior: PRIOR, stream: SILENT });
  expectAllClose(effectsOf(problem), henderson(problem).mean, {
    tolerance: 1e-10,
  });
});

test("drawEffectsInPlace() draws with the joint posterior covariance", () => {
  const problem = smallProblem();
  const { plan, state, sums } = problem;
  const { n, mean, covariance } = henderson(problem);
  const stream = createStream(22);
  const draws = 20000;
  const products = new Float64Array(n * n);
  for (let d = 0; d < draws; d++) {
    drawEffectsInPlace(plan, state, { sums, prior: PRIOR, stream });
    const off = effectsOf(problem).map((x, i) => x - mean[i]!);
    off.forEach((x, i) =>
      off.forEach((y, j) => products[i * n + j]! += x * y / draws)
    );
  }
  for (let i = 0; i < n; i++) {
    const hasEffect = i < COLUMNS + plan.schoolCount ||
      plan.classEffect[i - COLUMNS - plan.schoolCount];
    for (let j = 0; j < i; j++) {
      const scale = Math.sqrt(covariance[i * n + i]! * covariance[j * n + j]!);
      // A correlation from 20,000 draws has a standard error of 0.007.
      const expected = covariance[i * n + j]! / scale;
      expect(Math.abs(products[i * n + j]! / scale - expected)).toBeLessThan(
        0.035,
      );
    }
    if (!hasEffect) continue;
    expect(Math.abs(products[i * n + i]! / covariance[i * n + i]! - 1))
      .toBeLessThan(0.05);
  }
});

test("drawVariancesInPlace() takes squares from sums as if person by person", () => {
  const problem = smallProblem();
  const { plan, state, sums, theta } = problem;
  const stream = createStream(23);
  drawEffectsInPlace(plan, state, { sums, prior: PRIOR, stream });
  const effects = effectsOf(problem);
  let residual = 0;
  for (let p = 0; p < PERSONS; p++) {
    const row = jointRow(problem, p);
    const fitted = row.reduce((s, x, i) => s + x * effects[i]!, 0);
    residual += (theta[p]! - fitted) ** 2;
  }
  const squares = (values: Float64Array): number =>
    values.reduce((s, x) => s + x * x, 0);
  drawVariancesInPlace(plan, state, { sums, stream: SILENT, unit: 1 });
  // Without noise a chi-square draw is df − 2/3.
  expectClose(state.residualVariance[0]!, residual / (PERSONS - 2 / 3));
  expectClose(
    state.schoolVariance[0]!,
    squares(state.schoolEffects) / (SCHOOLS - 1 - 2 / 3),
  );
  const classes = plan.classEffect.reduce((a, b) => a + b, 0);
  expectClose(
    state.classVariance[0]!,
    squares(state.classEffects) / (classes - 1 - 2 / 3),
  );
});
