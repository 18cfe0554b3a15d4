import { expect, test } from "vitest";
import {
  calibrate,
  calibrationErrors,
  personScores,
  splitItems,
} from "#lib/scaling/mod.ts";
import { expectAllClose, expectClose } from "../inference/expect_close.ts";
import { ITEMS, normals, responsesOf, simulateAnswers } from "./simulate.ts";
import {
  dataAreAbsent,
  readAnswers,
  readReference,
} from "./validation_data.ts";

/** The references stop where a parameter changes less than 1e-8. */
const PARAMETERS = { tolerance: 1e-4 };
/** mirt stopped a little short: its log-likelihood is lower by 8e-6, its mean EAP 4e-5 off. */
const EARLY_STOP = { tolerance: 4e-4 };
const WIDE = { nodes: 241, halfWidth: 12 };
const SHIFT = 0.8;

/** Two waves; the second item is easier in the second one. */
function driftingWaves(persons: number) {
  const group = Array.from({ length: persons }, (_, p) => p % 2);
  const theta = normals(persons, 5).map((z, p) => z + 0.3 * group[p]!);
  const drifted = ITEMS.map((item, i) =>
    i === 1
      ? { ...item, intercepts: item.intercepts.map((d, k) => d + SHIFT * k) }
      : item
  );
  const first = simulateAnswers(theta, { seed: 8 });
  const second = simulateAnswers(theta, { seed: 8, items: drifted });
  const columns = first.map((column, i) =>
    column.map((x, p) => group[p] === 1 ? second[i]![p]! : x)
  );
  return responsesOf(columns, { group, groupCount: 2 });
}

interface RatingScaleItem {
  readonly b1: number;
  readonly b2: number;
  readonly c: number;
}

test.skipIf(dataAreAbsent)(
  "calibrate() with common steps matches mirt's rating scale model of verbal aggression",
  () => {
    const answers = readAnswers("verbal_aggression.csv", { items: 24 });
    const found = calibrate(answers, {
      model: "PCM",
      steps: "common",
      grid: WIDE,
    });
    const expected = readReference("verbal_aggression.irt.ref.json")[
      "mirt_RSM"
    ]!;
    expect(found.converged).toBe(true);
    expect(found.parameters).toBe(26);
    expect(Math.abs(found.logLikelihood - expected.logLik)).toBeLessThan(1e-5);
    expectClose(
      found.groups[0]!.standardDeviation,
      Math.sqrt(expected.theta_cov[0]![0]!),
      PARAMETERS,
    );
    const items = expected
      .slope_intercept as unknown as readonly RatingScaleItem[];
    found.items.forEach(({ intercepts }, i) => {
      const { b1, b2, c } = items[i]!;
      expectAllClose(intercepts, [0, c - b1, 2 * c - b1 - b2], EARLY_STOP);
    });
    const errors = calibrationErrors(found, answers);
    expect(errors.parameters.length).toBe(49);
    // An item's two intercepts differ by its location and the common steps only.
    const free = calibrationErrors(
      calibrate(answers, { model: "PCM", grid: WIDE }),
      answers,
    );
    expect(errors.items[3]!.intercepts[1]!).toBeLessThan(
      free.items[3]!.intercepts[1]!,
    );
  },
);

test("calibrate() with common steps recovers them from answers with three steps", () => {
  const locations = [0.8, -0.4, 0.1, 0.6, -0.9];
  const steps = [0, 0.7, 0.9, 0];
  const items = locations.map((location, i) => ({
    id: `item${i + 1}`,
    maxScore: 3,
    slope: 1,
    intercepts: steps.map((step, k) => k * location + step),
  }));
  const answers = responsesOf(
    simulateAnswers(normals(4000, 2), { seed: 4, items }),
    { maxScore: 3 },
  );
  const found = calibrate(answers, { model: "PCM", steps: "common" });
  expect(found.parameters).toBe(5 + 2 + 1);
  found.items.forEach(({ intercepts }, i) => {
    const location = intercepts[3]! / 3;
    const own = intercepts.map((d, k) => d - k * location);
    const [, first, second] = found.items[0]!.intercepts;
    const common = found.items[0]!.intercepts[3]! / 3;
    // One structure for all items, and the one that was put in.
    expectAllClose(own, [0, first! - common, second! - 2 * common, 0]);
    expectAllClose(own, steps, { tolerance: 0.1 });
    expect(Math.abs(location - locations[i]!)).toBeLessThan(0.08);
  });
});

