import { expect, test } from "vitest";
import { calibrate, groupItemFit } from "#lib/scaling/mod.ts";
import { ITEMS, normals, responsesOf, simulateAnswers } from "../simulate.ts";

const GROUPS = 4;

function simulateGroups(
  persons: number,
  { seed, shift = 0 }: { readonly seed: number; readonly shift?: number },
) {
  const theta = normals(persons * GROUPS, seed);
  const group = Array.from(theta, (_, p) => p % GROUPS);
  const usual = simulateAnswers(theta, { seed: seed + 1 });
  // Harder to agree to in the last group, by as much at every step.
  const changed = simulateAnswers(theta, {
    seed: seed + 1,
    items: ITEMS.map((item, i) =>
      i > 0 ? item : {
        ...item,
        intercepts: item.intercepts.map((d, k) => d - shift * k),
      }
    ),
  });
  const columns = usual.map((column, i) =>
    column.map((x, p) => group[p] === GROUPS - 1 ? changed[i]![p]! : x)
  );
  return responsesOf(columns, { group, groupCount: GROUPS, maxScore: 3 });
}

test.each([[300, 16], [3000, 3]])(
  "groupItemFit() has a corrected square of mean 0 with %i persons that fit",
  (persons, repetitions) => {
    let [corrected, raw, count] = [0, 0, 0];
    for (let r = 0; r < repetitions; r++) {
      const responses = simulateGroups(persons, { seed: 40 + 2 * r });
      for (const fit of groupItemFit(calibrate(responses), responses)) {
        corrected += fit.correctedSquare;
        raw += fit.rmsd * fit.rmsd;
        count++;
      }
    }
    expect(count).toBe(repetitions * GROUPS * ITEMS.length);
    // Four standard errors of the mean of so many squares are about 0.2 of it.
    expect(Math.abs(corrected / raw)).toBeLessThan(0.2);
  },
);

test("groupItemFit() finds the item that is harder in one group", () => {
  const responses = simulateGroups(1500, { seed: 90, shift: 0.6 });
  const found = groupItemFit(calibrate(responses), responses);
  const largest = found.reduce((a, b) =>
    b.correctedRmsd > a.correctedRmsd ? b : a
  );
  expect([largest.item, largest.group]).toEqual(["item1", GROUPS - 1]);
  expect(largest.meanDifference).toBeLessThan(-0.03);
  expect(largest.correctedRmsd).toBeGreaterThan(0.03);
  expect(largest.correctedRmsd).toBeLessThan(largest.rmsd);
  expect(largest.persons).toBeCloseTo(1500, 6);
});

test("groupItemFit() leaves out a group that was not asked an item", () => {
  const responses = simulateGroups(200, { seed: 110 });
  responses.columns[2]!.forEach((_, p, column) => {
    if (responses.group[p] === 1) column[p] = -1;
  });
  const found = groupItemFit(calibrate(responses), responses);
  expect(found).toHaveLength(GROUPS * ITEMS.length - 1);
});

test("groupItemFit() judges groups together when told to", () => {
  const responses = simulateGroups(500, { seed: 120, shift: 0.6 });
  const calibration = calibrate(responses);
  const apart = groupItemFit(calibration, responses);
  const together = groupItemFit(calibration, responses, {
    judgedAs: [0, 0, 0, 0],
  });
  expect(together).toHaveLength(ITEMS.length);
  const [all] = together;
  expect(all!.persons).toBeCloseTo(2000, 6);
  // Over all groups the common curve is the mean of theirs.
  const largest = Math.max(...apart.slice(0, GROUPS).map(({ rmsd }) => rmsd));
  expect(all!.rmsd).toBeLessThan(largest / 3);
  const mean = apart.slice(0, GROUPS).reduce(
    (sum, fit) => sum + fit.persons * fit.meanDifference,
    0,
  );
  expect(all!.persons * all!.meanDifference).toBeCloseTo(mean, 8);
});

test("groupItemFit() takes fixed items, also with groups too small for a distribution", () => {
  const fixedItems = new Map(ITEMS.map((item) => [item.id, item]));
  for (const persons of [8, 400]) {
    const responses = simulateGroups(persons, { seed: 130 });
    const calibration = calibrate(responses, { fixedItems });
    const found = groupItemFit(calibration, responses);
    expect(found).toHaveLength(GROUPS * ITEMS.length);
    for (const { rmsd, correctedRmsd } of found) {
      expect(correctedRmsd).toBeLessThan(rmsd);
    }
  }
});
