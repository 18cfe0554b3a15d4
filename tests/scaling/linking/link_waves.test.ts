import { expect, test } from "vitest";
import { calibrate, linkWaves, type ScaleResponses } from "#lib/scaling/mod.ts";
import { ITEMS, normals, responsesOf, simulateAnswers } from "../simulate.ts";

/** Two waves of as many persons; the second 0.2 higher, an item drifts. */
function twoWaves(
  { seed, persons, drift = 0, item = 1 }: {
    readonly seed: number;
    readonly persons: number;
    readonly drift?: number;
    readonly item?: number;
  },
): ScaleResponses {
  const first = normals(persons, seed);
  const second = normals(persons, seed + 1).map((z) => z + 0.2);
  const moved = ITEMS.map((one, i) =>
    i === item
      ? { ...one, intercepts: one.intercepts.map((d, k) => d + k * drift) }
      : one
  );
  const before = simulateAnswers(first, { seed });
  const after = simulateAnswers(second, { seed: seed + 1, items: moved });
  return responsesOf(
    before.map((column, i) => [...column, ...after[i]!]),
    {
      group: Array.from({ length: 2 * persons }, (_, p) => p < persons ? 0 : 1),
      groupCount: 2,
      maxScore: 3,
    },
  );
}

test("linkWaves() frees the item that drifts, in its wave, and no other", () => {
  const responses = twoWaves({ seed: 3, persons: 4000, drift: 0.4 });
  const { freed, calibration, notes } = linkWaves(
    responses,
    calibrate(responses),
  );
  expect(freed).toEqual([{ item: "item2", group: 1 }]);
  expect(notes).toEqual([{ kind: "item-freed", item: "item2", group: 1 }]);
  const [own, moved] = ["item2", "item2@1"].map((id) =>
    calibration.items.find((item) => item.id === id)!
  );
  expect(moved!.intercepts[3]! - own!.intercepts[3]!).toBeCloseTo(1.2, 0);
  // Without freeing, the drift of one item in five moves the second wave.
  expect(calibration.groups[1]!.mean).toBeGreaterThan(0.14);
  expect(calibration.groups[1]!.mean).toBeLessThan(0.26);
  expect(calibrate(responses).groups[1]!.mean).toBeGreaterThan(
    calibration.groups[1]!.mean + 0.03,
  );
});

test("linkWaves() leaves everything alone where no item drifts", () => {
  const responses = twoWaves({ seed: 5, persons: 1500 });
  const free = calibrate(responses);
  const linked = linkWaves(responses, free);
  expect(linked.freed).toEqual([]);
  expect(linked.calibration).toBe(free);
  expect(linked.link[0]!.items).toBe(5);
  expect(linked.link[0]!.degreesOfFreedom).toBe(4);
});

test("linkWaves() with full invariance puts the drift into the link error", () => {
  const responses = twoWaves({ seed: 3, persons: 4000, drift: 0.4 });
  const { freed, link } = linkWaves(responses, calibrate(responses), {
    invariance: "full",
  });
  expect(freed).toEqual([]);
  // A shift of 0.4 logits at slope 0.8 is 50 points in one of five items.
  const error = Math.sqrt(link[0]!.mean);
  expect(error).toBeGreaterThan(5);
  expect(error).toBeLessThan(15);
});

test("linkWaves() takes off what the jackknife gives on average where no item drifts", () => {
  const pairs = Array.from({ length: 30 }, (_, i) => {
    const responses = twoWaves({ seed: 100 + 2 * i, persons: 500 });
    return linkWaves(responses, calibrate(responses)).link[0]!;
  });
  const meanOf = (key: "jackknife" | "sampling" | "mean"): number =>
    pairs.reduce((sum, pair) => sum + pair[key], 0) / pairs.length;
  // A chi square with four degrees over 30 data sets: standard error 0.13.
  expect(meanOf("jackknife") / meanOf("sampling")).toBeGreaterThan(0.7);
  expect(meanOf("jackknife") / meanOf("sampling")).toBeLessThan(1.4);
  expect(meanOf("mean")).toBeLessThan(0.6 * meanOf("sampling"));
  expect(pairs.filter((pair) => pair.mean === 0).length).toBeGreaterThan(10);
});

test("linkWaves() never frees so many that fewer than three items link two waves", () => {
  const whole = twoWaves({ seed: 3, persons: 4000, drift: 0.6 });
  const three: ScaleResponses = {
    ...whole,
    itemIds: whole.itemIds.slice(0, 3),
    maxScores: whole.maxScores.slice(0, 3),
    columns: whole.columns.slice(0, 3),
  };
  const { freed, link } = linkWaves(three, calibrate(three));
  expect(freed).toEqual([]);
  expect(link[0]!.mean).toBeGreaterThan(25);
});

test("linkWaves() says so where too few items tell the link error", () => {
  const whole = twoWaves({ seed: 3, persons: 500 });
  const two: ScaleResponses = {
    ...whole,
    itemIds: whole.itemIds.slice(0, 2),
    maxScores: whole.maxScores.slice(0, 2),
    columns: whole.columns.slice(0, 2),
  };
  const { link, notes } = linkWaves(two, calibrate(two, { model: "PCM" }));
  expect(link).toEqual([]);
  expect(notes).toEqual([{ kind: "no-link-error", from: 0, to: 1 }]);
});
