import { expect, test } from "vitest";
import { createStream } from "#lib/numerics/mod.ts";
import {
  changeBetweenWaves,
  judgeCriterion,
  minimumDetectableEffect,
} from "#lib/effects/mod.ts";
import {
  addPersonInPlace,
  type Estimate,
  estimatesFromSums,
  MOMENT_WIDTH,
  momentStatistics,
  STATISTIC_COUNT,
} from "#lib/inference/mod.ts";
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

test("judgeCriterion() tells progress, decline, no change and not knowing apart", () => {
  const rise = { margin: 5, desired: 1 } as const;
  const fall = { margin: 5, desired: -1 } as const;
  const judge = (
    lower: number,
    upper: number,
    rule: typeof rise | typeof fall,
  ) => judgeCriterion({ interval: [lower, upper] }, rule);
  expect(judge(1, 9, rise)).toBe("documented-progress");
  expect(judge(1, 9, fall)).toBe("decline");
  expect(judge(-9, -1, rise)).toBe("decline");
  expect(judge(-9, -1, fall)).toBe("documented-progress");
  expect(judge(-2, 4, rise)).toBe("no-certain-change");
  expect(judge(-2, 6, rise)).toBe("uncertain");
  expect(judge(-5, 2, fall)).toBe("uncertain");
  expect(judge(0, 3, rise)).toBe("no-certain-change");
  expect(() => judge(0, 3, { margin: 0, desired: 1 } as never)).toThrow(
    RangeError,
  );
});

const SCHOOLS = 30;

/** Two waves whose schools are alike in both; half of the change differs by school. */
function waveSums() {
  const width = 2 * MOMENT_WIDTH;
  const stream = createStream(2015, 2017);
  const sums = new Float64Array(2 * SCHOOLS * width);
  for (let j = 0; j < SCHOOLS; j++) {
    const school = 30 * stream.normal();
    const change = 10 + 4 * stream.normal();
    for (let i = 0; i < 60; i++) {
      const background = stream.uniform() < 0.1 ? NaN : stream.normal();
      for (let wave = 0; wave < 2; wave++) {
        const mean = 500 + school + wave * change +
          30 * (Number.isNaN(background) ? 0 : background);
        const truth = mean + 80 * stream.normal();
        for (let draw = 0; draw < 2; draw++) {
          const offset = (draw * SCHOOLS + j) * width + wave * MOMENT_WIDTH;
          const score = truth + 30 * stream.normal();
          addPersonInPlace(sums, offset, { weight: 1, score, background });
        }
      }
    }
  }
  return { draws: 2, clusters: SCHOOLS, width, sums, strata: null };
}

const options = { from: 0, to: MOMENT_WIDTH, n: 3600 };

test("changeBetweenWaves() is the difference of the waves' own values", () => {
  const sums = waveSums();
  const change = changeBetweenWaves(sums, options);
  const wave = (offset: number) =>
    estimatesFromSums(
      {
        ...sums,
        count: STATISTIC_COUNT,
        statistics: (values, out) =>
          momentStatistics(values, offset, { out, at: 0 }),
      },
      Array(STATISTIC_COUNT).fill({
        unit: "points",
        n: 1800,
        method: "one wave",
      }),
    ) as Estimate[];
  const before = wave(0), after = wave(MOMENT_WIDTH);
  Object.values(change).forEach((estimate, s) =>
    expectClose(
      (estimate as Estimate).value,
      after[s]!.value - before[s]!.value,
    )
  );
  // Schools keep their level, so the change is known far better than by two separate errors.
  const mean = change.mean as Estimate;
  const separate = Math.hypot(
    before[0]!.standardError,
    after[0]!.standardError,
  );
  expect(mean.standardError).toBeLessThan(0.6 * separate);
  expect(Math.abs(mean.value - 10)).toBeLessThan(3 * mean.standardError);
});

test("changeBetweenWaves() adds link variance to the mean and to nothing else", () => {
  const change = changeBetweenWaves(waveSums(), {
    ...options,
    linkVariance: 9,
  });
  const { mean, ...others } = change as unknown as Record<string, Estimate>;
  expect(mean!.variance.link).toBe(9);
  expect(Object.values(others).map((one) => one.variance.link)).toEqual([
    0,
    0,
    0,
    0,
    0,
    0,
  ]);
  expect(others["gradient"]!.unit).toBe("points-per-sd");
});

test("changeBetweenWaves() of a wave to itself says that there is no uncertainty", () => {
  const change = changeBetweenWaves(waveSums(), { from: 0, to: 0, n: 1800 });
  expect(change.mean).toBe("no-uncertainty");
});
