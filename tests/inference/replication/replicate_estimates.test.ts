import { expect, test } from "vitest";
import { createStream } from "#lib/numerics/mod.ts";
import {
  balancedDesign,
  correlationStatistic,
  differenceStatistic,
  directStatistic,
  type Estimate,
  givenDesign,
  hadamardMatrix,
  jackknifeDesign,
  meanStatistic,
  pairedJackknifeDesign,
  percentileStatistic,
  regressionStatistic,
  type ReplicateData,
  type ReplicateDesign,
  type ReplicatedEstimate,
  replicateEstimates,
  type ReplicateStatistic,
  replicateVariance,
  shareStatistic,
  spreadStatistic,
} from "#lib/inference/mod.ts";
import golden from "../../golden/replicates.json" with { type: "json" };
import { expectAllClose, expectClose } from "../expect_close.ts";

const { pair, half, school, weight, x, z, score } = golden;
const pairs = { pairs: pair, halves: half };
const columns = { x, z, boys: z.map((one) => 1 - one) };

const designs = {
  JK1: jackknifeDesign(weight, { clusters: school }),
  JKn: jackknifeDesign(weight, { clusters: school, strata: pair }),
  BRR: balancedDesign(weight, pairs),
  Fay: balancedDesign(weight, { ...pairs, fayFactor: 0.3 }),
  JK2: pairedJackknifeDesign(weight, pairs),
  JK2both: pairedJackknifeDesign(weight, { ...pairs, leftOut: "both" }),
} as const;

const all: readonly ReplicateStatistic[] = [
  meanStatistic(),
  spreadStatistic(),
  shareStatistic("above", 550),
  regressionStatistic(["x", "z"]),
  differenceStatistic(
    meanStatistic({ where: "z" }),
    meanStatistic({ where: "boys" }),
  ),
  correlationStatistic("x"),
  percentileStatistic([0.5]),
];
/** Places in `all`'s numbers of those in the golden file: others have no counterpart there. */
const places = [0, 1, 2, 3, 4, 5, 7, 10, 12, 13];

function estimates(
  statistics: readonly ReplicateStatistic[],
  design: ReplicateDesign,
  { values = score, ...rest }: Partial<ReplicateData> = {},
): readonly ReplicatedEstimate[] {
  return replicateEstimates(statistics, { values, columns, design, ...rest });
}

function asEstimate(found: ReplicatedEstimate | undefined): Estimate {
  expect(found!.estimate).toBeTypeOf("object");
  return found!.estimate as Estimate;
}

for (const name of ["JK1", "JKn", "BRR", "Fay", "JK2", "JK2both"] as const) {
  test(`replicateEstimates() with ${name} matches survey and mitools`, () => {
    const design = { ...designs[name], degreesOfFreedom: Infinity };
    const expected = golden.results[name];
    const found = estimates(all, design);
    const chosen = places.map((k) => asEstimate(found[k]));
    expectAllClose(chosen.map(({ value }) => value), expected.values);
    expectAllClose(
      chosen.map(({ standardError }) => standardError),
      expected.standardErrors,
    );
    expectAllClose(
      chosen.map(({ variance }) => variance.sampling),
      expected.sampling,
    );
    expectAllClose(
      chosen.map(({ degreesOfFreedom }) => degreesOfFreedom),
      expected.degreesOfFreedom,
      { tolerance: 1e-8 },
    );
  });
}

test("replicateEstimates() gives the same by row as by cluster", () => {
  for (const design of Object.values(designs)) {
    const { replicateWeights: given, replicates } = design;
    if (given.kind !== "clusters") throw new TypeError("Expected clusters");
    const byRow = Array.from(
      { length: replicates },
      (_, r) =>
        design.weights.map((w, i) =>
          w * given.factors[given.cluster[i]! * replicates + r]!
        ),
    );
    const rows: ReplicateDesign = {
      ...design,
      replicateWeights: { kind: "rows", columns: byRow },
    };
    const [a, b] = [estimates(all, design), estimates(all, rows)];
    a.forEach((one, k) =>
      expectAllClose(one.replicates, b[k]!.replicates, { tolerance: 1e-11 })
    );
  }
});

