import { createStream } from "#lib/numerics/mod.ts";
import {
  fitMixedModel,
  fitMixedModels,
  poolMixedModels,
  poolPlausibleValues,
  satterthwaite,
} from "#lib/inference/mod.ts";
import { expect, test } from "vitest";
import { expectAllClose, expectClose } from "../expect_close.ts";
import { madeUpSchools } from "./made_up_schools.ts";

const { outcome, ...design } = madeUpSchools({
  schools: 12,
  classes: 2,
  pupils: 6,
  waves: 2,
  schoolDeviation: 0.5,
  classDeviation: 0.3,
  pupilDeviation: 0.5,
  seed: 3,
});
const stream = createStream(9);
const outcomes = Array.from(
  { length: 4 },
  () => outcome.map((y) => y + 0.3 * stream.normal()),
);
const fits = fitMixedModels(design, outcomes);

test("fitMixedModels() gives each outcome's own fit", () => {
  fits.forEach((fit, m) => {
    const alone = fitMixedModel({ ...design, outcome: outcomes[m]! });
    expectClose(fit.deviance, alone.deviance);
    expectAllClose(fit.coefficients, alone.coefficients, { tolerance: 1e-7 });
    expectAllClose(fit.standardErrors, alone.standardErrors, {
      tolerance: 1e-6,
    });
  });
});

test("poolMixedModels() pools coefficients and variances by Rubin's rules", () => {
  const pooled = poolMixedModels(fits);
  expect(pooled.draws).toBe(4);
  fits[0]!.fixedNames.forEach((_, i) => {
    const row = [0, 1, 2].map((j) => j === i ? 1 : 0);
    const degrees = fits.map((f) => satterthwaite(f, row).degreesOfFreedom);
    expect(pooled.coefficients[i]).toEqual(poolPlausibleValues(
      fits.map((f) => f.coefficients[i]!),
      fits.map((f) => f.standardErrors[i]! * f.standardErrors[i]!),
      { completeDegreesOfFreedom: degrees.reduce((a, b) => a + b, 0) / 4 },
    ));
  });
  const school = pooled.components[0]!;
  expectClose(
    school.meanCovariance[0]!,
    fits.reduce((s, f) => s + f.components[0]!.covariance[0]!, 0) / 4,
  );
  expect(school.covariance[0]!.value).toBeCloseTo(
    school.meanCovariance[0]!,
    12,
  );
  expect(school.singularDraws).toBe(0);
  expect(pooled.residualVariance.between).toBeGreaterThan(0);
});
