import {
  fitMixedModel,
  type LevelWeights,
  type MixedDesign,
  satterthwaite,
} from "#lib/inference/mod.ts";
import { expect, test } from "vitest";
import { expectAllClose, expectClose } from "../expect_close.ts";
import { madeUpSchools, takeRows } from "./made_up_schools.ts";

const design = madeUpSchools({
  schools: 10,
  classes: 3,
  pupils: 5,
  waves: 1,
  schoolDeviation: 0.5,
  classDeviation: 0.4,
  pupilDeviation: 0,
  seed: 4,
});
// Two terms: school and class; one row per pupil; constant and programme.
const nested: MixedDesign = {
  ...design,
  fixed: {
    rows: design.fixed.rows,
    columns: 2,
    values: Float64Array.from(
      { length: 2 * design.fixed.rows },
      (_, i) => design.fixed.values[Math.floor(i / 2) * 3 + (i % 2) * 2]!,
    ),
  },
  fixedNames: ["1", "program"],
  terms: design.terms.slice(0, 2),
};
const rows = Array.from(nested.outcome, (_, i) => i);

function expectSameModel(
  weighted: MixedDesign,
  repeated: MixedDesign,
): void {
  const a = fitMixedModel(weighted);
  const b = fitMixedModel(repeated, { criterion: "ML" });
  expectClose(a.deviance, b.deviance, { tolerance: 1e-9 });
  expectAllClose(a.coefficients, b.coefficients, { tolerance: 1e-8 });
  expectClose(a.residualVariance, b.residualVariance, { tolerance: 1e-6 });
  a.components.forEach((c, t) => {
    expectClose(c.covariance[0]!, b.components[t]!.covariance[0]!, {
      tolerance: 1e-6,
    });
  });
}

function withWeights(levelWeights: LevelWeights): MixedDesign {
  return { ...nested, levelWeights };
}

test("fitMixedModel() with a whole weight of a school is that school several times", () => {
  const weight = Float64Array.from({ length: 10 }, (_, j) => 1 + j % 3);
  const repeated: number[] = [], copy: number[] = [];
  for (const i of rows) {
    for (let r = 0; r < weight[nested.terms[0]!.levels[i]!]!; r++) {
      repeated.push(i);
      copy.push(r);
    }
  }
  expectSameModel(
    withWeights({ levels: { school: weight }, scaling: "none" }),
    takeRows(nested, repeated, {
      level: (term, level, place) =>
        level + copy[place]! * (term === "school" ? 10 : 30),
    }),
  );
});

test("fitMixedModel() with whole weights of classes and rows repeats them in their school", () => {
  const ofClass = Float64Array.from({ length: 30 }, (_, j) => 1 + j % 2);
  const ofRow = nested.outcome.map((_, i) => 1 + (i % 5 === 0 ? 1 : 0));
  const repeated: number[] = [], copy: number[] = [];
  for (const i of rows) {
    for (let c = 0; c < ofClass[nested.terms[1]!.levels[i]!]!; c++) {
      for (let r = 0; r < ofRow[i]!; r++) {
        repeated.push(i);
        copy.push(c);
      }
    }
  }
  expectSameModel(
    withWeights({ levels: { class: ofClass }, rows: ofRow, scaling: "none" }),
    takeRows(nested, repeated, {
      level: (term, level, place) =>
        term === "school" ? level : level + 30 * copy[place]!,
    }),
  );
});