test("calibrate() with common steps is the Rasch model when there are two categories", () => {
  const items = ITEMS.map(({ id, intercepts }) => ({
    id,
    maxScore: 1,
    slope: 1,
    intercepts: intercepts.slice(0, 2),
  }));
  const answers = responsesOf(
    simulateAnswers(normals(800, 2), { seed: 4, items }),
  );
  const rasch = calibrate(answers, { model: "PCM" });
  const rating = calibrate(answers, { model: "PCM", steps: "common" });
  expectClose(rating.logLikelihood, rasch.logLikelihood, { tolerance: 1e-9 });
  expectAllClose(
    rating.items.map((i) => i.intercepts[1]!),
    rasch.items.map((i) => i.intercepts[1]!),
    { tolerance: 1e-5 },
  );
  expectAllClose(
    calibrationErrors(rating, answers).covariance.values,
    calibrationErrors(rasch, answers).covariance.values,
    { tolerance: 1e-6 },
  );
});

test("calibrate() with common steps throws for a GPCM and for a category nobody chose", () => {
  const answers = responsesOf(
    simulateAnswers(normals(300, 2), { seed: 4 }).map((column, i) =>
      i === 2 ? column.map((x) => x === 1 ? 2 : x) : column
    ),
  );
  expect(() => calibrate(answers, { steps: "common" })).toThrow(
    "model GPCM with common steps, allowed is PCM",
  );
  expect(() => calibrate(answers, { model: "PCM", steps: "common" })).toThrow(
    /item 2 was answered in categories 0, 2, 3/,
  );
});

test("calibrate() frees an item in a wave: its shift is found, the trend is clean", () => {
  const answers = driftingWaves(6000);
  const freeInGroup = [{ item: "item2", group: 1 }];
  const tied = calibrate(answers);
  const freed = calibrate(answers, { freeInGroup });
  expect(freed.items.map(({ id }) => id)).toEqual([
    ...ITEMS.map(({ id }) => id),
    "item2@1",
  ]);
  const [own, all] = [freed.items[5]!, freed.items[1]!];
  expect(own.splitFrom).toEqual({ item: "item2", group: 1 });
  // Three standard errors of a shift of the last intercept, 3 × 0.8 logits.
  expect(Math.abs(own.intercepts[3]! - all.intercepts[3]! - 3 * SHIFT))
    .toBeLessThan(0.7);
  expect(freed.logLikelihood - tied.logLikelihood).toBeGreaterThan(50);
  expect(Math.abs(freed.groups[1]!.mean - 0.3)).toBeLessThan(0.1);
  expect(tied.groups[1]!.mean).toBeGreaterThan(freed.groups[1]!.mean + 0.05);
});

test("calibrate() with an item free in a group equals the calibration of split columns", () => {
  const answers = driftingWaves(1200);
  const freeInGroup = [{ item: "item2", group: 1 }];
  const freed = calibrate(answers, { freeInGroup });
  const split = splitItems(answers, freeInGroup);
  expect(splitItems(split, freeInGroup)).toEqual(split);
  expect(calibrate(split).logLikelihood).toBe(freed.logLikelihood);
  const scores = personScores(freed, answers);
  expect(scores.wle).toEqual(personScores(freed, split).wle);
  expect(scores.wle.every(Number.isFinite)).toBe(true);
  expect(calibrationErrors(freed, answers).items[5]!.slope).toBeGreaterThan(0);
});

test("splitItems() throws for an item or group that does not exist", () => {
  const answers = driftingWaves(60);
  const free = (item: string, group: number) => () =>
    calibrate(answers, { freeInGroup: [{ item, group }] });
  expect(free("item9", 1)).toThrow(
    'Cannot free item "item9" in group 1 of scale "test"',
  );
  expect(free("item2", 2)).toThrow(RangeError);
});

test("calibrate() throws when every item is free and nothing links the waves", () => {
  const answers = driftingWaves(400);
  const freeInGroup = ITEMS.map(({ id }) => ({ item: id, group: 1 }));
  expect(() => calibrate(answers, { freeInGroup })).toThrow(
    "groups 0 | 1 share no item",
  );
});
