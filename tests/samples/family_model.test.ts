import { expect, test } from "vitest";
import { type BackgroundIndex, loadCodebook } from "#lib/codebook/mod.ts";
import { createStream, normalQuantile } from "#lib/numerics/mod.ts";
import { codeOf } from "#lib/samples/background_column.ts";
import {
  marginalMoments,
  SHARE_OF_LONE_PARENTS,
} from "#lib/samples/component_moments.ts";
import { expectedIndex, fitFamilyModel } from "#lib/samples/family_model.ts";

const { background } = loadCodebook();
const model = fitFamilyModel(background);

test("fitFamilyModel() reaches the frozen mean and SD of every component", () => {
  for (const one of model.components) {
    const { mean, deviation } = marginalMoments(one, model.loading);
    expect(mean).toBeCloseTo(one.component.mean, 6);
    expect(deviation).toBeCloseTo(one.component.standardDeviation, 6);
  }
});

test("expectedIndex() is zero over all families", () => {
  expect(Math.abs(expectedIndex(model, 0, 1))).toBeLessThan(1e-7);
});

test("expectedIndex() agrees with drawn families of one school", () => {
  const [mean, deviation] = [0.4, 0.9];
  const stream = createStream(5);
  const rest = Math.sqrt(1 - model.loading ** 2);
  let sum = 0, square = 0;
  const families = 40000;
  for (let family = 0; family < families; family++) {
    const standing = mean + deviation * stream.normal();
    const alone = stream.uniform() < SHARE_OF_LONE_PARENTS;
    let index = 0;
    for (const one of model.components) {
      const { component, column } = one;
      const parents = alone ? 1 : component.columns.length;
      const highest = Math.max(
        ...Array.from({ length: parents }, () =>
          column.values[
            codeOf(one, model.loading * standing + rest * stream.normal())
          ]!),
      );
      index += component.weight * (highest - component.mean) /
        component.standardDeviation;
    }
    sum += index / background.scale;
    square += (index / background.scale) ** 2;
  }
  const found = sum / families;
  const error = Math.sqrt((square / families - found ** 2) / families);
  const difference = found - expectedIndex(model, mean, deviation);
  expect(Math.abs(difference)).toBeLessThan(4 * error);
});

test("fitFamilyModel() has the hand value of a single even column", () => {
  // One column, codes 0 and 1, mean ½: the cut is at the median, and a family
  // one SD above of loading λ has 1 with probability Φ(λ / √(1 − λ²)).
  const two: BackgroundIndex = {
    ...background,
    scale: 1.2,
    components: [0, 1].map((k) => ({
      id: k === 0 ? "education" : "occupation",
      columns: [`x${k}`],
      label: "x",
      values: null,
      range: [0, 1],
      mean: 0.5,
      standardDeviation: 0.5,
      weight: 0.75,
    })),
  };
  const fitted = fitFamilyModel(two);
  expect(fitted.components[0]!.location).toBeCloseTo(0, 6);
  // Var = 2·0.75² (1 + r) / 1.44 = 1, so r = 0.28, and two even cuts of normal
  // numbers with correlation λ² have r = (2/π) arcsin λ².
  const lambdaSquared = Math.sin(0.28 * Math.PI / 2);
  expect(fitted.loading ** 2).toBeCloseTo(lambdaSquared, 5);
});

test("fitFamilyModel() refuses a divisor that cannot give SD 1", () => {
  expect(() => fitFamilyModel({ ...background, scale: 9 })).toThrow(
    new RangeError(
      "Cannot fit the background index: its divisor 9 cannot give SD 1",
    ),
  );
});

test("codeOf() cuts at the quantiles of the codes' shares", () => {
  const education = { ...model.components[0]!, location: 0, spread: 1 };
  expect(codeOf(education, normalQuantile(0.19))).toBe(0);
  expect(codeOf(education, normalQuantile(0.21))).toBe(1);
  expect(codeOf(education, normalQuantile(0.91))).toBe(5);
});