test("fitMixedModel() scales weights within a level to its number (A) or effective number (B)", () => {
  const ofRow = nested.outcome.map((_, i) => 1 + (i % 2));
  const classes = nested.terms[1]!.levels;
  const sums = (power: number): number[] =>
    Array.from({ length: 30 }, (_, c) =>
      rows.filter((i) => classes[i] === c)
        .reduce(
          (s, i) => s + (power === 2 ? ofRow[i]! * ofRow[i]! : ofRow[i]!),
          0,
        ));
  const [first, second] = [sums(1), sums(2)];
  const byHand = {
    A: ofRow.map((w, i) => w * 5 / first![classes[i]!]!),
    B: ofRow.map((w, i) => w * first![classes[i]!]! / second![classes[i]!]!),
  };
  for (const scaling of ["A", "B"] as const) {
    const scaled = fitMixedModel(withWeights({ rows: ofRow, scaling }));
    const given = fitMixedModel(
      withWeights({ rows: byHand[scaling], scaling: "none" }),
    );
    expectClose(scaled.deviance, given.deviance);
    expectAllClose(scaled.coefficients, given.coefficients);
  }
});

test("fitMixedModel() with level weights has errors by the outermost level", () => {
  const fit = fitMixedModel(withWeights({}));
  // With all weights 1: B Σ s s′ B × G / (G − 1), s = X′V⁻¹r of each school, by hand.
  const plain = fitMixedModel(nested, { criterion: "ML" });
  expectAllClose(fit.coefficients, plain.coefficients, { tolerance: 1e-8 });
  const [a, b] = plain.components.map((c) => c.covariance[0]!) as [
    number,
    number,
  ];
  const e = plain.residualVariance;
  // V of a school in blocks of classes of five: V⁻¹ keeps constants within a class
  // apart from deviations, and programme is constant within a school.
  const scores = Array.from({ length: 10 }, (_, j) => {
    const own = rows.filter((i) => nested.terms[0]!.levels[i] === j);
    const mean = own.reduce((s, i) => s + nested.outcome[i]!, 0) / 15;
    const program = j % 2;
    const residual = mean - plain.coefficients[0]! -
      program * plain.coefficients[1]!;
    const precision = 1 / (a + b / 3 + e / 15);
    return [precision * residual, program * precision * residual] as const;
  });
  const bread = plain.covariance;
  const expected = new Float64Array(4);
  for (const s of scores) {
    const influence = [0, 1].map((i) =>
      bread[2 * i]! * s[0] + bread[2 * i + 1]! * s[1]
    );
    for (let i = 0; i < 2; i++) {
      for (let j = 0; j < 2; j++) {
        expected[2 * i + j]! += influence[i]! * influence[j]! * 10 / 9;
      }
    }
  }
  expectAllClose(
    Array.from(fit.covariance, (v, i) => v / expected[i]!),
    [1, 1, 1, 1],
    { tolerance: 1e-6 },
  );
});

test("fitMixedModel() with level weights has the errors of variances that follow by hand in a balanced layout", () => {
  // a = σ² and b = σ² + 3 τ²: the deviance of a group is 2 ln a + ln b + S / a + 3 d² / b
  // with S within and d the distance of its mean.
  const groups = [[1, 2, 3], [3, 5, 7], [10, 11, 12], [4, 4, 7], [8, 3, 1]];
  const weight = [1, 2, 1, 3, 2];
  const n = 15, whole = weight.reduce((x, y) => x + y);
  const outcome = Float64Array.from(groups.flat());
  const fit = fitMixedModel({
    outcome,
    fixed: { rows: n, columns: 1, values: new Float64Array(n).fill(1) },
    fixedNames: ["1"],
    terms: [{
      name: "group",
      levels: Int32Array.from(outcome, (_, i) => Math.floor(i / 3)),
    }],
    levelWeights: { levels: { group: Float64Array.from(weight) } },
  });
  const means = groups.map((g) => g.reduce((x, y) => x + y) / 3);
  const centre = means.reduce((s, m, j) => s + weight[j]! * m, 0) / whole;
  const within = groups.map((g, j) =>
    g.reduce((s, y) => s + (y - means[j]!) * (y - means[j]!), 0)
  );
  const between = means.map((m) => 3 * (m - centre) * (m - centre));
  const sum = (values: readonly number[]) => values.reduce((x, y) => x + y, 0);
  const a = sum(within.map((s, j) => weight[j]! * s)) / (2 * whole);
  const b = sum(between.map((s, j) => weight[j]! * s)) / whole;
  expectClose(fit.residualVariance, a, { tolerance: 1e-7 });
  expectClose(fit.components[0]!.covariance[0]!, (b - a) / 3, {
    tolerance: 1e-7,
  });
  // What each group moves a and b by; the curvatures are 2 W / a² and W / b².
  const ofA = within.map((s, j) => weight[j]! * (s - 2 * a) / (2 * whole));
  const ofB = between.map((s, j) => weight[j]! * (s - b) / whole);
  const few = 5 / 4;
  const error = (parts: readonly number[]) =>
    Math.sqrt(few * sum(parts.map((x) => x * x)));
  expectClose(fit.residualVarianceStandardError, error(ofA), {
    tolerance: 1e-5,
  });
  expectClose(
    fit.components[0]!.standardErrors[0]!,
    error(ofB.map((x, j) => (x - ofA[j]!) / 3)),
    { tolerance: 1e-5 },
  );
});

