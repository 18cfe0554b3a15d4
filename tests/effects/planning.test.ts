import { expect, test } from "vitest";
import { createStream, studentQuantile } from "#lib/numerics/mod.ts";
import {
  minimumDetectableChange,
  minimumDetectableEffect,
  powerOfTest,
  requiredSchools,
} from "#lib/effects/mod.ts";
import golden from "../golden/planning.json" with { type: "json" };
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
  expect(() => minimumDetectableEffect(design, { power: 2 })).toThrow(
    "power 2",
  );
});

const programme = {
  schools: 242,
  pupilsPerSchool: 120,
  icc: 0.05,
  schoolStability: 0.8,
};

test("minimumDetectableChange() adds school × wave, pupils and link by hand", () => {
  // 2 × .05 × .2 / 242 + 2 × .95 / (242 × 120) = 8.2645e-5 + 6.5427e-5.
  const plain = minimumDetectableChange(programme);
  expectClose(plain.standardError, Math.sqrt(0.02 / 242 + 1.9 / 29040));
  expect(plain.degreesOfFreedom).toBe(241);
  // Half of the pupils are the same, with correlation .6: (1 − .3) of their part.
  const panel = minimumDetectableChange({
    ...programme,
    overlap: 0.5,
    pupilStability: 0.6,
  });
  expectClose(panel.standardError, Math.sqrt(0.02 / 242 + 0.7 * 1.9 / 29040));
  const sampling = 0.02 / 242 + 1.9 / 29040, link = 0.03 * 0.03;
  const linked = minimumDetectableChange({
    ...programme,
    linkError: 0.03,
    commonItems: 6,
  });
  expectClose(linked.standardError, Math.sqrt(sampling + link));
  expectClose(
    linked.degreesOfFreedom,
    (sampling + link) ** 2 / (sampling * sampling / 241 + link * link / 5),
  );
});

test("minimumDetectableChange() names what is missing", () => {
  expect(() => minimumDetectableChange({ ...programme, schools: 1 })).toThrow(
    "found 1 schools",
  );
  expect(() => minimumDetectableChange({ ...programme, schoolStability: 2 }))
    .toThrow("stability of schools 2");
  expect(() => minimumDetectableChange({ ...programme, commonItems: 1 }))
    .toThrow("found 1 common items");
  expect(() =>
    minimumDetectableChange({
      ...programme,
      schoolStability: 1,
      overlap: 1,
      pupilStability: 1,
    })
  ).toThrow("found no variance at all");
});

test("powerOfTest() matches R's non-central t distribution", () => {
  for (const { df, effect, alpha, power: expected } of golden.cases) {
    const plan = { standardError: 1, degreesOfFreedom: df };
    expectClose(powerOfTest(effect, plan, { alpha }), expected, {
      tolerance: 1e-9,
    });
  }
});

test("powerOfTest() is the level without an effect, and 80 per cent at the detectable effect", () => {
  const plan = minimumDetectableEffect({
    schools: 22,
    treated: 10,
    pupilsPerSchool: 300,
    icc: 0.1,
  });
  expectClose(powerOfTest(0, plan), 0.05, { tolerance: 1e-9 });
  expect(powerOfTest(plan.standardised, plan)).toBeCloseTo(0.8, 3);
  expectClose(powerOfTest(-0.3, plan), powerOfTest(0.3, plan));
  const large = minimumDetectableChange({ ...programme, schools: 1e6 });
  expectClose(
    powerOfTest(large.standardised, { ...large, degreesOfFreedom: Infinity }),
    powerOfTest(large.standardised, large),
    { tolerance: 1e-6 },
  );
  expect(() => powerOfTest(1, { standardError: 0, degreesOfFreedom: 9 }))
    .toThrow(
      "found standard error 0",
    );
});

/** Whether a two-sided t test of the difference of two means is significant. */
function differs(a: readonly number[], b: readonly number[]): boolean {
  const mean = (x: readonly number[]) =>
    x.reduce((total, one) => total + one, 0) / x.length;
  const squares = (x: readonly number[]) =>
    x.reduce((total, one) => total + (one - mean(x)) ** 2, 0);
  const df = a.length + b.length - 2;
  const variance = (squares(a) + squares(b)) / df *
    (1 / a.length + 1 / b.length);
  return Math.abs(mean(a) - mean(b)) >
    studentQuantile(0.975, df) * Math.sqrt(variance);
}

