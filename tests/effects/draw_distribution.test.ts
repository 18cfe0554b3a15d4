import { expect, test } from "vitest";
import { createStream } from "#lib/numerics/mod.ts";
import {
  drawDistribution,
  listDraws,
  randomisationTest,
} from "#lib/effects/mod.ts";
import { expectClose } from "../inference/expect_close.ts";
import { allDraws, differenceOf } from "./brute_force.ts";

test("drawDistribution() counts the draws of four schools as by hand", () => {
  // Means of the drawn two minus the others: 10 + 12 gives −13, 10 + 20 and 12 + 20
  // give −5 and −3, and the three draws with school 4 the opposite.
  const found = drawDistribution({
    outcome: [10, 12, 20, 28],
    treated: [0, 0, 1, 1],
  }, { bins: 6 });
  expect(found.observed).toBe(13);
  expect(Array.from(found.edges)).toEqual([-15, -10, -5, 0, 5, 10, 15]);
  // −5 belongs to the bin that begins there, and 5 to the one above.
  expect(Array.from(found.counts)).toEqual([1, 0, 2, 1, 1, 1]);
});

test("drawDistribution() bins the differences of all draws by brute force", () => {
  const stream = createStream(5);
  const outcome = Array.from({ length: 9 }, () => 500 + 20 * stream.normal());
  const treated = [1, 0, 1, 0, 0, 1, 0, 0, 1];
  const { edges, counts } = drawDistribution({ outcome, treated });
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
  const listed = listDraws(data);
  const { edges, counts, observed } = drawDistribution(listed, { bins: 20 });
  expect(Array.from(counts).reduce((total, count) => total + count, 0)).toBe(
    646646,
  );
  expect(counts.length).toBeLessThanOrEqual(21);
  const own = Array.from(edges).findLastIndex((edge) => edge <= observed);
  expect(counts[own]).toBeGreaterThan(0);
  // The same difference as in the test: it is the effect times the exposure.
  const { effect } = randomisationTest(listed);
  const { exposure, actual } = listed.statistics;
  expectClose(observed, effect * exposure[actual]!);
});

test("drawDistribution() puts schools that are all alike into one bin", () => {
  const { edges, counts } = drawDistribution({
    outcome: [4, 4, 4],
    treated: [1, 0, 0],
  });
  expect(Array.from(edges)).toEqual([0, 1]);
  expect(Array.from(counts)).toEqual([3]);
});

test("drawDistribution() throws without a bin", () => {
  expect(() =>
    drawDistribution({ outcome: [1, 2, 3], treated: [1, 0, 0] }, { bins: 0 })
  ).toThrow(
    new RangeError(
      "Cannot count draws: found 0 bins, at least 1 is needed",
    ),
  );
});
