import { expect, test } from "vitest";
import {
  possibleDraws,
  randomisationTest,
  robustEffect,
  wildEffect,
} from "#lib/effects/mod.ts";
import { fitRegression } from "#lib/inference/mod.ts";
import { matrixFromRows } from "#lib/numerics/mod.ts";
import { expectClose } from "../../inference/expect_close.ts";
import { simulatedSchools } from "./simulated_schools.ts";

test("robustEffect() and wildEffect() have the same effect and, without a baseline, Welch's standard error", () => {
  const { outcome, treated, baseline } = simulatedSchools(12, 5, 9);
  const draws = possibleDraws(treated);
  for (const data of [{ outcome }, { outcome, baseline }]) {
    const robust = robustEffect(data, draws), wild = wildEffect(data, draws);
    const { effect } = randomisationTest(data, draws, { intervals: "none" });
    expectClose(robust.effect, effect, { tolerance: 1e-9 });
    expectClose(wild.effect, effect, { tolerance: 1e-9 });
    expect(wild.interval[0]).toBeLessThan(effect);
  }
  // One school per cluster: CR2 is HC2, which is Welch's variance for two groups.
  const robust = robustEffect({ outcome }, draws);
  const { standardErrors } = fitRegression(
    {
      matrix: matrixFromRows(treated.map((mark) => [mark, 1])),
      names: ["drawn", "constant"],
    },
    outcome,
    { covariance: "HC2" },
  );
  const { standardError } = randomisationTest({ outcome }, draws);
  expectClose(standardErrors[0]!, standardError);
  expect(robust.degreesOfFreedom).toBeGreaterThan(4);
  expect(robust.degreesOfFreedom).toBeLessThan(11);
});
