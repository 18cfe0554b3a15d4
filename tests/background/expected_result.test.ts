import { expect, test } from "vitest";
import {
  backgroundPredictors,
  coefficientCovariance,
  type ExpectationPupils,
  fitCommon,
  generalisedInverse,
  judgeDeviations,
  leaveUnitOut,
  type LeftOutResults,
  pupilResiduals,
  schoolErrorCovariance,
  schoolErrorVariance,
  schoolProducts,
} from "#lib/background/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import golden from "../golden/expected_result.json" with { type: "json" };
import { expectAllClose, expectClose } from "../inference/expect_close.ts";

interface PupilsFixture {
  readonly schools: number;
  readonly perSchool?: number;
  /** Points that each school lies above its pupils' background. */
  readonly lift?: (school: number) => number;
  readonly draws?: number;
  readonly added?: number;
}

/** Pupils of 20 or so a class, two classes a school, 40 points per SD of background. */
function simulate(
  { schools, perSchool = 40, lift = () => 0, draws = 2, added = 0 }:
    PupilsFixture,
): ExpectationPupils {
  const stream = createStream(1907, schools, perSchool);
  const n = schools * perSchool;
  const school = Int32Array.from(
    { length: n },
    (_, i) => Math.floor(i / perSchool),
  );
  const background = Float64Array.from(
    { length: n },
    (_, i) => 0.5 * ((school[i]! % 5) - 2) + stream.normal(),
  );
  const truth = Float64Array.from(
    background,
    (x, i) => 500 + added + 40 * x + lift(school[i]!) + 80 * stream.normal(),
  );
  return {
    scores: Array.from(
      { length: draws },
      () => truth.map((y) => y + 20 * stream.normal()),
    ),
    predictors: [background],
    weight: new Float64Array(n).fill(1),
    school,
    classIndex: Int32Array.from(
      { length: n },
      (_, i) => Math.floor(2 * i / perSchool),
    ),
    schools,
  };
}

function bySchool(pupils: ExpectationPupils) {
  return leaveUnitOut(schoolProducts(pupils), {
    units: pupils.schools,
    unitOfSchool: Array.from({ length: pupils.schools }, (_, s) => s),
  });
}

function coefficientVariance(results: LeftOutResults, unit: number): number {
  return coefficientCovariance({ from: results, to: results }, unit);
}

test("leaveUnitOut() and coefficientCovariance() match lm and sandwich::vcovCL on the schools that are left", () => {
  const { score, ses, grouped, school } = golden.data;
  const schools = 40;
  const results = bySchool({
    scores: [score, score],
    predictors: [ses, ses.map((x) => x * x), grouped],
    weight: score.map(() => 1),
    school: school.map((s) => s - 1),
    classIndex: school,
    schools,
  });
  for (const one of golden.expected) {
    const s = one.school - 1;
    expectClose(results.expected[s]!, one.expected, { tolerance: 1e-9 });
    expectClose(results.deviations[schools + s]!, one.deviation, {
      tolerance: 1e-9,
    });
    expectClose(coefficientVariance(results, s), one.coefficientVariance, {
      tolerance: 1e-9,
    });
  }
});

test("leaveUnitOut() does not hold a school against itself", () => {
  const usual = bySchool(simulate({ schools: 12 }));
  const lifted = bySchool(
    simulate({ schools: 12, lift: (s) => s === 3 ? 60 : 0 }),
  );
  expectClose(lifted.expected[3]!, usual.expected[3]!);
  expectClose(lifted.deviations[3]! - usual.deviations[3]!, 60);
  expect(lifted.expected[4]! - usual.expected[4]!).not.toBe(0);
});

test("leaveUnitOut() leaves out all schools of a municipality", () => {
  const unitOfSchool = Array.from({ length: 12 }, (_, s) => s % 3);
  const of = (lift: number) =>
    leaveUnitOut(
      schoolProducts(
        simulate({ schools: 12, lift: (s) => s % 3 === 1 ? lift : 0 }),
      ),
      { units: 3, unitOfSchool },
    );
  const usual = of(0), lifted = of(50);
  for (const s of [1, 4, 7, 10]) {
    expectClose(lifted.expected[s]!, usual.expected[s]!);
  }
});

test("leaveUnitOut() moves expected results, not deviations, when 100 points are added", () => {
  const plain = bySchool(simulate({ schools: 8 }));
  const added = bySchool(simulate({ schools: 8, added: 100 }));
  expectAllClose(added.deviations, plain.deviations, { tolerance: 1e-9 });
  // An influence near 0 is a difference of nearly equal numbers.
  expectAllClose(
    added.influence.map((u) => u + 1),
    plain.influence.map((u) => u + 1),
    { tolerance: 1e-9 },
  );
  expectClose(added.expected[0]! - plain.expected[0]!, 100);
});

test("leaveUnitOut() does not change when background is given twice, or never varies", () => {
  const pupils = simulate({ schools: 8 });
  const [background] = pupils.predictors;
  const constant = new Float64Array(pupils.weight.length).fill(2);
  const twice = bySchool({
    ...pupils,
    predictors: [background!, background!, constant],
  });
  expectAllClose(twice.deviations, bySchool(pupils).deviations, {
    tolerance: 1e-8,
  });
});

test("leaveUnitOut() says nothing where fewer than two other schools are left", () => {
  const results = bySchool(simulate({ schools: 2 }));
  expect([...results.deviations].every(Number.isNaN)).toBe(true);
  expect(coefficientVariance(results, 0)).toBeNaN();
});

