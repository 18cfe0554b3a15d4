import { expect, test } from "vitest";
import { isTooFew, secondarySuppression } from "#lib/profiles/mod.ts";

test("isTooFew() shows seven answers and hides six, or a count that is not a number", () => {
  expect(isTooFew(7)).toBe(false);
  expect(isTooFew(6)).toBe(true);
  expect(isTooFew(NaN)).toBe(true);
});

test("secondarySuppression() hides nothing where no part is small", () => {
  expect(secondarySuppression([7, 20, 0])).toEqual([]);
});

test("secondarySuppression() hides the smallest shown part beside a lone small one", () => {
  expect(secondarySuppression([4, 21, 19, 22])).toEqual([2]);
});

test("secondarySuppression() hides more until the hidden parts hold seven people", () => {
  expect(secondarySuppression([2, 3, 21, 19])).toEqual([3]);
  expect(secondarySuppression([4, 5, 21, 19])).toEqual([]);
});

test("a hidden class cannot be worked out from the school and the shown classes", () => {
  // Attack: for every split of a school into classes, subtract the shown
  // classes from the total; what is left must be nobody, or at least two
  // classes and seven people.
  for (let seed = 0; seed < 2000; seed++) {
    const classes = Array.from(
      { length: 1 + seed % 6 },
      (_, c) => (seed * 7919 + c * 104729) % 25,
    );
    const secondary = new Set(secondarySuppression(classes));
    const hidden = classes.filter((n, c) =>
      n > 0 && (n < 7 || secondary.has(c))
    );
    const people = hidden.reduce((a, b) => a + b, 0);
    const all = classes.filter((n) => n > 0).length;
    const isSafe = hidden.length === 0 || hidden.length === all ||
      (hidden.length >= 2 && people >= 7);
    expect(isSafe, `${classes}`).toBe(true);
  }
});
