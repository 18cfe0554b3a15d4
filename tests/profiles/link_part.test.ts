import { expect, test } from "vitest";
import type { LinkPair } from "#lib/scaling/mod.ts";
import { linkPart, NO_LINK } from "../../lib/profiles/estimates/link_part.ts";
import { fromJackknife } from "../../lib/profiles/estimates/result_row.ts";

const pair: LinkPair = {
  from: 0,
  to: 1,
  items: 5,
  mean: 16,
  jackknife: 20,
  sampling: 4,
  standardDeviation: 9,
  shareLow: 1e-4,
  shareHigh: 4e-4,
  levelLow: 0.16,
  levelHigh: 0.16,
  unit: 1e-3,
  degreesOfFreedom: 4,
};
const change = { from: 0, to: 1, level: 30 };
/** One standard deviation below the mean. */
const SHARE_AT_MINUS_ONE = 0.15865525393145707;

test("linkPart() gives each statistic its own part, a slope in proportion to its square", () => {
  const variance = (statistic: Parameters<typeof linkPart>[1]["statistic"]) =>
    linkPart([pair], { ...change, statistic }).variance;
  expect(variance("mean")).toBe(16);
  expect(variance("standard-deviation")).toBe(9);
  expect(variance("gradient")).toBeCloseTo(0.9, 12);
  expect(variance("education-gap")).toBeCloseTo(0.9, 12);
  expect(variance("explained")).toBe(0);
});

test("linkPart() moves pupils' changes as the mean, and a percentile as shift and stretch", () => {
  const variance = (
    statistic: Parameters<typeof linkPart>[1]["statistic"],
    level: number,
  ) => linkPart([pair], { ...change, statistic, level }).variance;
  for (const one of ["same-grade", "same-cohort", "followed"] as const) {
    expect(variance(one, NaN)).toBe(16);
  }
  expect(variance("percentile-10", 380)).toBeCloseTo(16 + 14400 * 1e-3, 12);
  expect(variance("percentile-90", 500)).toBe(16);
  expect(variance("followed-versus-left", NaN)).toBe(0);
});

test("linkPart() moves a share by the people who stand at the cut", () => {
  const part = (level: number, all: number): number =>
    linkPart([{ ...pair, levelLow: all }], {
      ...change,
      statistic: "share-low",
      level,
    }).variance;
  expect(part(0.16, 0.16)).toBeCloseTo(1e-4, 15);
  // At its mean a normal distribution has e^½ times the density of one SD away.
  expect(part(0.5, SHARE_AT_MINUS_ONE)).toBeCloseTo(Math.E * 1e-4, 12);
  expect(part(0.02, 0.16)).toBeLessThan(0.2e-4);
  expect(part(NaN, 0.16)).toBe(1e-4);
  expect(part(0, 0.16)).toBeGreaterThan(0);
});

test("linkPart() gives nothing to contrasts between units and to other pairs", () => {
  const part = (over: Partial<Parameters<typeof linkPart>[1]>) =>
    linkPart([pair], { ...change, statistic: "mean", ...over });
  expect(part({ statistic: "versus-programme" })).toEqual(NO_LINK);
  expect(part({ statistic: "versus-municipality" })).toEqual(NO_LINK);
  expect(part({ from: 1, to: 2 })).toEqual(NO_LINK);
});

test("fromJackknife() adds the link to the variances and to the degrees of freedom", () => {
  const result = fromJackknife(
    {
      status: "ok",
      value: 5,
      sampling: 90,
      between: 10,
      degreesOfFreedom: 20,
      clusters: 21,
    },
    10,
    { variance: 16, degreesOfFreedom: 4 },
  );
  expect(result).toMatchObject({ sampling: 90, measurement: 11, link: 16 });
  // 117² / (90² / 20 + 11² / 9 + 16² / 4).
  expect(result?.degreesOfFreedom).toBeCloseTo(
    117 * 117 / (405 + 121 / 9 + 64),
    10,
  );
});
