import { expect, test } from "vitest";
import {
  type ChangeToJudge,
  differencePValue,
  equivalencePValue,
  judgeChanges,
  shrinkChanges,
} from "#lib/effects/mod.ts";
import { makeEstimate } from "#lib/inference/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { expectClose } from "../inference/expect_close.ts";

function change(value: number, standardError: number, df = Infinity) {
  return { value, standardError, degreesOfFreedom: df };
}

test("differencePValue() and equivalencePValue() give normal tails known by heart", () => {
  expectClose(differencePValue(change(-1.959963984540054, 1)), 0.05, {
    tolerance: 1e-12,
  });
  // Two errors within either margin: P(z > 2) twice the same.
  expectClose(equivalencePValue(change(0, 1), 2), 0.022750131948179, {
    tolerance: 1e-12,
  });
  // At the margin itself there is no telling.
  expectClose(equivalencePValue(change(5, 2), 5), 0.5, { tolerance: 1e-12 });
  expect(equivalencePValue(change(9, 2), 5)).toBeGreaterThan(0.97);
  expect(differencePValue(change(0, 0))).toBe(1);
  expect(equivalencePValue(change(3, 0), 5)).toBe(0);
});

test("equivalencePValue() is at most alpha exactly where the 1 − 2 alpha interval lies within the margin", () => {
  for (const value of [-4, -2, 0, 1, 3, 4.5]) {
    for (const standardError of [0.4, 1, 1.5, 2.5]) {
      const one = makeEstimate({
        value,
        variance: { sampling: standardError * standardError },
        degreesOfFreedom: 17,
        n: 18,
        unit: "points",
        method: "",
      });
      // t(.95, 17) = 1.7396067.
      const within = Math.abs(value) + 1.739606726 * standardError <= 5;
      expect(equivalencePValue(one, 5) <= 0.05, `${value} ${standardError}`)
        .toBe(within);
    }
  }
});

const rule = { margin: 5, desired: 1, alpha: 0.05 } as const;
const family = (
  changes: readonly ReturnType<typeof change>[],
  over: Partial<ChangeToJudge> = {},
): ChangeToJudge[] => changes.map((one) => ({ ...rule, ...over, change: one }));

test("judgeChanges() tells progress, decline, small and not knowing apart", () => {
  const one = (value: number, error: number, over = {}) =>
    judgeChanges(family([change(value, error)], over), { adjustment: "Holm" })
      .map(({ verdict, isSmall }) => [verdict, isSmall])[0];
  expect(one(8, 2)).toEqual(["documented-progress", false]);
  expect(one(8, 2, { desired: -1 })).toEqual(["decline", false]);
  expect(one(-8, 2)).toEqual(["decline", false]);
  expect(one(2, 0.5)).toEqual(["documented-progress", true]);
  expect(one(0.5, 1)).toEqual(["no-certain-change", true]);
  expect(one(4, 6)).toEqual(["uncertain", false]);
});

test("judgeChanges() asks more of a change the more are looked at", () => {
  // Two-sided p of z = 2.2 is .0278; alone it holds, among four by Holm it does not.
  const others = [change(0, 1), change(0.3, 1), change(-0.2, 1)];
  const verdicts = (adjustment: "Holm" | "Benjamini-Hochberg") =>
    judgeChanges(family([change(2.2, 1), ...others]), { adjustment })
      .map(({ verdict }) => verdict);
  expect(verdicts("Holm")[0]).not.toBe("documented-progress");
  expect(verdicts("Benjamini-Hochberg")[0]).not.toBe("documented-progress");
  const many = family([2.2, 2.5, 2.6, 2.7].map((z) => change(z, 1)));
  const counted = (adjustment: "Holm" | "Benjamini-Hochberg") =>
    judgeChanges(many, { adjustment })
      .filter(({ verdict }) => verdict === "documented-progress").length;
  expect(counted("Benjamini-Hochberg")).toBe(4);
  expect(counted("Holm")).toBe(4);
  // Three times the p of z = 2.6: none may fall below one before it.
  const [first] = judgeChanges(many, { adjustment: "Holm" });
  expectClose(first!.differenceP, 3 * 0.00932237604, { tolerance: 1e-9 });
});

test("judgeChanges() refuses margins and levels that say nothing", () => {
  expect(() =>
    judgeChanges(family([change(1, 1)], { margin: 0 }), { adjustment: "Holm" })
  )
    .toThrow(
      new RangeError(
        "Cannot test that a change is small: margin 0 is not above 0",
      ),
    );
  expect(() =>
    judgeChanges(family([change(1, 1)], { alpha: 1 }), { adjustment: "Holm" })
  )
    .toThrow(
      new RangeError("Cannot judge a change: alpha 1 is not between 0 and 1"),
    );
  expect(judgeChanges([], { adjustment: "Holm" })).toEqual([]);
});

function estimate(value: number, sampling: number, link = 0) {
  return makeEstimate({
    value,
    variance: { sampling, link },
    degreesOfFreedom: 12,
    n: 100,
    unit: "points",
    method: "",
  });
}

test("shrinkChanges() leaves the common drift out of the weighing and keeps it in the error", () => {
  const values = [9, 2, 4, -3, 6];
  const without = shrinkChanges(values.map((v, i) => estimate(v, 4 + i)));
  const drifting = shrinkChanges(values.map((v, i) => estimate(v, 4 + i, 25)));
  values.forEach((value, i) => {
    expect(drifting[i]!.value).toBeCloseTo(without[i]!.value, 12);
    expect(drifting[i]!.variance.link).toBe(25);
    expect(drifting[i]!.standardError ** 2).toBeCloseTo(
      without[i]!.standardError ** 2 + 25,
      10,
    );
    expect(Math.abs(without[i]!.value - 3.6)).toBeLessThan(
      Math.abs(value - 3.6) + 0.5,
    );
  });
});

test("shrinkChanges() gives nothing where there is too little to compare", () => {
  const few = [estimate(1, 1), null, estimate(2, 1), estimate(4, 1)];
  expect(shrinkChanges(few)).toEqual([null, null, null, null]);
  const [, hidden, third] = shrinkChanges([...few, estimate(3, 2)]);
  expect(hidden).toBeNull();
  expect(third).not.toBeNull();
});

test("shrinkChanges() holds the true changes of 13 units, whether they differ or not, with shorter intervals", () => {
  for (const spread of [0, 3, 8]) {
    let held = 0, units = 0, width = 0, ownWidth = 0;
    for (let seed = 0; seed < 150; seed++) {
      const stream = createStream(71, seed, spread);
      const truth = Array.from(
        { length: 13 },
        () => 4 + spread * stream.normal(),
      );
      const changes = truth.map((value) => {
        const error = 2 + 4 * stream.uniform();
        return makeEstimate({
          value: value + error * stream.normal(),
          variance: { sampling: error * error },
          degreesOfFreedom: Infinity,
          n: 100,
          unit: "points",
          method: "",
        });
      });
      shrinkChanges(changes).forEach((one, i) => {
        const [lower, upper] = one!.interval;
        units++;
        held += lower <= truth[i]! && truth[i]! <= upper ? 1 : 0;
        width += upper - lower;
        ownWidth += changes[i]!.interval[1] - changes[i]!.interval[0];
      });
    }
    expect(held / units, `${spread}`).toBeGreaterThan(0.93);
    expect(width / ownWidth, `${spread}`).toBeLessThan(0.95);
  }
});