test("schoolProducts() names a predictor that is missing", () => {
  const pupils = simulate({ schools: 3 });
  const broken = Float64Array.from(pupils.predictors[0]!);
  broken[5] = NaN;
  expect(() => schoolProducts({ ...pupils, predictors: [broken] })).toThrow(
    "Cannot compute an expected result: predictor 0 of pupil 5 is NaN",
  );
});

test("backgroundPredictors() keeps pupils of unknown background as a group of their own", () => {
  const columns = backgroundPredictors({
    background: [1, NaN, -2],
    gender: [1, 0, -1],
    grade: [4, 4, 6],
  });
  expect(columns.map((column) => [...column])).toEqual([
    [1, 0, -2],
    [1, 0, 4],
    [0, 1, 0],
    [1, 0, 0],
    [0, 0, 1],
    [0, 0, 1],
  ]);
});

test("generalisedInverse() gives the inverse, and zeros for a dependent column", () => {
  expectAllClose(
    generalisedInverse(Float64Array.of(4, 2, 2, 3), 2),
    [3 / 8, -1 / 4, -1 / 4, 1 / 2],
  );
  expectAllClose(
    generalisedInverse(Float64Array.of(4, 8, 8, 16), 2),
    [1 / 4, 0, 0, 0],
  );
});

test("schoolErrorVariance() is pupils' variance over n where classes do not differ", () => {
  // Residuals −1 and +1 in every class: no variance between classes.
  const pupils = {
    weight: new Array(8).fill(1),
    school: [0, 0, 0, 0, 1, 1, 1, 1],
    classIndex: [0, 0, 1, 1, 2, 2, -1, -1],
    schools: 2,
  };
  const variance = schoolErrorVariance([[-1, 1, -1, 1, -1, 1, -1, 1]], pupils);
  // Σ e² / (n − classes) = 8 / 4 = 2, over four pupils.
  expectAllClose(variance, [0.5, 0.5]);
});

test("schoolErrorVariance() and leaveUnitOut() state the error of a deviation", () => {
  const schools = 60;
  const pupils = simulate({ schools, draws: 2 });
  const results = bySchool(pupils);
  const own = schoolErrorVariance(
    pupilResiduals(pupils, fitCommon(schoolProducts(pupils))),
    pupils,
  );
  const z = own.map((v, s) =>
    results.deviations[s]! / Math.sqrt(v + coefficientVariance(results, s))
  );
  // True deviations are 0: z has variance 1, with 60 schools within 0.6–1.5.
  const variance = z.reduce((sum, x) => sum + x * x, 0) / schools;
  expect(variance).toBeGreaterThan(0.6);
  expect(variance).toBeLessThan(1.5);
});

test("coefficientCovariance() leaves a change no error where all schools have moved alike", () => {
  const plain = bySchool(simulate({ schools: 8 }));
  const pair = (from: LeftOutResults, to: LeftOutResults) =>
    coefficientCovariance({ from, to }, 3);
  const error = (to: LeftOutResults) =>
    pair(plain, plain) + pair(to, to) - 2 * pair(plain, to);
  const alike = bySchool(simulate({ schools: 8, added: 100 }));
  expectClose(1 + error(alike), 1, { tolerance: 1e-9 });
  const apart = bySchool(
    simulate({ schools: 8, lift: (s) => s % 2 === 0 ? 40 : -40 }),
  );
  expect(error(apart)).toBeGreaterThan(0.5 * pair(apart, apart));
});

test("schoolErrorCovariance() is what the same pupils carry from wave to wave, by hand", () => {
  // Pupils 1 and 2 of school 0 are there twice; pupil 3 has changed school.
  const from = {
    residuals: [[-3, 3, -1, 1]],
    person: [1, 2, 3, 4],
    weight: [1, 1, 1, 1],
    school: [0, 0, 1, 1],
    schools: 2,
  };
  const to = {
    residuals: [[4, -2, -2, 5, 0]],
    person: [2, 1, 7, 3, 8],
    weight: [1, 1, 1, 1, 1],
    school: [0, 0, 0, 0, 1],
    schools: 2,
  };
  // School 0 later has the mean 5/4: products 3 × 11/4 and −3 × −13/4, mean 9; of
  // 2 × 4 pairs of its pupils 2 are the same pupil.
  expectAllClose(schoolErrorCovariance(from, to), [9 * 2 / 8, 0]);
  const apart = { ...to, person: [11, 12, 13, 14, 15] };
  expectAllClose(schoolErrorCovariance(from, apart), [0, 0]);
});

test("judgeDeviations() says as expected by default and counts the units in", () => {
  const deviation = (value: number) => ({
    value,
    standardError: 10,
    degreesOfFreedom: Infinity,
  });
  const alone = judgeDeviations([deviation(22)]);
  expect(alone[0]!.verdict).toBe("above");
  expect(alone[0]!.shrunken).toBe(22);
  const many = judgeDeviations([22, ...Array(29).fill(1)].map(deviation));
  expect(many.map(({ verdict }) => verdict)).toEqual(
    Array(30).fill("as-expected"),
  );
  const clear = judgeDeviations([-60, ...Array(29).fill(1)].map(deviation));
  expect(clear[0]!.verdict).toBe("below");
  expect(Math.abs(clear[0]!.shrunken)).toBeLessThan(60);
});

test("judgeDeviations() throws without a standard error", () => {
  expect(() =>
    judgeDeviations([{ value: 1, standardError: 0, degreesOfFreedom: 5 }])
  ).toThrow("Cannot judge a deviation: standard error 0 is not above 0");
});
