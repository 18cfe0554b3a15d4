import {
  buildDesign,
  fitMixedModel,
  type FitMixedModelOptions,
  type MixedDesign,
  toMixedDesign,
} from "#lib/inference/mod.ts";
import { expect, test } from "vitest";
import { expectRefusals } from "../refusals.ts";
import { madeUpSchools } from "./made_up_schools.ts";

const design = madeUpSchools({
  schools: 6,
  classes: 2,
  pupils: 4,
  waves: 2,
  schoolDeviation: 0.5,
  classDeviation: 0.4,
  pupilDeviation: 0.5,
  seed: 2,
});
const n = design.outcome.length;

function expectRefusal(change: Partial<MixedDesign>, found: string): void {
  expect(() => fitMixedModel({ ...design, ...change })).toThrow(
    new RangeError(`Cannot fit a mixed model: ${found}`),
  );
}

function levels(compute: (row: number) => number): MixedDesign["terms"] {
  return [{
    name: "school",
    levels: Int32Array.from({ length: n }, (_, i) => compute(i)),
  }];
}

test("fitMixedModel() names the column that follows from others", () => {
  const values = new Float64Array(4 * n);
  for (let i = 0; i < n; i++) {
    values.set(design.fixed.values.subarray(3 * i, 3 * i + 3), 4 * i);
    values[4 * i + 3] = 2 - values[4 * i + 2]!;
  }
  expectRefusal(
    {
      fixed: { rows: n, columns: 4, values },
      fixedNames: ["1", "wave", "program", "control"],
    },
    `fixed column "control" is zero or a combination of the columns before it`,
  );
  const zero = design.fixed.values.map((x, i) => i % 3 === 1 ? 0 : x);
  expectRefusal(
    { fixed: { ...design.fixed, values: zero } },
    `fixed column "wave" is zero or a combination of the columns before it`,
  );
});

test("fitMixedModel() refuses a term of one level, and one with a row per level", () => {
  expectRefusal(
    { terms: levels(() => 0) },
    `term "school" has 1 level with rows, at least 2 are needed to know its variance`,
  );
  expectRefusal(
    { terms: levels((i) => i) },
    `term "school" has one row in each of its 96 levels, its variance cannot be told from the residual`,
  );
  expectRefusal({ terms: [] }, "found no random term, at least one is needed");
});

/** Slopes of the school term, without its name. */
function slopes(
  columns: Readonly<Record<string, (row: number) => number>>,
): MixedDesign["terms"] {
  return [{
    ...design.terms[0]!,
    slopes: Object.entries(columns).map(([name, value]) => ({
      name,
      values: Float64Array.from({ length: n }, (_, i) => value(i)),
    })),
  }];
}

test("fitMixedModel() refuses terms that say the same", () => {
  const { levels: schools } = design.terms[0]!;
  expectRefusal(
    {
      terms: [
        design.terms[0]!,
        { name: "class", levels: schools.map((level) => 5 - level) },
      ],
    },
    `terms "school" and "class" have the same levels, their variances cannot be told apart`,
  );
  const ofSlopes = (terms: MixedDesign["terms"], found: string) =>
    expect(() => fitMixedModel({ ...design, terms })).toThrow(
      new RangeError(
        `Cannot fit a mixed model with the slopes of "school": ${found}, columns must be independent`,
      ),
    );
  ofSlopes(
    slopes({ two: () => 2 }),
    'column "two" is a combination of "intercept"',
  );
  ofSlopes(
    slopes({ wave: (i) => i % 2, twice: (i) => 2 * (i % 2) }),
    'column "twice" is a combination of "wave"',
  );
  expectRefusal(
    {
      terms: [{
        name: "row",
        levels: Int32Array.from({ length: n }, (_, i) => i),
        intercept: false,
        slopes: [{
          name: "side",
          values: Float64Array.from({ length: n }, (_, i) => i % 2 ? 1 : -1),
        }],
      }],
    },
    `term "row" has one row in each of its 96 levels, its variance cannot be told from the residual`,
  );
});

test("fitMixedModel() refuses variances that the rows do not decide", () => {
  const schools = buildDesign("y ~ factor(school) + (1 | school)", {
    y: design.outcome,
    school: design.terms[0]!.levels,
  });
  expect(() => fitMixedModel(toMixedDesign(schools))).toThrow(
    new RangeError(
      'Cannot fit a mixed model: the variance of "school" is not known, the fixed columns leave nothing of it',
    ),
  );
  const panel = madeUpSchools({
    schools: 30,
    classes: 2,
    pupils: 8,
    waves: 2,
    schoolDeviation: 0.5,
    classDeviation: 0.4,
    pupilDeviation: 0.5,
    seed: 2,
  });
  const wave = {
    name: "wave",
    values: panel.outcome.map((_, i) => panel.fixed.values[3 * i + 1]!),
  };
  // Two waves have three variances and covariances: not four.
  expect(() =>
    fitMixedModel({
      ...panel,
      terms: [panel.terms[0]!, { ...panel.terms[2]!, slopes: [wave] }],
    })
  ).toThrow(
    /^Cannot fit a mixed model: the variances of .*"pupil" cannot be told apart/,
  );
});

