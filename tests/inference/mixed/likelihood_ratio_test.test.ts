import { chiSquareCdf } from "#lib/numerics/mod.ts";
import { fitMixedModel, likelihoodRatioTest } from "#lib/inference/mod.ts";
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
