import { expect, test } from "vitest";
import {
  correlationStatistic,
  givenDesign,
  jackknifeDesign,
  meanStatistic,
  percentileStatistic,
  pooledDegreesOfFreedom,
  poolPlausibleValues,
  regressionStatistic,
  type ReplicateDesign,
  type ReplicatedEstimate,
  replicateEstimates,
  spreadStatistic,
} from "#lib/inference/mod.ts";
import golden from "../../golden/replicates.json" with { type: "json" };
import { expectAllClose, expectClose } from "../expect_close.ts";

const { school, weight, x, z, score } = golden;
const statistics = [
  meanStatistic(),
  spreadStatistic(),
  regressionStatistic(["x", "z"]),
  correlationStatistic("x"),
  percentileStatistic([0.1, 0.5]),
];

/** Row weights of the replicates that leave a school out. */
function leftOut(weights: readonly number[]): number[][] {
  const schools = [...new Set(school)];
  return schools.map((own) =>
    weights.map((w, i) =>
      school[i] === own ? 0 : w * schools.length / (schools.length - 1)
    )
  );
}

const columns = leftOut(weight);
const jk1 = { rule: { kind: "jk1" } } as const;
const rowDesign = givenDesign(weight, columns, jk1);

const estimates = (design: ReplicateDesign) =>
  replicateEstimates(statistics, { values: score, columns: { x, z }, design });

function expectSame(
  found: readonly ReplicatedEstimate[],
  expected: readonly ReplicatedEstimate[],
): void {
  const numbers = (all: readonly ReplicatedEstimate[]) =>
    all.flatMap(({ estimate }) => {
      if (typeof estimate === "string") throw new TypeError(estimate);
      const { value, variance } = estimate;
      return [value, variance.sampling, variance.measurement];
    });
  expectAllClose(numbers(found), numbers(expected), { tolerance: 1e-10 });
}

test("replicateEstimates() of given replicates is that of the design which makes them", () => {
  expectSame(
    estimates(rowDesign),
    estimates(jackknifeDesign(weight, { clusters: school })),
  );
});

test("replicateEstimates() is the same with every replicate twice at half its multiplier", () => {
  const multipliers = columns.map(() => (columns.length - 1) / columns.length);
  const twice = [...columns, ...columns];
  expectSame(
    estimates(givenDesign(weight, twice, {
      rule: {
        kind: "multipliers",
        multipliers: [...multipliers, ...multipliers].map((c) => c / 2),
      },
    })),
    estimates(rowDesign),
  );
});

test("replicateEstimates() is the same with all weights doubled", () => {
  const twice = weight.map((w) => 2 * w);
  expectSame(
    estimates(givenDesign(twice, leftOut(twice), jk1)),
    estimates(rowDesign),
  );
});

test("replicateEstimates() does not depend on the order of rows or replicates", () => {
  const order = weight.map((_, i) => (i * 11) % weight.length);
  expect(new Set(order).size).toBe(weight.length);
  const turn = (values: readonly number[]) => order.map((i) => values[i]!);
  const found = replicateEstimates(statistics, {
    values: score.map(turn),
    columns: { x: turn(x), z: turn(z) },
    design: givenDesign(turn(weight), columns.map(turn).toReversed(), jk1),
  });
  expectSame(found, estimates(rowDesign));
});

test("poolPlausibleValues() of one value again and again adds nothing to its variance", () => {
  const pooled = poolPlausibleValues([500, 500, 500], [9, 9, 9], {
    completeDegreesOfFreedom: 17,
  });
  expect(pooled).toMatchObject({
    value: 500,
    standardError: 3,
    between: 0,
    degreesOfFreedom: 17,
    fractionMissing: 0,
  });
});

test("poolPlausibleValues() of values that are known has the variance between draws alone", () => {
  const pooled = poolPlausibleValues([1, 2, 3], [0, 0, 0]);
  expectClose(pooled.total, 4 / 3);
  expect(pooled.degreesOfFreedom).toBe(2);
  expect(pooled.fractionMissing).toBe(1);
  expectClose(
    pooledDegreesOfFreedom({
      within: 1,
      between: 3 / 4,
      draws: 3,
      completeDegreesOfFreedom: Infinity,
    }),
    8, // (M − 1) / λ² with λ one half.
  );
});
