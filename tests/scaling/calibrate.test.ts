import { expect, test } from "vitest";
import { calibrate, type Calibration } from "#lib/scaling/mod.ts";
import { collapseResponses } from "#lib/scaling/collapse_responses.ts";
import { prepareRows } from "#lib/scaling/expectation.ts";
import { makeGrid } from "#lib/scaling/grid.ts";
import { occurringCategories } from "#lib/scaling/item_curves.ts";
import { marginalLikelihood } from "#lib/scaling/marginal_likelihood.ts";
import {
  layOutParameters,
  type SlopeMode,
  toParameters,
} from "#lib/scaling/parameter_layout.ts";
import { countCategories } from "#lib/scaling/screen_items.ts";
import { expectAllClose, expectClose } from "../inference/expect_close.ts";
import { ITEMS, normals, responsesOf, simulateAnswers } from "./simulate.ts";

const PERSONS = 5000;
const GROUPS = [[0, 1], [0.3, 0.9], [-0.4, 1.2]] as const;

/** Three groups of equal size with known distributions. */
function threeGroups(seed: number) {
  const group = Array.from(
    { length: PERSONS },
    (_, p) => Math.floor(3 * p / PERSONS),
  );
  const theta = normals(PERSONS, seed).map((z, p) => {
    const [mean, sd] = GROUPS[group[p]!]!;
    return mean + sd * z;
  });
  return responsesOf(simulateAnswers(theta, { seed, missing: 0.1 }), {
    group,
    groupCount: 3,
  });
}

function numbersOf({ items, groups }: Calibration): number[] {
  return [
    ...items.flatMap((i) => [i.slope, ...i.intercepts]),
    ...groups.flatMap((g) => [g.mean, g.standardDeviation]),
  ];
}

test.each<SlopeMode>(["per-item", "common"])(
  "marginalLikelihood() has the gradient of its value, slopes %s",
  (slopeMode) => {
    const responses = threeGroups(4);
    const grid = makeGrid();
    const layout = layOutParameters({
      slopeMode,
      items: ITEMS.map((item) => ({
        fixed: false,
        categories: occurringCategories(item),
      })),
      groups: [{ free: false }, { free: true }, { free: true }],
      spreadFloor: grid.step,
    });
    const start = {
      items: slopeMode === "common"
        ? ITEMS.map((item) => ({ ...item, slope: 1.1 }))
        : ITEMS,
      groups: GROUPS.map(([mean, standardDeviation]) => ({
        mean,
        standardDeviation,
        persons: PERSONS / 3,
        estimated: true,
      })),
    };
    const problem = {
      rows: prepareRows(collapseResponses(
        responses,
        slopeMode === "common" ? "sum" : "pattern",
      )),
      layout,
      start,
      grid,
      observed: ITEMS.map((_, i) => countCategories(responses, i)),
    };
    const at = toParameters(layout, start);
    const { gradient } = marginalLikelihood(problem, at);
    const step = 1e-4;
    at.forEach((_, j) => {
      const value = (shift: number): number => {
        const moved = at.slice();
        moved[j]! += shift;
        return marginalLikelihood(problem, moved).value;
      };
      const numeric = (value(step) - value(-step)) / (2 * step);
      // Central differences: error about step² × third derivative.
      expectClose(gradient[j]!, numeric, { tolerance: 1e-4 });
    });
  },
);

test("calibrate() recovers items and groups of 5,000 simulated persons", () => {
  const fit = calibrate(threeGroups(11));
  expect(fit.converged).toBe(true);
  // Four standard errors at this size; the standard errors lie near 0.03 to 0.07.
  fit.items.forEach((item, i) => {
    expect(Math.abs(item.slope - ITEMS[i]!.slope)).toBeLessThan(0.2);
    item.intercepts.forEach((d, k) =>
      expect(Math.abs(d - ITEMS[i]!.intercepts[k]!)).toBeLessThan(0.35)
    );
  });
  fit.groups.forEach(({ mean, standardDeviation }, g) => {
    expect(Math.abs(mean - GROUPS[g]![0])).toBeLessThan(0.15);
    expect(Math.abs(standardDeviation - GROUPS[g]![1])).toBeLessThan(0.15);
  });
});

