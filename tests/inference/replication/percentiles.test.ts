import { expect, test } from "vitest";
import { createStream, sortedOrder } from "#lib/numerics/mod.ts";
import {
  balancedDesign,
  givenDesign,
  jackknifeDesign,
  percentileStatistic,
  replicateEstimates,
  weightedPercentile,
} from "#lib/inference/mod.ts";
import golden from "../../golden/replicates.json" with { type: "json" };
import { expectAllClose, expectClose } from "../expect_close.ts";

test("percentiles match survey's by definition", () => {
  const { pair, half, weight, score } = golden;
  const found = replicateEstimates([
    percentileStatistic([0.1, 0.5, 0.9], { definition: "inverse" }),
  ], {
    values: [score[0]!],
    design: balancedDesign(weight, { pairs: pair, halves: half }),
  });
  expect(found.map(({ replicates }) => replicates[0])).toEqual(golden.inverse);
});

test("percentiles of all replicates are those of each replicate alone", () => {
  const stream = createStream(5);
  const n = 3000;
  const values = Float64Array.from(
    { length: n },
    () => Math.round(500 + 100 * stream.normal()),
  );
  const clusters = Int32Array.from({ length: n }, (_, i) => i % 9);
  const design = jackknifeDesign(new Float64Array(n).fill(1), { clusters });
  const shares = [0, 0.004, 0.31, 0.5, 0.93, 1];
  const found = replicateEstimates([percentileStatistic(shares)], {
    values: [values],
    design,
  });
  shares.forEach((p, k) => {
    for (let r = 0; r < 9; r++) {
      const left = values.filter((_, i) => clusters[i] !== r);
      expectClose(
        found[k]!.replicates[r + 1]!,
        weightedPercentile(left, p),
        { tolerance: 1e-12 },
      );
    }
  });
});

test("percentiles are found where one replicate's lies far from all others'", () => {
  // Replicate 0 keeps the low half alone.
  const values = Float64Array.from({ length: 4000 }, (_, i) => i);
  const design = givenDesign(new Float64Array(4000).fill(1), [
    values.map((i) => i < 2000 ? 2 : 0),
    values.map(() => 1),
  ], { rule: { kind: "jk2" } });
  const [median] = replicateEstimates([percentileStatistic([0.5])], {
    values: [values],
    design,
  });
  expectAllClose(median!.replicates, [1999.5, 999.5, 1999.5]);
});

test("sortedOrder() orders as comparison does, ties by place", () => {
  const stream = createStream(9);
  const usual = Float64Array.from({ length: 5000 }, () => stream.normal());
  const tied = usual.map((one) => Math.round(4 * one));
  const far = usual.map((one, i) => i === 17 ? 1e300 : one);
  for (const values of [usual, tied, far, new Float64Array(9)]) {
    const expected = [...values.keys()].sort((a, b) =>
      values[a]! - values[b]! || a - b
    );
    expect([...sortedOrder(values)]).toEqual(expected);
  }
});