test("jackknifeDesign() of a mean of single people has the variance s² / n", () => {
  const design = jackknifeDesign([1, 1, 1, 1, 1], {
    clusters: ["a", "b", "c", "d", "e"],
  });
  const [mean] = replicateEstimates([meanStatistic()], {
    values: [[3, 7, 8, 12, 20]],
    design,
  });
  const { value, variance, degreesOfFreedom, n } = asEstimate(mean);
  expectClose(value, 10);
  expectClose(variance.sampling, 41.5 / 5);
  // One plausible value: nothing is known of measurement.
  expect(variance.measurement).toBe(0);
  expect(degreesOfFreedom).toBe(4);
  expect(n).toBe(5);
  expect(mean!.pooled).toBeNull();
});

test("jackknifeDesign() leaves a school out of all waves at once", () => {
  // Schools differ by 100 points, and all rise by 10, 12 or 14: only that varies.
  const before = [400, 500, 600], change = [10, 12, 14];
  const scores = [...before, ...before.map((y, j) => y + change[j]!)];
  const early = [1, 1, 1, 0, 0, 0];
  const [difference] = replicateEstimates([
    differenceStatistic(
      meanStatistic({ where: "late" }),
      meanStatistic({ where: "early" }),
    ),
  ], {
    values: [scores],
    columns: { early, late: early.map((one) => 1 - one) },
    design: jackknifeDesign(scores.map(() => 1), {
      clusters: ["a", "b", "c", "a", "b", "c"],
    }),
  });
  expectClose(asEstimate(difference).value, 12);
  // s² / n of 10, 12 and 14.
  expectClose(asEstimate(difference).variance.sampling, 4 / 3);
});

test("balancedDesign() of a sum has the variance of the differences of pairs, with any factor", () => {
  const differences = new Float64Array(7);
  weight.forEach((w, i) =>
    differences[pair[i]! - 1]! += (half[i] === 0 ? w : -w) * x[i]!
  );
  const exact = differences.reduce((total, d) => total + d * d, 0);
  const total: ReplicateStatistic = directStatistic(
    [{ label: "sum", unit: "points" }],
    ({ weights, column }) => [
      weights.reduce((sum, w, i) => sum + w * column("x")[i]!, 0),
    ],
  );
  for (const fayFactor of [0, 0.3, 0.5]) {
    const design = balancedDesign(weight, { ...pairs, fayFactor });
    const [found] = estimates([total], design);
    expectClose(asEstimate(found).variance.sampling, exact);
  }
});

test("balancedDesign() with Fay's factor 0 is the plain half sample", () => {
  const fay = givenDesign(weight, columnsOf(designs.BRR), {
    rule: { kind: "fay", factor: 0 },
  });
  const [a] = estimates([spreadStatistic()], designs.BRR);
  const [b] = estimates([spreadStatistic()], fay);
  expectClose(asEstimate(a).standardError, asEstimate(b).standardError);
});

/** Replicate weights written out row by row. */
function columnsOf(design: ReplicateDesign): Float64Array[] {
  const { replicateWeights: given, weights, replicates } = design;
  if (given.kind === "rows") return [...given.columns];
  return Array.from(
    { length: replicates },
    (_, r) =>
      weights.map((w, i) =>
        w * given.factors[given.cluster[i]! * replicates + r]!
      ),
  );
}

test("givenDesign() finds rows with the same replicates, and does without them", () => {
  const found = givenDesign(weight, columnsOf(designs.JK2), {
    rule: { kind: "jk2" },
  });
  expect(found.replicateWeights).toMatchObject({
    kind: "clusters",
    clusters: 14,
  });
  const bent = columnsOf(designs.JK2).map((column, r) =>
    column.map((w, i) => w * (1 + 1e-3 * ((i * 7 + r) % 5)))
  );
  const rows = givenDesign(weight, bent, { rule: { kind: "jk2" } });
  expect(rows.replicateWeights.kind).toBe("rows");
  const [a] = estimates([meanStatistic()], found);
  const [b] = estimates([meanStatistic()], designs.JK2);
  expectClose(asEstimate(a).standardError, asEstimate(b).standardError);
});

