import { expect, test } from "vitest";
import { backgroundIndex } from "#lib/data/mod.ts";
import { tinyCodebook } from "./tiny_programme.ts";

const { background } = tinyCodebook();

test("backgroundIndex() is the weighted sum of z-scores over the scale", () => {
  // z = 2, 1, −2 with weights 2, 1, 1: (4 + 1 − 2)/4.
  expect(backgroundIndex(background, [16, 70, 1])).toBeCloseTo(0.75, 12);
});

test("backgroundIndex() raises the weights where one component is unknown", () => {
  // (4 + 1) · 4/3 / 4.
  expect(backgroundIndex(background, [16, 70, NaN])).toBeCloseTo(5 / 3, 12);
});

test("backgroundIndex() is 0 at the frozen means", () => {
  expect(backgroundIndex(background, [12, 50, 3])).toBe(0);
});

test.each([
  [[NaN, 50, 3]],
  [[16, NaN, NaN]],
  [[NaN, NaN, NaN]],
])("backgroundIndex() is unknown for %j", (values) => {
  expect(backgroundIndex(background, values)).toBeNaN();
});