test("fitMixedModel() of a formula names what is empty, alone or unknown", () => {
  const table = {
    y: design.outcome,
    school: design.terms[0]!.levels,
    one: design.outcome.map(() => 1),
    a: Array.from(design.outcome, (_, i) => i % 2 ? "p" : "q"),
    b: Array.from(design.outcome, (_, i) => i % 2 && i % 3 ? "v" : "u"),
  };
  const fit = (formula: string) => () =>
    fitMixedModel(toMixedDesign(buildDesign(formula, table)));
  expectRefusals({
    'Cannot fit a mixed model: fixed column "a[q]:b[v]" is zero or a combination of the columns before it':
      fit("y ~ a * b + (1 | school)"),
    'Cannot fit a mixed model: term "one" has 1 level with rows, at least 2 are needed to know its variance':
      fit("y ~ a + (1 | one)"),
    'Cannot use the variable "klasse": it is not one of y, school, one, a, b':
      fit("y ~ a + (1 | klasse)"),
  });
});

test("fitMixedModel() refuses missing values with their place", () => {
  expectRefusal(
    { terms: levels((i) => i === 7 ? -1 : i % 5) },
    `the level of "school" is missing in row 7, such rows must be dropped`,
  );
  expectRefusal(
    { outcome: design.outcome.map((y, i) => i === 3 ? NaN : y) },
    "the outcome is NaN in row 3, rows with missing values must be dropped",
  );
  expectRefusal(
    {
      fixed: {
        ...design.fixed,
        values: design.fixed.values.map((x, i) => i === 13 ? Infinity : x),
      },
    },
    `fixed column "wave" is Infinity in row 4, rows with missing values must be dropped`,
  );
  expectRefusal(
    { weights: new Float64Array(n) },
    "the weight is 0 in place 0, it must be above 0",
  );
  expectRefusal(
    { weights: new Float64Array(n).fill(1).map((w, i) => i === 4 ? -w : w) },
    "the weight is -1 in place 4, it must be above 0",
  );
  expectRefusal(
    { weights: new Float64Array(n).fill(NaN) },
    "the weight is NaN in row 0, rows with missing values must be dropped",
  );
  expectRefusal(
    { outcome: design.outcome.slice(1) },
    "the outcome has 95 values for 96 rows",
  );
  expectRefusal(
    { terms: [{ ...design.terms[0]!, levelNames: ["a"] }] },
    `term "school" has 1 names for 6 levels`,
  );
  expectRefusal(
    { terms: [{ ...design.terms[0]!, levelCount: 2 }] },
    `term "school" has level 5, the number of levels is 2`,
  );
});

test("fitMixedModel() refuses an outcome without variation", () => {
  expectRefusal(
    { outcome: new Float64Array(n).fill(500) },
    "the outcome is 500 in every row",
  );
  expectRefusal(
    {
      outcome: design.outcome.map((_, i) =>
        3 + 2 * design.fixed.values[3 * i + 1]!
      ),
    },
    "the fixed columns explain the outcome completely",
  );
  const { levels: schools } = design.terms[0]!;
  expectRefusal(
    {
      outcome: design.outcome.map((_, i) =>
        [1, 4, 2, 8, 3, 9][schools[i]!]! + 2 * design.fixed.values[3 * i + 1]!
      ),
      terms: design.terms.slice(0, 1),
    },
    "the levels explain the outcome completely, rows of a level must differ",
  );
});

test("fitMixedModel() says when it has not converged", () => {
  expect(() => fitMixedModel(design, { maxIterations: 1 })).toThrow(
    /^Cannot fit a mixed model: not converged in 1 steps, another step promises [\d.e-]+ less deviance, the tolerance is 1e-9$/,
  );
  const years = slopes({ year: (i) => 2015 + 2 * (i % 2) });
  expect(() => fitMixedModel({ ...design, terms: years }, { maxIterations: 1 }))
    .toThrow(/, the tolerance is 1e-9, centre "year"$/);
});

test("fitMixedModel() refuses options out of their range", () => {
  const fit = (options: FitMixedModelOptions) => () =>
    fitMixedModel(design, options);
  expectRefusals({
    "Cannot fit a mixed model: the start has 2 values, the model has 3": fit({
      start: new Float64Array(2),
    }),
    "Cannot fit a mixed model: the start has NaN, 1, 1, numbers are needed":
      fit({ start: Float64Array.of(NaN, 1, 1) }),
    'Cannot fit a mixed model: the criterion is "reml", it must be REML or ML':
      fit({ criterion: "reml" as "REML" }),
    "Cannot fit a mixed model: found the tolerance NaN and 200 steps, both must be above 0":
      fit({ tolerance: NaN }),
    'Cannot fit a mixed model: the scaling of level weights is "C", it must be one of A, B, none':
      () => fitMixedModel({ ...design, levelWeights: { scaling: "C" as "A" } }),
    'Cannot fit a mixed model: the level weight of "school" has 2 values for 6 rows':
      () =>
        fitMixedModel({
          ...design,
          levelWeights: { levels: { school: Float64Array.of(1, 1) } },
        }),
    'Cannot fit a mixed model: level weights are given for the unknown term "skole"':
      () =>
        fitMixedModel({
          ...design,
          levelWeights: { levels: { skole: Float64Array.of(1) } },
        }),
  });
});