test("givenDesign() knows the multipliers of the usual rules", () => {
  const multiplierOf = (rule: Parameters<typeof givenDesign>[2]["rule"]) =>
    givenDesign([1, 1], [[0, 2], [2, 0], [1, 1], [2, 1]], { rule })
      .multipliers[3];
  expect(multiplierOf({ kind: "fay", factor: 0.5 })).toBe(1);
  expect(multiplierOf({ kind: "jk2" })).toBe(1);
  expect(multiplierOf({ kind: "jk1" })).toBe(0.75);
  expect(multiplierOf({ kind: "multipliers", multipliers: [0.2] })).toBe(0.2);
  expect(
    multiplierOf({ kind: "multipliers", multipliers: [1, 2, 3, 4] }),
  ).toBe(4);
  expect(() => multiplierOf({ kind: "multipliers", multipliers: [1, 2] }))
    .toThrow("found 2 multipliers for 4 replicates");
});

test("replicateVariance() weighs squared deviations", () => {
  expect(
    replicateVariance(10, [11, 8], { multipliers: [0.5, 0.25] }),
  ).toBe(1.5);
  expect(() => replicateVariance(10, [], { multipliers: [] })).toThrow(
    RangeError,
  );
});

test("hadamardMatrix() has rows at right angles, also of order 80", () => {
  for (const wanted of [1, 2, 3, 7, 12, 19, 24, 80]) {
    const { order, values } = hadamardMatrix(wanted);
    expect(order).toBeGreaterThanOrEqual(wanted);
    let wrong = 0;
    for (let i = 0; i < order; i++) {
      for (let j = 0; j <= i; j++) {
        let product = 0;
        for (let k = 0; k < order; k++) {
          product += values[i * order + k]! * values[j * order + k]!;
        }
        if (product !== (i === j ? order : 0)) wrong++;
      }
    }
    expect(wrong, `order ${order}`).toBe(0);
  }
  expect(hadamardMatrix(80).order).toBe(80);
});

test("replicateEstimates() can give Barnard and Rubin's degrees of freedom", () => {
  const [found] = replicateEstimates([meanStatistic()], {
    values: score,
    design: designs.JK1,
  }, { degreesOfFreedom: "Barnard–Rubin" });
  const { degreesOfFreedom } = asEstimate(found);
  expect(degreesOfFreedom).toBe(found!.pooled!.degreesOfFreedom);
  expect(degreesOfFreedom).toBeLessThan(13);
});

test("replicateEstimates() gives 95 % intervals that cover about that with 9 and 20 pairs of schools", () => {
  const runs = 700, pupils = 6, draws = 3;
  for (const pairsOfSchools of [9, 20]) {
    const rows = 2 * pairsOfSchools * pupils;
    const cluster = Int32Array.from(
      { length: rows },
      (_, i) => Math.floor(i / pupils),
    );
    const design = pairedJackknifeDesign(new Float64Array(rows).fill(1), {
      pairs: cluster.map((c) => c >> 1),
      halves: cluster.map((c) => c & 1),
    });
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const stream = createStream(80, pairsOfSchools, run);
      const schools = Float64Array.from(
        { length: 2 * pairsOfSchools },
        () => 0.4 * stream.normal(),
      );
      const posterior = Float64Array.from(
        cluster,
        (c) => schools[c]! + stream.normal(),
      );
      const values = Array.from(
        { length: draws },
        () => posterior.map((one) => one + 0.3 * stream.normal()),
      );
      const [mean] = replicateEstimates([meanStatistic()], { values, design });
      const [lower, upper] = asEstimate(mean).interval;
      if (lower <= 0 && upper >= 0) covered++;
    }
    const share = covered / runs;
    expect(share, `${pairsOfSchools} pairs`).toBeGreaterThan(0.93);
    // Three standard errors above 0.955: draws from a known distribution, not an
    // estimated one, make Rubin's variance a little too large.
    expect(share, `${pairsOfSchools} pairs`).toBeLessThan(0.979);
  }
});