test("powerOfTest() of a lottery is that of simulated lotteries", () => {
  const design = { schools: 22, treated: 10, pupilsPerSchool: 25, icc: 0.1 };
  const plan = minimumDetectableEffect(design);
  const effect = 0.35, runs = 3000;
  let found = 0;
  for (let run = 0; run < runs; run++) {
    const stream = createStream(2210, run);
    const schools = Array.from({ length: 22 }, (_, j) => {
      let sum = 0;
      const school = Math.sqrt(0.1) * stream.normal() + (j < 10 ? effect : 0);
      for (let i = 0; i < 25; i++) {
        sum += school + Math.sqrt(0.9) * stream.normal();
      }
      return sum / 25;
    });
    if (differs(schools.slice(0, 10), schools.slice(10))) found++;
  }
  const expected = powerOfTest(effect, plan);
  const error = Math.sqrt(expected * (1 - expected) / runs);
  expect(Math.abs(found / runs - expected)).toBeLessThan(3.5 * error);
});

/** Mean change of schools, half of whose pupils are in both waves, and its squared error. */
function simulateChange(
  design: typeof programme,
  { seed, change }: { readonly seed: number; readonly change: number },
): { readonly mean: number; readonly variance: number } {
  const { schools, pupilsPerSchool: n, icc, schoolStability: c } = design;
  const stream = createStream(2019, seed);
  const changes = Array.from({ length: schools }, () => {
    // Means of a school in both waves have the correlation c.
    const common = Math.sqrt(c) * stream.normal(), own = Math.sqrt(1 - c);
    let difference = change + Math.sqrt(icc) *
        (common + own * stream.normal() - common - own * stream.normal());
    for (let i = 0; i < n; i++) {
      const first = stream.normal(), second = stream.normal();
      // The first half stay, with the correlation .6.
      const later = i < n / 2 ? 0.6 * first + 0.8 * second : second;
      difference += Math.sqrt(1 - icc) * (later - first) / n;
    }
    return difference;
  });
  const mean = changes.reduce((total, one) => total + one, 0) / schools;
  const squares = changes.reduce((total, one) => total + (one - mean) ** 2, 0);
  return { mean, variance: squares / (schools - 1) / schools };
}

test("powerOfTest() of a change between waves is that of simulated waves with link error", () => {
  const design = { ...programme, schools: 18, pupilsPerSchool: 20 };
  const linkError = 0.04;
  const plan = minimumDetectableChange({
    ...design,
    overlap: 0.5,
    pupilStability: 0.6,
    linkError,
  });
  const change = 0.2, runs = 3000;
  let found = 0, total = 0;
  for (let run = 0; run < runs; run++) {
    const link = linkError * createStream(7, run).normal();
    const { mean, variance } = simulateChange(design, { seed: run, change });
    // A known link error leaves the degrees of freedom to the schools' part.
    const whole = variance + linkError * linkError;
    const df = whole * whole / (variance * variance / 17);
    const t = (mean + link) / Math.sqrt(whole);
    if (Math.abs(t) > studentQuantile(0.975, df)) found++;
    total += variance / runs;
  }
  expectClose(
    Math.sqrt(total + linkError * linkError),
    plan.standardError,
    { tolerance: 3e-3 },
  );
  const expected = powerOfTest(change, plan);
  const error = Math.sqrt(expected * (1 - expected) / runs);
  // Satterthwaite's degrees are an approximation: a little more than chance allows.
  expect(Math.abs(found / runs - expected)).toBeLessThan(3.5 * error + 0.01);
});

test("requiredSchools() is the least number that is enough", () => {
  const plan = (schools: number) =>
    minimumDetectableEffect({
      schools,
      treated: Math.round(schools / 2),
      pupilsPerSchool: 300,
      icc: 0.1255,
      schoolR2: 0.5,
    });
  for (const effect of [0.05, 0.1, 0.3, 0.8]) {
    const schools = requiredSchools(effect, plan)!;
    expect(plan(schools).standardised).toBeLessThanOrEqual(effect);
    for (let fewer = 4; fewer < schools; fewer++) {
      expect(plan(fewer).standardised).toBeGreaterThan(effect);
    }
  }
});

test("requiredSchools() says when no number of schools is enough", () => {
  const plan = (schools: number) =>
    minimumDetectableChange({ ...programme, schools, linkError: 0.05 });
  expect(requiredSchools(0.1, plan)).toBeNull();
  expect(requiredSchools(0.2, plan)).toBeGreaterThan(4);
  expect(() => requiredSchools(0, plan)).toThrow("found effect 0");
});
