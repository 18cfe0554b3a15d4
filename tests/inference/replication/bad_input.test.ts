import { expect, test } from "vitest";
import {
  balancedDesign,
  type ClusterSums,
  correlationStatistic,
  givenDesign,
  jackknifeDesign,
  jackknifeFromSums,
  meanStatistic,
  pairedJackknifeDesign,
  percentileStatistic,
  poolNestedImputations,
  poolPlausibleValues,
  regressionStatistic,
  type ReplicateData,
  replicateEstimates,
  type ReplicateRule,
  type ReplicateStatistic,
  replicateVariance,
  shareStatistic,
  spreadStatistic,
  weightedPercentile,
} from "#lib/inference/mod.ts";
import { expectRefusals } from "../refusals.ts";

const score = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8];
const clusters = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3];
const ones = score.map(() => 1);
const late = score.map((_, i) => i % 2);
const design = jackknifeDesign(ones, { clusters });

/** The list with another value in one place. */
const with_ = (list: readonly number[], place: number, value: number) =>
  list.map((old, i) => i === place ? value : old);

const estimates = (
  statistics: readonly ReplicateStatistic[],
  more: Partial<ReplicateData> = {},
) => replicateEstimates(statistics, { values: [score], design, ...more });

/** What stands in the place of each estimate. */
const reasons = (
  statistics: readonly ReplicateStatistic[],
  more: Partial<ReplicateData> = {},
) => estimates(statistics, more).map(({ estimate }) => estimate);

test("replicateEstimates() names the column, row or value that is wrong", () => {
  const of =
    (statistic: ReplicateStatistic, more: Partial<ReplicateData> = {}) => () =>
      estimates([statistic], more);
  expectRefusals({
    "Cannot compute statistics: found no plausible values, at least 1 is needed":
      of(meanStatistic(), { values: [] }),
    "Cannot compute statistics: plausible value 0 has 1 scores, expected 12":
      of(meanStatistic(), { values: [[1]] }),
    "Cannot compute statistics: plausible value 1 is NaN in row 4, leave out rows without a value first":
      of(meanStatistic(), { values: [score, with_(score, 4, NaN)] }),
    'Cannot use column "ses": found no values, expected 12': of(
      regressionStatistic(["ses"]),
    ),
    'Cannot use column "ses": found 2 values, expected 12': of(
      regressionStatistic(["ses"]),
      { columns: { ses: [1, 2] } },
    ),
    'Cannot use column "ses": found NaN in row 3, leave out rows without a value first':
      of(regressionStatistic(["ses"]), {
        columns: { ses: with_(score, 3, NaN) },
      }),
  });
  expect(of(meanStatistic({ where: "x" }), { columns: { x: score } }))
    .toThrow('Cannot select people by "x"');
  expect(() => percentileStatistic([1.2])).toThrow("share 1.2");
  expect(() => shareStatistic("above", NaN)).toThrow(
    "Cannot compute a share: the cut is NaN, a number of points is needed",
  );
});

test("replicateEstimates() says why a number has no value or no uncertainty", () => {
  const both = [meanStatistic(), spreadStatistic()];
  const unknown = ["no-uncertainty", "no-uncertainty"];
  // Of one score, of people in one school, of one person, and of one school with weight.
  expect(reasons(both, { values: [score.map(() => 0.1)] })).toEqual(unknown);
  const where = "some";
  const some = [meanStatistic({ where }), spreadStatistic({ where })];
  for (const last of [2, 0]) {
    const columns = { some: score.map((_, i) => i <= last ? 1 : 0) };
    expect(reasons(some, { columns })).toEqual(unknown);
  }
  const weights = score.map((_, i) => i < 3 ? 1 : 0);
  expect(reasons(both, { design: jackknifeDesign(weights, { clusters }) }))
    .toEqual(unknown);
  // Nobody at all.
  const nobody = { columns: { some: score.map(() => 0) } };
  expect(reasons(some, nobody)).toEqual(["no-value", "no-value"]);
  expect(reasons(both, {
    design: jackknifeDesign(score.map(() => 0), { clusters }),
  })).toEqual(["no-value", "no-value"]);
});

test("regressionStatistic() and correlationStatistic() have no value where columns are dependent or constant", () => {
  const twice = late.map((x) => 2 * x + 1);
  const dependent = reasons([regressionStatistic(["late", "twice"])], {
    columns: { late, twice },
  });
  expect(new Set(dependent)).toEqual(new Set(["no-value"]));
  const constant = reasons([correlationStatistic("one")], {
    columns: { one: ones },
  });
  expect(constant[1]).toBe("no-value");
  // One school alone has the column: without it nothing is known of the slope.
  const alone = reasons([regressionStatistic(["own"])], {
    columns: { own: clusters.map((c) => c === 0 ? 1 : 0) },
  });
  expect(new Set(alone)).toEqual(new Set(["no-uncertainty"]));
});

