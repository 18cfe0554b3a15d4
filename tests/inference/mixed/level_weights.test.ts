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
