import { expect, test } from "vitest";
import {
  type GradientGuard,
  gradientGuards,
  type MaybeEstimate,
} from "#lib/background/mod.ts";
import { makeEstimate } from "#lib/inference/mod.ts";

function estimate(value: number, standardError: number): MaybeEstimate {
  return makeEstimate({
    value,
    variance: { sampling: standardError * standardError },
    degreesOfFreedom: Infinity,
    n: 100,
    unit: "points",
    method: "",
  });
}

const still = {
  "slope": estimate(-1, 2),
  "explained": estimate(0, 0.01),
  "relative-risk": estimate(0.1, 0.2),
  "reliability": estimate(-0.005, 0.01),
  "background-spread": estimate(0.01, 0.01),
  "residual-spread": estimate(0.5, 1),
  "score-skew": estimate(-3, 4),
  "unknown-share": estimate(0.01, 0.01),
  "unknown-gap": estimate(1, 3),
};
const trend = {
  from: {
    "slope": estimate(40, 2),
    "reliability": estimate(0.8, 0.01),
    "residual-spread": estimate(90, 1),
  },
  change: still,
  imputed: { slope: estimate(-0.5, 2) },
};

function warnings(change: Partial<typeof still>): GradientGuard[] {
  return gradientGuards({ ...trend, change: { ...still, ...change } })
    .filter(({ verdict }) => verdict === "warns")
    .map(({ guard }) => guard);
}

test("gradientGuards() are silent where nothing moved", () => {
  expect(warnings({})).toEqual([]);
});

test.each<[Partial<typeof still>, GradientGuard[]]>([
  [{ "reliability": estimate(-0.1, 0.02) }, ["index-reliability"]],
  [{ "background-spread": estimate(0.1, 0.02) }, ["background-spread"]],
  [{ "residual-spread": estimate(-9, 2) }, ["score-spread"]],
  [{ "score-skew": estimate(-20, 5) }, ["ceiling"]],
  [{ "score-skew": estimate(20, 5) }, []],
  [{ "unknown-share": estimate(0.1, 0.02) }, ["missing-background"]],
  [{ "unknown-gap": estimate(-30, 5) }, ["missing-background"]],
  [{ "slope": estimate(-9, 2) }, ["missing-background", "measures-disagree"]],
  [{ "slope": estimate(-0.9, 0.1), "explained": estimate(-0.1, 0.01) }, [
    "missing-background",
    "measures-disagree",
  ]],
])("gradientGuards() at %j warn of %j", (change, guards) => {
  expect(warnings(change)).toEqual(guards);
});

test("gradientGuards() state what each would do to the slope", () => {
  const findings = gradientGuards({
    ...trend,
    change: {
      ...still,
      "reliability": estimate(-0.1, 0.02),
      "residual-spread": estimate(-9, 2),
    },
  });
  const of = (guard: GradientGuard) =>
    findings.find((finding) => finding.guard === guard)!.slopePoints;
  expect(of("index-reliability")).toBeCloseTo(40 * -0.1 / 0.8, 12);
  expect(of("score-spread")).toBeCloseTo(40 * -9 / 90, 12);
  expect(of("missing-background")).toBeCloseTo(-0.5, 12);
});

test("gradientGuards() of hidden numbers are unknown", () => {
  const findings = gradientGuards({ from: {}, change: {}, imputed: {} });
  expect(findings).toHaveLength(6);
  expect(findings.every(({ verdict }) => verdict === "unknown")).toBe(true);
});
