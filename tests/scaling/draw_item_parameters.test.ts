import { expect, test } from "vitest";
import {
  calibrate,
  type Calibration,
  calibrationErrors,
  drawPlausibleValues,
} from "#lib/scaling/mod.ts";
import { itemDrawer } from "#lib/scaling/draw_item_parameters.ts";
import { nothingKnown } from "./nothing_known.ts";
import { normals, responsesOf, simulateAnswers } from "./simulate.ts";

const OPTIONS = { seed: 2015, scaleNumber: 1 };

function mean(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total / values.length;
}

function variance(values: readonly number[]): number {
  const centre = mean(values);
  return mean(values.map((x) => (x - centre) ** 2)) * values.length /
    (values.length - 1);
}

/** All item parameters in one list: slope, then the intercepts above the lowest. */
function parametersOf({ items }: Calibration): readonly number[] {
  return items.flatMap((item) => [item.slope, ...item.intercepts.slice(1)]);
}

test("itemDrawer() draws with the estimates as means and the covariance of the errors", () => {
  const responses = responsesOf(simulateAnswers(normals(400, 1), { seed: 1 }));
  const fit = calibrate(responses);
  const errors = calibrationErrors(fit, responses);
  const draw = itemDrawer(fit, errors, OPTIONS);
  const size = 2000;
  const draws = Array.from({ length: size }, (_, m) => parametersOf(draw(m)));
  const estimates = parametersOf(fit);
  const { columns, values } = errors.covariance;
  const column = (i: number): number[] => draws.map((own) => own[i]!);
  for (const [i, j] of [[0, 0], [1, 1], [0, 1], [1, 2], [2, 6]] as const) {
    const error = Math.sqrt(values[i * columns + i]!);
    // Four standard errors of a mean of so many.
    expect(Math.abs(mean(column(i)) - estimates[i]!))
      .toBeLessThan(4 * error / Math.sqrt(size));
    const product = mean(
      draws.map((own) => (own[i]! - estimates[i]!) * (own[j]! - estimates[j]!)),
    );
    const other = Math.sqrt(values[j * columns + j]!);
    expect(Math.abs(product - values[i * columns + j]!))
      .toBeLessThan(4 * error * other * Math.sqrt(2 / size));
  }
  expect(draw(7)).toEqual(draw(7));
});

test("itemDrawer() keeps equal steps equal where items share them, and slopes of a PCM at 1", () => {
  const responses = responsesOf(simulateAnswers(normals(400, 2), { seed: 2 }));
  const fit = calibrate(responses, { model: "PCM", steps: "common" });
  const draw = itemDrawer(fit, calibrationErrors(fit, responses), OPTIONS);
  const { items } = draw(0);
  const gap = (item: (typeof items)[number]): number =>
    item.intercepts[2]! - 2 * item.intercepts[1]!;
  for (const item of items) {
    expect(item.slope).toBe(1);
    expect(Math.abs(gap(item) - gap(items[0]!))).toBeLessThan(1e-6);
  }
  expect(parametersOf(draw(0))).not.toEqual(parametersOf(fit));
});

test("drawPlausibleValues() with item errors varies the mean by what the items' covariance says", () => {
  // Items known from few persons only, applied to others: their errors dominate.
  const few = responsesOf(simulateAnswers(normals(300, 3), { seed: 3 }));
  const many = responsesOf(simulateAnswers(normals(1500, 4), { seed: 4 }));
  const fit = calibrate(few);
  const errors = calibrationErrors(fit, few);
  const own = { ...OPTIONS, draws: 80, thinning: 5 };
  const known = nothingKnown(1500);
  const means = (itemErrors?: typeof errors): number[] =>
    drawPlausibleValues(fit, many, known, {
      ...own,
      ...(itemErrors && { itemErrors }),
    }).draws.map(mean);
  const without = variance(means());
  const within = variance(means(errors));
  // Where the mean lies, as a function of the items: its derivative by differences.
  const groupMean = (at: number, step: number): number => {
    let k = 0;
    const items = fit.items.map((item) => ({
      ...item,
      slope: item.slope + (k++ === at ? step : 0),
      intercepts: item.intercepts.map((d, c) =>
        c === 0 ? d : d + (k++ === at ? step : 0)
      ),
    }));
    return calibrate(many, {
      fixedItems: new Map(items.map((item) => [item.id, item])),
    }).groups[0]!.mean;
  };
  const count = parametersOf(fit).length;
  const gradient = Array.from(
    { length: count },
    (_, i) => (groupMean(i, 0.01) - groupMean(i, -0.01)) / 0.02,
  );
  const { columns, values } = errors.covariance;
  let expected = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      expected += gradient[i]! * values[i * columns + j]! * gradient[j]!;
    }
  }
  expect(expected).toBeGreaterThan(3 * without);
  // 80 draws: the standard error of a variance is 16 %; three of them.
  expect((within - without) / expected).toBeGreaterThan(0.52);
  expect((within - without) / expected).toBeLessThan(1.48);
});
