import { studentQuantile } from "#lib/numerics/mod.ts";
import {
  fitMixedModel,
  kenwardRoger,
  type MixedDesign,
  satterthwaite,
} from "#lib/inference/mod.ts";
import { expect, test } from "vitest";
import { madeUpSchools } from "./made_up_schools.ts";

const REPEATS = 400;

/** Without the constant wave column: one wave, pupils' own effect is the residual. */
function oneWave(seed: number): MixedDesign {
  const { outcome, fixed, terms } = madeUpSchools({
    schools: 18,
    classes: 2,
    pupils: 5,
    waves: 1,
    schoolDeviation: 0.4,
    classDeviation: 0.2,
    pupilDeviation: 0,
    seed,
  });
  const n = outcome.length;
  return {
    outcome,
    fixed: {
      rows: n,
      columns: 2,
      values: Float64Array.from(
        { length: 2 * n },
        (_, i) => fixed.values[Math.floor(i / 2) * 3 + (i % 2) * 2]!,
      ),
    },
    fixedNames: ["1", "program"],
    terms: terms.slice(0, 2),
  };
}

test("intervals of a school-level effect among 18 schools cover the truth in 95 of 100 samples", () => {
  const covered = { satterthwaite: 0, kenwardRoger: 0, normal: 0 };
  for (let seed = 1; seed <= REPEATS; seed++) {
    const fit = fitMixedModel(oneWave(seed));
    const exact = kenwardRoger(fit, [0, 1]);
    const usual = satterthwaite(fit, [0, 1]);
    const error = Math.abs(usual.estimates[0]! - 0.2);
    const within = (se: number, quantile: number): number =>
      error <= quantile * se ? 1 : 0;
    covered.normal += within(usual.standardErrors[0]!, 1.96);
    covered.satterthwaite += within(
      usual.standardErrors[0]!,
      studentQuantile(0.975, usual.degreesOfFreedom),
    );
    covered.kenwardRoger += within(
      exact.standardErrors[0]!,
      studentQuantile(0.975, exact.degreesOfFreedom),
    );
  }
  // Three standard errors of 400 samples are 3.3 points.
  expect(Math.abs(covered.kenwardRoger / REPEATS - 0.95)).toBeLessThan(0.033);
  expect(Math.abs(covered.satterthwaite / REPEATS - 0.95)).toBeLessThan(0.033);
  expect(covered.normal).toBeLessThan(covered.satterthwaite);
});
