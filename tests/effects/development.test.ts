import { expect, test } from "vitest";
import { minimumDetectableEffect } from "#lib/effects/mod.ts";
import { expectClose } from "../inference/expect_close.ts";

test("minimumDetectableEffect() gives values worked out by hand", () => {
  const design = { schools: 22, treated: 10, pupilsPerSchool: 300 };
  const points = (icc: number, schoolR2: number, pupilR2: number) =>
    100 *
    minimumDetectableEffect({ ...design, icc, schoolR2, pupilR2 }).standardised;
  // Achievement and well-being, without and with a good baseline, as planned.
  expect(Math.round(points(0.1255, 0, 0))).toBe(45);
  expect(Math.round(points(0.1255, 0.75, 0.5))).toBe(23);
  expect(Math.round(points(0.04, 0, 0))).toBe(26);
  expect(Math.round(points(0.04, 0.75, 0.5))).toBe(14);
  // √((.06 + .88/300)(1/10 + 1/12)) × 2.945928 = .107414 × 2.945928.
  expectClose(points(0.12, 0.5, 0), 31.6434, { tolerance: 1e-5 });
});

test("minimumDetectableEffect() loses a degree of freedom per covariate and checks its input", () => {
  const design = { schools: 22, treated: 10, pupilsPerSchool: 300, icc: 0.1 };
  expect(minimumDetectableEffect({ ...design, covariates: 1 }).degreesOfFreedom)
    .toBe(19);
  // t(.975, 20) = 2.085963, t(.8, 20) = 0.859964.
  expectClose(minimumDetectableEffect(design).multiplier, 2.945928, {
    tolerance: 1e-6,
  });
  expect(() => minimumDetectableEffect({ ...design, icc: 1.2 })).toThrow(
    new RangeError(
      "Cannot compute a detectable effect: ICC 1.2 is not between 0 and 1",
    ),
  );
  expect(() => minimumDetectableEffect({ ...design, treated: 22 })).toThrow(
    RangeError,
  );
});
