import { expect, test } from "vitest";
import {
  compareAttrition,
  complierEffect,
  possibleDraws,
  randomisationTest,
  trimmedMeans,
} from "#lib/effects/mod.ts";
import { expectClose } from "../../inference/expect_close.ts";
import { simulatedSchools } from "./simulated_schools.ts";

test("complierEffect() is the effect of the draw when all complied", () => {
  const { outcome, treated, baseline } = simulatedSchools(10, 4, 2);
  const draws = possibleDraws(treated);
  const found = complierEffect({ outcome, baseline }, draws, {
    received: treated,
  });
  expect(found).toMatchObject({ receivedByDrawn: 1, receivedByOthers: 0 });
  expect(found).toMatchObject({
    ...randomisationTest({ outcome, baseline }, draws),
  });
});

test("complierEffect() is the effect of the draw over the share it made take part", () => {
  const { outcome, treated } = simulatedSchools(12, 5, 7);
  const draws = possibleDraws(treated);
  const first = treated.indexOf(1), other = treated.indexOf(0);
  const received = treated.with(first, 0.25).with(other, 0.5);
  const whole = randomisationTest({ outcome }, draws);
  const found = complierEffect({ outcome }, draws, { received });
  expectClose(found.receivedByDrawn, 4.25 / 5);
  expectClose(found.receivedByOthers, 0.5 / 7);
  expectClose(found.effect, whole.effect / (4.25 / 5 - 0.5 / 7));
  // Being drawn did nothing exactly where taking part did nothing.
  expect(found.plain.pValue).toBe(whole.plain.pValue);
  const isOutside = ([low, high]: readonly [number, number]) =>
    low > 0 || high < 0;
  for (const kind of ["plain", "studentised"] as const) {
    expect(isOutside(found[kind]!.interval)).toBe(
      isOutside(whole[kind]!.interval),
    );
  }
});

test("complierEffect() throws when the draw moved nothing or a share is impossible", () => {
  const draws = possibleDraws([1, 1, 0, 0]);
  const from = (received: number[]) => () =>
    complierEffect({ outcome: [1, 2, 3, 5] }, draws, { received });
  expect(from([1, 0, 0, 1])).toThrow("both received 0.5");
  expect(from([2, 0, 0, 1])).toThrow("school 0 received 2, it must be 0 to 1");
  expect(from([1])).toThrow("found 1 shares received, 4 are needed");
});

test("compareAttrition() compares schools' response rates over all draws", () => {
  const draws = possibleDraws([1, 1, 0, 0, 0]);
  const invited = [100, 50, 80, 100, 20];
  const answered = [90, 48, 60, 70, 15];
  const { rateDrawn, rateOthers, test: found } = compareAttrition(
    { invited, answered },
    draws,
  );
  expectClose(rateDrawn, 138 / 150);
  expectClose(rateOthers, 145 / 200);
  expectClose(found!.effect, (0.9 + 0.96) / 2 - (0.75 + 0.7 + 0.75) / 3);
  expect(found!.plain.pValue).toBe(1 / 10);
  expect(compareAttrition({ invited, answered: invited }, draws).test)
    .toBeNull();
  expect(() => compareAttrition({ invited, answered: [1] }, draws)).toThrow(
    "found 5 and 1 counts",
  );
  expect(() =>
    compareAttrition({ invited, answered: answered.with(2, 81) }, draws)
  ).toThrow("81 of 80 pupils of school 2 answered");
});

test("trimmedMeans() cuts the group that answered more, from both ends", () => {
  // Drawn school 0 answered 10 of 10, school 1 of the others 8 of 10: a fifth is cut.
  const scores = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 4, 4, 4, 4, 4, 4, 4, 4];
  const pupils = {
    scores,
    weights: scores.map(() => 1),
    school: scores.map((_, i) => i < 10 ? 0 : 1),
  };
  const found = trimmedMeans(pupils, {
    treated: [1, 0],
    rateDrawn: 1,
    rateOthers: 0.8,
  });
  expect(found.trimmed).toBe("drawn");
  expectClose(found.share, 0.2);
  expectClose(found.lowest[0]!, 4.5); // 1 to 8
  expectClose(found.highest[0]!, 6.5); // 3 to 10
  expect([found.lowest[1], found.highest[1]]).toEqual([4, 4]);
  // The mirror image: the others answered more, so cutting their top raises the effect.
  const turned = trimmedMeans(pupils, {
    treated: [0, 1],
    rateDrawn: 0.8,
    rateOthers: 1,
  });
  expect(turned.trimmed).toBe("others");
  expectClose(turned.highest[0]!, 4.5);
  expectClose(turned.lowest[0]!, 6.5);
});

test("trimmedMeans() cuts a part of the pupil at the border, and nothing when both answered alike", () => {
  const pupils = { scores: [1, 2, 3], weights: [1, 1, 2], school: [0, 0, 0] };
  const options = { treated: [1], rateDrawn: 0.9, rateOthers: 0.9 };
  const alike = trimmedMeans(pupils, options);
  expect(alike).toMatchObject({ trimmed: null, share: 0 });
  expectClose(alike.lowest[0]!, 9 / 4);
  // A share of 3/8 of weight 4 is 1.5: 0.5 of the last pupil is left.
  const cut = trimmedMeans(pupils, { ...options, rateOthers: 0.5625 });
  expectClose(cut.lowest[0]!, (1 + 2 + 1.5) / 2.5);
  expectClose(cut.highest[0]!, (0.5 * 2 + 3 * 2) / 2.5);
  expect(() => trimmedMeans(pupils, { ...options, rateDrawn: 0 })).toThrow(
    "response rate 0 is not above 0 and at most 1",
  );
});