test("fitMixedModel() with level weights has the errors of variances of weights that are moved a little", () => {
  // Σ (w dv/dw)² over schools is what the formula stands for.
  const sloped: MixedDesign = {
    ...nested,
    outcome: nested.outcome.map((y, i) =>
      y + (i % 5 - 2) * ((nested.terms[0]!.levels[i]! * 7) % 10 - 4.5) / 12
    ),
    weights: nested.outcome.map((_, i) => 0.6 + (i % 4) / 4),
    terms: [
      {
        ...nested.terms[0]!,
        slopes: [{
          name: "place",
          values: Float64Array.from(rows, (i) => i % 5 - 2),
        }],
        correlated: false,
      },
      nested.terms[1]!,
    ],
  };
  const weight = Float64Array.from({ length: 10 }, (_, j) => 1 + j % 3);
  const fit = (school: Float64Array) =>
    fitMixedModel({ ...sloped, levelWeights: { levels: { school } } });
  const variances = (school: Float64Array): number[] => {
    const { components, residualVariance } = fit(school);
    const [ofSchool, ofClass] = components;
    return [
      ofSchool!.covariance[0]!,
      ofSchool!.covariance[3]!,
      ofClass!.covariance[0]!,
      residualVariance,
    ];
  };
  const step = 0.02;
  const squares = [0, 0, 0, 0];
  weight.forEach((_, j) => {
    const moved = (factor: number) =>
      variances(weight.map((w, i) => i === j ? w * factor : w));
    const [up, down] = [moved(1 + step), moved(1 - step)];
    up.forEach((v, k) => {
      const influence = (v - down[k]!) / (2 * step);
      squares[k]! += influence * influence * 10 / 9;
    });
  });
  const { components, residualVarianceStandardError } = fit(weight);
  const [ofSchool, ofClass] = components;
  expect(components.some(({ isSingular }) => isSingular)).toBe(false);
  const found = [
    ofSchool!.standardErrors[0]!,
    ofSchool!.standardErrors[3]!,
    ofClass!.standardErrors[0]!,
    residualVarianceStandardError,
  ];
  squares.forEach((square, k) =>
    expect(Math.abs(found[k]! / Math.sqrt(square) - 1)).toBeLessThan(2e-3)
  );
});

test("fitMixedModel() refuses level weights where they have no meaning", () => {
  expect(() => fitMixedModel(withWeights({}), { criterion: "REML" })).toThrow(
    new RangeError(
      `Cannot fit a mixed model: REML is not defined with level weights, the criterion must be "ML"`,
    ),
  );
  const crossed = {
    ...withWeights({}),
    terms: [
      nested.terms[0]!,
      {
        name: "cohort",
        levels: Int32Array.from(rows, (i) => i % 20),
      },
    ],
  };
  expect(() => fitMixedModel(crossed)).toThrow(
    /level \d+ of "cohort" lies in two levels of "school", level weights need nested terms/,
  );
  expect(() => satterthwaite(fitMixedModel(withWeights({})), [1, 0])).toThrow(
    /the fit has no curvature/,
  );
});
