import { expect, test } from "vitest";
import { createStream } from "#lib/numerics/mod.ts";
import { fitAnswers, splitItems } from "#lib/scaling/mod.ts";
import { oppositeDraw } from "#lib/scaling/variance_step.ts";
import { expectClose } from "../inference/expect_close.ts";
import { normals, responsesOf, simulateAnswers } from "./simulate.ts";

const theta = normals(3000, 8);
const group = theta.map((_, p) => p % 2);
const responses = responsesOf(
  simulateAnswers(theta.map((t, p) => t + 0.3 * group[p]!), { seed: 9 }),
  { group, groupCount: 2 },
);

test.each(["GPCM", "PCM"] as const)(
  "fitAnswers() of a %s finds the same maximum in fewer steps with what another search has learned",
  (model) => {
    const all = fitAnswers(responses, { model });
    const split = splitItems(responses, [{ item: "item2", group: 1 }]);
    const alone = fitAnswers(split, { model }).calibration;
    const known = fitAnswers(split, {
      model,
      startAt: all.calibration,
      memory: all.memory,
    }).calibration;
    expect(known.converged).toBe(true);
    expect(known.evaluations).toBeLessThan(0.7 * alone.evaluations);
    expectClose(known.logLikelihood, alone.logLikelihood, { tolerance: 1e-12 });
    known.items.forEach((item, i) =>
      expectClose(item.slope, alone.items[i]!.slope, { tolerance: 1e-5 })
    );
  },
);

test("oppositeDraw() leaves the distribution as it is and turns values around its middle", () => {
  const stream = createStream(3);
  let [value, sum, squares, products] = [stream.normal(), 0, 0, 0];
  const steps = 20_000;
  for (let t = 0; t < steps; t++) {
    const next = oppositeDraw(value, () => stream.normal());
    sum += next;
    squares += next * next;
    products += next * value;
    value = next;
  }
  expect(Math.abs(sum / steps)).toBeLessThan(0.02);
  expect(Math.abs(squares / steps - 1)).toBeLessThan(0.04);
  expect(products / steps).toBeLessThan(-0.8);
});

test("oppositeDraw() brings a value from far off to the distribution's other end", () => {
  const stream = createStream(4);
  const values = Array.from(
    { length: 200 },
    () => oppositeDraw(-50, () => stream.normal()),
  );
  const mean = values.reduce((a, b) => a + b) / values.length;
  // Mean of the largest of 15 standard normal numbers.
  expect(Math.abs(mean - 1.736)).toBeLessThan(0.15);
});