test("calibrate() gives the same bytes when the persons change places", () => {
  const responses = threeGroups(5);
  const order = Array.from({ length: PERSONS }, (_, p) => (p * 1237) % PERSONS);
  const permuted = {
    ...responses,
    columns: responses.columns.map((c) => Int8Array.from(order, (p) => c[p]!)),
    group: Uint8Array.from(order, (p) => responses.group[p]!),
  };
  expect(numbersOf(calibrate(permuted))).toEqual(
    numbersOf(calibrate(responses)),
  );
});

test("calibrate() counts a weight of 2 as two persons", () => {
  const once = threeGroups(6);
  const twice = {
    ...once,
    columns: once.columns.map((c) => Int8Array.from([...c, ...c])),
    group: Uint8Array.from([...once.group, ...once.group]),
    persons: 2 * PERSONS,
  };
  const weighted = { ...once, weight: new Float64Array(PERSONS).fill(2) };
  expect(numbersOf(calibrate(weighted))).toEqual(numbersOf(calibrate(twice)));
});

test("calibrate() finds equal distributions in groups with the same answers", () => {
  const columns = simulateAnswers(normals(2000, 8), { seed: 8 });
  const one = calibrate(responsesOf(columns));
  const two = calibrate(
    responsesOf(columns.map((c) => [...c, ...c]), {
      group: Array.from({ length: 4000 }, (_, p) => p < 2000 ? 0 : 1),
      groupCount: 2,
    }),
  );
  expectClose(two.groups[1]!.mean, 0, { tolerance: 1e-5 });
  expectClose(two.groups[1]!.standardDeviation, 1, { tolerance: 1e-5 });
  expectClose(two.logLikelihood, 2 * one.logLikelihood, { tolerance: 1e-10 });
});

test("calibrate() with all slopes fixed at 1 in the GPCM is the PCM", () => {
  const responses = responsesOf(simulateAnswers(normals(2000, 9), { seed: 9 }));
  const free = calibrate(responses, { model: "PCM" });
  const fixedItems = new Map(free.items.map((item) => [item.id, item]));
  const placed = calibrate(responses, {
    model: "GPCM",
    fixedItems,
    grid: { nodes: free.grid.nodes, halfWidth: free.grid.step * 30 },
  });
  expectClose(placed.logLikelihood, free.logLikelihood, { tolerance: 1e-11 });
  expectClose(placed.groups[0]!.mean, 0, { tolerance: 1e-5 });
  expectClose(
    placed.groups[0]!.standardDeviation,
    free.groups[0]!.standardDeviation,
    { tolerance: 1e-5 },
  );
});

test("calibrate() gives two items with the same answers the same parameters", () => {
  const [a, b, c] = simulateAnswers(normals(1500, 10), { seed: 10 });
  const { items } = calibrate(responsesOf([a!, b!, c!, c!]));
  expectClose(items[2]!.slope, items[3]!.slope, { tolerance: 1e-5 });
  expectAllClose(items[2]!.intercepts, items[3]!.intercepts, {
    tolerance: 1e-5,
  });
});

test("calibrate() takes items with different numbers of categories in one scale", () => {
  const [a, b, c] = simulateAnswers(normals(3000, 12), { seed: 12 });
  const binary = c!.map((x) => x >= 2 ? 1 : 0);
  const { items, converged } = calibrate(responsesOf([a!, b!, binary]));
  expect(converged).toBe(true);
  expect(items.map((i) => i.intercepts.length)).toEqual([4, 4, 2]);
});

test("calibrate() links items asked in some groups only, and keeps their parameters", () => {
  const full = threeGroups(13);
  const [first, , third] = [0, 1, 2];
  const columns = full.columns.map((column, i) =>
    column.map((x, p) => {
      const gone = (i === 0 && full.group[p] === third) ||
        (i === 1 && full.group[p] === first);
      return gone ? -1 : x;
    })
  );
  const fit = calibrate({ ...full, columns });
  expect(fit.converged).toBe(true);
  fit.items.forEach((item, i) =>
    expect(Math.abs(item.slope - ITEMS[i]!.slope)).toBeLessThan(0.25)
  );
});

