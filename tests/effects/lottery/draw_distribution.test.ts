import { expect, test } from "vitest";
import { createStream } from "#lib/numerics/mod.ts";
import {
  drawDistribution,
  type LotteryOutcome,
  possibleDraws,
  randomisationTest,
} from "#lib/effects/mod.ts";
import { expectClose } from "../../inference/expect_close.ts";
import { allDraws, differenceOf } from "./brute_force.ts";

function distributionOf(
  { treated, ...outcome }: LotteryOutcome & { readonly treated: number[] },
  options: Parameters<typeof drawDistribution>[2] = {},
): ReturnType<typeof drawDistribution> {
  return drawDistribution(outcome, possibleDraws(treated), options);
}

test("drawDistribution() counts the draws of four schools as by hand", () => {
  // Means of the drawn two minus the others: 10 + 12 gives −13, 10 + 20 and 12 + 20
  // give −5 and −3, and the three draws with school 4 the opposite.
  const found = distributionOf({
    outcome: [10, 12, 20, 28],
    treated: [0, 0, 1, 1],
  }, { bins: 6 });
  expectClose(found.observed, 13);
  expect(Array.from(found.edges)).toEqual([-15, -10, -5, 0, 5, 10, 15]);
  // −5 belongs to the bin that begins there, and 5 to the one above.
  expect(Array.from(found.counts)).toEqual([1, 0, 2, 1, 1, 1]);
});

test("drawDistribution() bins the differences of all draws by brute force", () => {
  const stream = createStream(5);
  const outcome = Array.from({ length: 9 }, () => 500 + 20 * stream.normal());
  const treated = [1, 0, 1, 0, 0, 1, 0, 0, 1];
  const { edges, counts } = distributionOf({ outcome, treated });
  const differences = allDraws(9, 4).map((marks) =>
    differenceOf(outcome, marks)
  );
  Array.from(counts).forEach((count, i) => {
    const inside = differences.filter((d) =>
      d >= edges[i]! && d < edges[i + 1]!
    );
    expect(count, `bin ${i}`).toBe(inside.length);
  });
});

test("drawDistribution() holds all 646,646 draws, the actual one among them", () => {
  const stream = createStream(6);
  const before = Array.from({ length: 22 }, () => 500 + 20 * stream.normal());
  const data = {
    outcome: before.map((mean) => 0.6 * mean + 9 * stream.normal()),
    treated: before.map((_, i) => i % 11 < 5 ? 1 : 0),
    baseline: [before],
  };
  const draws = possibleDraws(data.treated);
  const { edges, counts, observed } = drawDistribution(data, draws, {
    bins: 20,
  });
  expect(Array.from(counts).reduce((total, count) => total + count, 0)).toBe(
    646646,
  );
  expect(counts.length).toBeLessThanOrEqual(21);
  const own = Array.from(edges).findLastIndex((edge) => edge <= observed);
  expect(counts[own]).toBeGreaterThan(0);
});

test("drawDistribution() of studentised differences has as many draws further out as the test counts", () => {
  const stream = createStream(7);
  const treated = [1, 0, 1, 0, 0, 1, 0, 0, 1, 0];
  const outcome = treated.map((mark) => stream.normal() * (1 + mark));
  const draws = possibleDraws(treated);
  const { edges, counts, observed } = drawDistribution({ outcome }, draws, {
    bins: 4000,
    kind: "studentised",
  });
  const plain = drawDistribution({ outcome }, draws);
  expectClose(observed, plain.observed);
  const size = Math.abs(observed);
  const outside = Array.from(counts).filter((_, i) =>
    edges[i]! >= size - 1e-2 || edges[i + 1]! <= -size + 1e-2
  ).reduce((total, count) => total + count, 0);
  const { studentised } = randomisationTest({ outcome }, draws);
  expect(Math.abs(outside - studentised!.asExtreme)).toBeLessThanOrEqual(2);
});

test("drawDistribution() throws without a bin, or without a standard error", () => {
  const data = { outcome: [1, 2, 3], treated: [1, 0, 0] };
  expect(() => distributionOf(data, { bins: 0 })).toThrow(
    new RangeError("Cannot count draws: found 0 bins, at least 1 is needed"),
  );
  expect(() => distributionOf(data, { kind: "studentised" })).toThrow(
    "the recorded draw has no standard error",
  );
});
