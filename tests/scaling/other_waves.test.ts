import { expect, test } from "vitest";
import { otherWaves } from "../../lib/scaling/other_waves.ts";

test("otherWaves() gives each person and school their centred mean of the other waves, by hand", () => {
  // Wave 0: scores 1 and 3, mean 2; wave 1: 4, 6 and 8, mean 6; wave 2: 5 alone.
  const { person, school } = otherWaves({
    score: [1, 3, 4, 6, 8, 5],
    wave: [0, 0, 1, 1, 1, 2],
    person: [10, 11, 10, 11, 12, 10],
    school: [0, 1, 0, 0, 1, 1],
  }, 3);
  // Person 10: −1 in wave 0, −2 in wave 1, 0 in wave 2.
  expect([...person]).toEqual([
    (-2 + 0) / 2,
    0,
    (-1 + 0) / 2,
    1,
    0,
    (-1 - 2) / 2,
  ]);
  // School 0: −1 in wave 0, −1 in wave 1; school 1: 1, 2 and 0.
  expect([...school]).toEqual([
    -1,
    (2 + 0) / 2,
    -1,
    -1,
    (1 + 0) / 2,
    (1 + 2) / 2,
  ]);
});

test("otherWaves() gives 0 where there is no other wave or no school", () => {
  const { person, school } = otherWaves({
    score: [1, 3],
    wave: [0, 0],
    person: [0, 1],
    school: [-1, -1],
  }, 1);
  expect([...person, ...school]).toEqual([0, 0, 0, 0]);
});
