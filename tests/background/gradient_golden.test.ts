import { test } from "vitest";
import {
  BACKGROUND_WIDTH,
  backgroundSumsInPlace,
  gradientMeasures,
} from "#lib/background/mod.ts";
import golden from "../golden/gradient.json" with { type: "json" };
import { expectClose } from "../inference/expect_close.ts";

const { x, y, z, school } = golden;
const schools = Math.max(...school);

function goldenMeasures() {
  const bySchool = new Float64Array(schools * BACKGROUND_WIDTH);
  backgroundSumsInPlace(bySchool, {
    weight: x.map(() => 1),
    wave: x.map(() => 0),
    school: school.map((s) => s - 1),
    education: x.map(() => -1),
    components: [0, 1, 2].map((k) => Float64Array.from(z, (home) => home[k]!)),
  }, { draw: { points: y, background: x }, sizes: { schools, waves: 1 } });
  const sums = new Float64Array(BACKGROUND_WIDTH);
  bySchool.forEach((value, k) => sums[k % BACKGROUND_WIDTH]! += value);
  return gradientMeasures(sums);
}

test("gradientMeasures() are R's lm, Spearman's correlation and quarters of the same pupils", () => {
  const found = goldenMeasures();
  expectClose(found.slope, golden.slope);
  expectClose(found.explained, golden.explained);
  expectClose(found["rank-correlation"], golden.rankCorrelation);
  expectClose(found["rank-slope"], golden.rankSlope);
  expectClose(found["quarter-gap"], golden.quarterGap);
  expectClose(found["upper-gap"], golden.upperGap);
  expectClose(found.resilience, golden.resilience);
  expectClose(found["relative-risk"], golden.relativeRisk);
});

test("gradientMeasures() between schools are lme4's variance components of balanced data", () => {
  const found = goldenMeasures();
  // REML stops where its criterion, not its parameters, has converged.
  const tolerance = 1e-4;
  expectClose(found["social-inclusion"], golden.socialInclusion, { tolerance });
  expectClose(found["academic-inclusion"], golden.academicInclusion, {
    tolerance,
  });
  expectClose(found["contextual-latent"], golden.contextualLatent, {
    tolerance: 1e-3,
  });
});

test("gradientMeasures() hold the reliability of one common factor as factanal finds it", () => {
  const found = goldenMeasures();
  expectClose(found.reliability, golden.omega, { tolerance: 1e-5 });
  expectClose(found["slope-corrected"], golden.slope / golden.omega, {
    tolerance: 1e-4,
  });
});
