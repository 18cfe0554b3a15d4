import {
  buildDesign,
  fitMixedModel,
  kenwardRoger,
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
  expect(() => kenwardRoger(fit, [[1, 0, 0], [2, 0, 0]])).toThrow(
    new RangeError(
      "Cannot test a contrast: its 2 rows follow from one another, they must be independent",
    ),
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

test("poolMixedModels() and toMixedDesign() refuse what is no mixed model", () => {
  expect(() => poolMixedModels([fitMixedModel(design)])).toThrow(
    new RangeError(
      "Cannot pool mixed models: found 1 fits, at least 2 are needed",
    ),
  );
  const plain = buildDesign("y ~ x", { y: [1, 2, 3], x: [1, 2, 4] });
  expect(() => toMixedDesign(plain)).toThrow(/the model has no random term/);
});