test("jackknifeDesign() and its like name what is wrong with weights, clusters and pairs", () => {
  expectRefusals({
    "Cannot make replicates: weight -1 in row 1 is not a number of 0 or more":
      () => jackknifeDesign([1, -1], { clusters: [1, 2] }),
    "Cannot make replicates: weight NaN in row 0 is not a number of 0 or more":
      () => jackknifeDesign([NaN, 1], { clusters: [1, 2] }),
    "Cannot make replicates: found 1 cluster, at least 2 are needed": () =>
      jackknifeDesign([1, 1], { clusters: [1, 1] }),
    "Cannot make replicates: found 2 clusters for 12 weights": () =>
      jackknifeDesign(ones, { clusters: [1, 2] }),
    'Cannot make replicates: row 2 has "NaN" among the clusters, a text or a number of 0 or more is needed':
      () => jackknifeDesign(ones, { clusters: with_(clusters, 2, NaN) }),
    'Cannot make replicates: row 1 has "" among the strata, a text or a number of 0 or more is needed':
      () => jackknifeDesign([1, 1], { clusters: [1, 2], strata: ["a", ""] }),
  });
  expect(() =>
    jackknifeDesign([1, 1, 1], { clusters: [1, 2, 1], strata: ["a", "b", "b"] })
  ).toThrow("in stratum a and b");
  const pairs = { pairs: [1, 1], halves: [0, 0] };
  expect(() => pairedJackknifeDesign([1, 1], pairs)).toThrow(
    "pair 1 has no half 1",
  );
  expect(() => balancedDesign([1, 1], { pairs: [1, 1], halves: [0, 0.5] }))
    .toThrow("half 0.5 in row 1 is not 0 or 1");
  expect(() =>
    balancedDesign([1, 1], { pairs: [1, 1], halves: [0, 1], fayFactor: 1 })
  ).toThrow("Fay's factor 1");
});

test("givenDesign() refuses replicate weights and multipliers that are none", () => {
  const given = (
    columns: readonly (readonly number[])[],
    rule: ReplicateRule = { kind: "jk2" },
  ) =>
  () => givenDesign([1, 1], columns, { rule });
  const multipliers = (...values: number[]) =>
    given([[1, 1], [2, 0]], { kind: "multipliers", multipliers: values });
  expectRefusals({
    "Cannot use replicate weights: found no columns, at least 1 is needed":
      given([]),
    "Cannot use replicate weights: column 0 has 1 rows, expected 2": given([[
      1,
    ]]),
    "Cannot use replicate weights: weight -3 of replicate 1 in row 0 is not a number of 0 or more":
      given([[1, 1], [-3, 1]]),
    "Cannot use replicate weights: weight NaN of replicate 0 in row 1 is not a number of 0 or more":
      given([[1, NaN]]),
    "Cannot use replicate weights: multiplier -1 of replicate 0 is not a number of 0 or more":
      multipliers(-1),
    "Cannot use replicate weights: found 3 multipliers for 2 replicates":
      multipliers(1, 1, 1),
  });
  expect(() => replicateVariance(10, [], { multipliers: [] })).toThrow(
    RangeError,
  );
});

test("poolPlausibleValues() refuses draws without values, variances or degrees of freedom", () => {
  expectRefusals({
    "Cannot pool plausible values: found 1 draw, at least 2 are needed": () =>
      poolPlausibleValues([1], [1]),
    "Cannot pool plausible values: found 2 estimates and 1 sampling variances, expected as many":
      () => poolPlausibleValues([1, 2], [1]),
    "Cannot pool plausible values: draw 1 has the estimate NaN with variance 1, numbers are needed and a variance of 0 or more":
      () => poolPlausibleValues([1, NaN], [1, 1]),
    "Cannot pool plausible values: draw 0 has the estimate 1 with variance -1, numbers are needed and a variance of 0 or more":
      () => poolPlausibleValues([1, 2], [-1, 1]),
    "Cannot pool plausible values: found NaN degrees of freedom, they must be above 0":
      () =>
        poolPlausibleValues([1, 2], [1, 1], { completeDegreesOfFreedom: NaN }),
  });
  const twice = [[1, 1], [1, 1]];
  expect(() => poolNestedImputations([[1, 2]], [[1, 1]])).toThrow(RangeError);
  expect(() => poolNestedImputations([[1, 2], [3, NaN]], twice)).toThrow(
    "draw 1 of nest 1 has the estimate NaN",
  );
});

test("jackknifeFromSums() refuses sizes and strata that are none, and has no value of sums that are none", () => {
  const sums = (
    values: readonly number[],
    more: Partial<ClusterSums> = {},
  ): ClusterSums => ({
    draws: 1,
    clusters: 3,
    width: 2,
    sums: Float64Array.from(values),
    strata: null,
    count: 1,
    statistics: (sums, out) => {
      out[0] = sums[1]! / sums[0]!;
    },
    ...more,
  });
  const known = [1, 3, 1, 5, 1, 9];
  const refused = (more: Partial<ClusterSums>) => () =>
    jackknifeFromSums(sums(known, more));
  expectRefusals({
    "Cannot compute a jackknife: size NaN of cluster 1, which has people, it must be above 0":
      refused({ sizes: Float64Array.of(1, NaN, 1) }),
    "Cannot compute a jackknife: found 1 strata, expected one per cluster, 3":
      refused({ strata: Int32Array.of(1) }),
    "Cannot compute a jackknife: stratum -1 of cluster 0, it must be 0 or above":
      refused({ strata: Int32Array.of(-1, 0, 0) }),
    "Cannot compute a jackknife: found 6 sums, expected 2 draws × 3 clusters × 2":
      refused({ draws: 2 }),
  });
  expect(jackknifeFromSums(sums([1, 3, 1, NaN, 1, 9]))[0]!.status)
    .toBe("no-value");
  expect(jackknifeFromSums(sums([1, 3, 1, 3, 1, 3]))[0]!.status)
    .toBe("no-uncertainty");
});

test("weightedPercentile() refuses values and weights that are none", () => {
  const message = "Cannot compute a percentile";
  expect(() => weightedPercentile([], 0.5)).toThrow(message);
  expect(() => weightedPercentile([1, NaN], 0.5)).toThrow(message);
  expect(() => weightedPercentile([1, 2], 0.5, { weights: [-1, 2] }))
    .toThrow(message);
});