test("calibrate() keeps out a category that nobody chose and says so", () => {
  const columns = simulateAnswers(normals(1500, 14), { seed: 14 });
  const without = columns[0]!.map((x) => x === 1 ? 2 : x);
  const low = columns[1]!.map((x) => Math.max(x, 1));
  const fit = calibrate(
    responsesOf([without, low, columns[2]!, columns[3]!], { maxScore: 3 }),
  );
  expect(fit.notes).toEqual([
    { kind: "null-category", item: "item1", category: 1 },
    { kind: "null-category", item: "item2", category: 0 },
  ]);
  expect(fit.items[0]!.intercepts[1]).toBe(-Infinity);
  expect(fit.items[1]!.intercepts.slice(0, 2)).toEqual([-Infinity, 0]);
  expect(fit.converged).toBe(true);
  expect(numbersOf(fit).some(Number.isNaN)).toBe(false);
});

test("calibrate() leaves out items without answers or with one category", () => {
  const columns = simulateAnswers(normals(1000, 15), { seed: 15 });
  const fit = calibrate(
    responsesOf([
      ...columns.slice(0, 3),
      new Int8Array(1000).fill(-1),
      new Int8Array(1000).fill(2),
    ], { maxScore: 3 }),
  );
  expect(fit.items.map((i) => i.id)).toEqual(["item1", "item2", "item3"]);
  expect(fit.notes).toEqual([
    { kind: "item-dropped", item: "item4", reason: "no-answers" },
    { kind: "item-dropped", item: "item5", reason: "one-category" },
  ]);
});

test("calibrate() uses the reference distribution for a group of a few persons", () => {
  const columns = simulateAnswers(normals(1000, 16), { seed: 16 });
  const fit = calibrate(
    responsesOf(columns, {
      group: Array.from({ length: 1000 }, (_, p) => p < 996 ? 0 : 1),
      groupCount: 3,
    }),
  );
  expect(fit.groups[1]).toEqual({
    mean: 0,
    standardDeviation: 1,
    persons: 4,
    estimated: false,
  });
  expect(fit.groups[2]!.mean).toBeNaN();
  expect(fit.notes).toEqual([{ kind: "small-group", group: 1, persons: 4 }]);
});

test("calibrate() throws when groups share no item", () => {
  const columns = simulateAnswers(normals(600, 17), { seed: 17 });
  const group = Array.from({ length: 600 }, (_, p) => p < 300 ? 0 : 1);
  const split = columns.map((c, i) =>
    c.map((x, p) => (i < 2) === (group[p] === 0) ? x : -1)
  );
  const run = () =>
    calibrate(responsesOf(split, { group, groupCount: 2, maxScore: 3 }));
  expect(run).toThrow(RangeError);
  expect(run).toThrow(
    'Cannot calibrate scale "test": groups 0 | 1 share no item, every group must be linked to the others',
  );
});

test("calibrate() throws on a category out of range and when no item is left", () => {
  const columns = simulateAnswers(normals(50, 18), { seed: 18 });
  expect(() => calibrate(responsesOf(columns, { maxScore: 2 }))).toThrow(
    /^Cannot read the answers of scale "test": item "item\d", person \d+: category 3 is not from 0 to 2, or -1 for missing$/,
  );
  expect(() => calibrate(responsesOf([new Int8Array(50)]))).toThrow(
    'Cannot calibrate scale "test": none of its 1 items has answers in two categories',
  );
});

test("calibrate() widens the grid once and throws when mass still lies at its ends", () => {
  const responses = responsesOf(
    simulateAnswers(normals(1500, 19), { seed: 19 }),
  );
  const wider = calibrate(responses, { grid: { nodes: 35, halfWidth: 3.4 } });
  expect(wider.notes[0]!.kind).toBe("grid-widened");
  expect(() => calibrate(responses, { grid: { nodes: 21, halfWidth: 1.5 } }))
    .toThrow(/^Cannot calibrate scale "test": posterior mass .* at the end/);
});

test("calibrate() says when it did not converge", () => {
  const responses = responsesOf(
    simulateAnswers(normals(500, 20), { seed: 20 }),
  );
  const fit = calibrate(responses, { maxIterations: 2 });
  expect(fit.converged).toBe(false);
  expect(fit.notes).toEqual([
    { kind: "not-converged", maxGradient: fit.maxGradient },
  ]);
});
