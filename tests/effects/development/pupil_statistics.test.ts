import { expect, test } from "vitest";
import {
  changeSlot,
  PUPIL_STATISTICS,
  pupilLayout,
  pupilsBehind,
  pupilSlot,
  pupilStatistics,
} from "#lib/effects/mod.ts";

const spec = {
  waves: 2,
  grades: [4, 7] as const,
  pairs: [{ from: 0, to: 1, gap: 2 }],
};
const layout = pupilLayout(spec);

/** Pupils as [grade in the first wave, score, score two years later]; NaN absent. */
function fill(
  pupils: readonly (readonly [number, number, number])[],
  { weight = 1 } = {},
): Float64Array {
  const sums = new Float64Array(layout.width);
  for (const [grade, first, second] of pupils) {
    const present = (first === first ? 1 : 0) | (second === second ? 2 : 0);
    [first, second].forEach((score, wave) => {
      if (Number.isNaN(score)) return;
      const at = pupilSlot(layout, grade + 2 * wave, { wave, present });
      if (at < 0) return;
      sums[at]! += weight;
      sums[at + 1]! += weight * score;
    });
    if (present === 3) {
      sums[changeSlot(layout, 0)]! += weight;
      sums[changeSlot(layout, 0) + 1]! += weight * (second - first);
    }
  }
  return sums;
}

function statistics(sums: Float64Array): Record<string, number> {
  const out = new Float64Array(PUPIL_STATISTICS.length);
  pupilStatistics(layout)(sums, out);
  return Object.fromEntries(PUPIL_STATISTICS.map((name, k) => [name, out[k]!]));
}

const pupils = [
  [4, 10, 22], // moves up to grade 6
  [4, 14, NaN], // leaves
  [5, 20, 30],
  [6, 40, NaN], // too old to be seen again
  [4, NaN, 30], // new in grade 6
  [2, NaN, 8], // in grade 4 the second time, too young before
] as const;

test("pupilStatistics() gives the five comparisons worked out by hand", () => {
  const found = statistics(fill(pupils));
  // Grade 4: 8 against mean(10, 14) = 12; grade 6: mean(22, 30) = 26 against 40.
  // Shares: (2/3 + 1/3)/2 and (1/3 + 2/3)/2, half each: (−4 − 14)/2.
  expect(found["same-grade"]).toBeCloseTo(-9, 12);
  // Grades 4 to 6: 26 − 12, shares (2/3 + 2/3)/2; 5 to 7: 30 − 20, (1/3 + 1/3)/2.
  expect(found["same-cohort"]).toBeCloseTo(2 / 3 * 14 + 1 / 3 * 10, 12);
  expect(found["followed"]).toBeCloseTo((12 + 10) / 2, 12);
  // Only grade 4 has pupils of both kinds: 10 against 14.
  expect(found["followed-versus-left"]).toBeCloseTo(-4, 12);
  // In grade 6: 22 followed against 30 new.
  expect(found["followed-versus-new"]).toBeCloseTo(-8, 12);
});

test("pupilsBehind() counts the pupils on both sides", () => {
  expect(pupilsBehind(layout, fill(pupils))).toEqual([
    { n: 8, smallest: 4 },
    { n: 6, smallest: 3 },
    { n: 2, smallest: 2 },
    { n: 3, smallest: 1 },
    { n: 3, smallest: 1 },
  ]);
});

test("pupilStatistics() tells the same of year groups and pupils when all are followed", () => {
  const everyone = [[4, 10, 22], [5, 3, 9], [5, 8, 30]] as const;
  const found = statistics(fill(everyone, { weight: 2.5 }));
  expect(found["same-cohort"]).toBeCloseTo(found["followed"]!, 12);
  expect(found["followed-versus-left"]).toBeNaN();
  expect(found["same-grade"]).toBeNaN();
});

test("pupilStatistics() separates ageing from development", () => {
  // Every score is 7 per grade and 3 per wave: same grade 3, same cohort 3 + 14.
  const rows = [4, 5, 6, 7, 2, 3].flatMap((grade) => {
    const score = (wave: number) => 100 + 7 * (grade + 2 * wave) + 3 * wave;
    return [[
      grade,
      grade >= 4 ? score(0) : NaN,
      grade <= 5 ? score(1) : NaN,
    ]] as const;
  });
  const found = statistics(fill(rows as never));
  expect(found["same-grade"]).toBeCloseTo(3, 12);
  expect(found["same-cohort"]).toBeCloseTo(17, 12);
  expect(found["followed"]).toBeCloseTo(17, 12);
});

test("pupilSlot() keeps waves, grades and patterns of three waves apart", () => {
  const three = pupilLayout({
    waves: 3,
    grades: [4, 9],
    pairs: [
      { from: 0, to: 1, gap: 2 },
      { from: 1, to: 2, gap: 2 },
      { from: 0, to: 2, gap: 4 },
    ],
  });
  const seen = new Set<number>();
  for (let wave = 0; wave < 3; wave++) {
    for (let grade = 4; grade <= 9; grade++) {
      for (let present = 0; present < 8; present++) {
        if ((present >> wave & 1) === 0) continue;
        const slot = pupilSlot(three, grade, { wave, present });
        expect(slot % 2).toBe(0);
        seen.add(slot);
      }
    }
  }
  for (let pair = 0; pair < 3; pair++) seen.add(changeSlot(three, pair));
  expect(seen.size).toBe(3 * 6 * 4 + 3);
  expect(Math.max(...seen)).toBe(three.width - 2);
  expect(pupilSlot(three, 3, { wave: 0, present: 1 })).toBe(-1);
  expect(pupilSlot(three, -1, { wave: 0, present: 1 })).toBe(-1);
});
