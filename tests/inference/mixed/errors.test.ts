import { chiSquareCdf } from "#lib/numerics/mod.ts";
import {
  buildDesign,
  fitMixedModel,
  kenwardRoger,
  likelihoodRatioTest,
  type MixedDesign,
  poolMixedModels,
  satterthwaite,
  toMixedDesign,
} from "#lib/inference/mod.ts";
import { expect, test } from "vitest";
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
});

test("fitMixedModel() says when it has not converged", () => {
  expect(() => fitMixedModel(design, { maxIterations: 1 })).toThrow(
    /^Cannot fit a mixed model: not converged in 1 steps, another step promises [\d.e-]+ less deviance, the tolerance is 1e-9$/,
  );
  expect(() => fitMixedModel(design, { start: new Float64Array(2) })).toThrow(
    new RangeError(
      "Cannot fit a mixed model: the start has 2 values, the model has 3",
    ),
  );
});

test("satterthwaite() and kenwardRoger() refuse what they cannot test", () => {
  const fit = fitMixedModel(design);
  expect(() => satterthwaite(fit, [1, 0])).toThrow(
    new RangeError(
      "Cannot test a contrast: row 0 has 2 values for 3 coefficients",
    ),
  );
  expect(() => satterthwaite(fit, [0, 0, 0])).toThrow(
    new RangeError("Cannot test a contrast: row 0 is zero or not finite"),
  );
  const maximal = fitMixedModel(design, {
    criterion: "ML",
    uncertainty: "none",
  });
  expect(() => satterthwaite(maximal, [1, 0, 0])).toThrow(/has no curvature/);
  expect(() => kenwardRoger(maximal, [1, 0, 0])).toThrow(
    /the fit is by ML, it must be by REML/,
  );
});

test("likelihoodRatioTest() compares nested fits alone", () => {
  const fit = fitMixedModel(design);
  const small = fitMixedModel({ ...design, terms: design.terms.slice(0, 2) });
  const found = likelihoodRatioTest(small, fit);
  expect(found.statistic).toBeCloseTo(small.deviance - fit.deviance, 10);
  expect(found.degreesOfFreedom).toBe(1);
  expect(found.boundaryPValue).toBeCloseTo(found.pValue / 2, 12);
  const wave = {
    name: "wave",
    values: design.outcome.map((_, i) => design.fixed.values[3 * i + 1]!),
  };
  const sloped = fitMixedModel({
    ...design,
    terms: [{ ...design.terms[0]!, slopes: [wave] }, ...design.terms.slice(1)],
  });
  const slope = likelihoodRatioTest(fit, sloped);
  expect(slope.degreesOfFreedom).toBe(2);
  const tails = [1, 2].map((df) => 1 - chiSquareCdf(slope.statistic, df));
  expect(slope.boundaryPValue).toBeCloseTo((tails[0]! + tails[1]!) / 2, 12);
  expect(() => likelihoodRatioTest(fit, small)).toThrow(
    /the large model has 6 parameters, the small one 7/,
  );
  expect(() =>
    likelihoodRatioTest(fitMixedModel(design, { criterion: "ML" }), fit)
  ).toThrow(/found ML and REML, both must be fitted by the same/);
  const fewer = {
    ...design,
    fixed: {
      rows: n,
      columns: 1,
      values: new Float64Array(n).fill(1),
    },
    fixedNames: ["1"],
  };
  expect(() => likelihoodRatioTest(fitMixedModel(fewer), fit)).toThrow(
    /fits by REML must have the same fixed columns, use ML/,
  );
  const ml = { criterion: "ML" } as const;
  const fixed = likelihoodRatioTest(
    fitMixedModel(fewer, ml),
    fitMixedModel(design, ml),
  );
  expect(fixed.degreesOfFreedom).toBe(2);
  expect(fixed.boundaryPValue).toBeNull();
});

test("poolMixedModels() and toMixedDesign() refuse what is no mixed model", () => {
  expect(() => poolMixedModels([fitMixedModel(design)])).toThrow(
    new RangeError(
      "Cannot pool mixed models: found 1 fits, at least 2 are needed",
    ),
  );
  const plain = buildDesign("y ~ x", { y: [1, 2, 3], x: [1, 2, 4] });
  expect(() => toMixedDesign(plain)).toThrow(/the model has no random term/);
});
