import { expect, test } from "vitest";
import { INTERVAL_LEDGER } from "#lib/reports/mod.ts";
import {
  conditionCoverage,
  CoverageTally,
  educationCoverage,
  expectedCoverage,
  homesInput,
  measuredNumbers,
  PROGRAMME_HOMES,
  simulateHomes,
} from "#lib/studies/mod.ts";

const quantities = (study: string): string[] =>
  INTERVAL_LEDGER.flatMap(({ intervals }) => intervals)
    .flatMap(({ coverage }) =>
      coverage?.study === study ? [coverage.quantity] : []
    );

test("CoverageTally counts hidden numbers as not held and widens the band by chance alone", () => {
  const tally = new CoverageTally();
  const number = { name: "hældning", setting: "18 skoler", truth: 30 };
  tally.add({ interval: [20, 40] }, number);
  tally.add({ interval: [31, 40] }, number);
  tally.add({ hidden: "no-uncertainty" }, number);
  for (let i = 0; i < 9997; i++) tally.add({ interval: [20, 40] }, number);
  const [row] = tally.rows();
  expect(row).toMatchObject({
    quantity: "dækning, hældning",
    value: 0.9998,
    trials: 10000,
    band: [0.92, 0.98],
  });
  const few = new CoverageTally();
  few.add({ interval: [0, 1] }, { ...number, isSafe: true });
  expect(few.rows()[0]!.band![1]).toBe(1);
  expect(few.rows()[0]!.band![0]).toBeLessThan(0.5);
});

test("measuredNumbers() are all that the ledger says they are", () => {
  const names = measuredNumbers().map(({ name }) => `dækning, ${name}`);
  expect(quantities("baggrund-maal").filter((name) => !names.includes(name)))
    .toEqual([]);
});

test("expectedCoverage() and conditionCoverage() have the rows that the ledger names, and hold the truth", () => {
  for (
    const [study, rows] of [
      ["baggrund-forventet", [
        ...expectedCoverage({ replications: 1 }),
        ...educationCoverage({ replications: 1, largeSamples: 1 }),
      ]],
      ["baggrund-laeringsmiljoe", conditionCoverage({ replications: 4 })],
    ] as const
  ) {
    const names = rows.map(({ quantity }) => quantity);
    for (const name of quantities(study)) expect(names).toContain(name);
    for (const { quantity, value } of rows) {
      expect(value, quantity).toBeGreaterThan(0.5);
    }
  }
});

test("simulateHomes() brings pupils back with their home and most of what they can", () => {
  const homes = simulateHomes({ ...PROGRAMME_HOMES, seed: 3, schools: 30 });
  const { person, points, people } = homes;
  const firstRow = new Map<number, number>();
  const pairs: [number, number][] = [];
  person.forEach((one, i) => {
    const before = firstRow.get(one);
    if (before === undefined) firstRow.set(one, i);
    else pairs.push([before, i]);
  });
  const later = people.wave.filter((wave) => wave === 1).length;
  expect(pairs.length / later).toBeCloseTo(0.4, 1);
  expect(pairs.every(([a, b]) => people.school[a] === people.school[b])).toBe(
    true,
  );
  const mean = (k: 0 | 1) =>
    pairs.reduce((sum, pair) => sum + points[pair[k]]!, 0) / pairs.length;
  const means = [mean(0), mean(1)] as const;
  let product = 0, first = 0, second = 0;
  for (const [a, b] of pairs) {
    const x = points[a]! - means[0], y = points[b]! - means[1];
    product += x * y;
    first += x * x;
    second += y * y;
  }
  const correlation = product / Math.sqrt(first * second);
  expect(correlation).toBeGreaterThan(0.5);
  expect(correlation).toBeLessThan(0.8);
});

test("homesInput() gives every class one school and one wave", () => {
  const homes = simulateHomes({ ...PROGRAMME_HOMES, seed: 4, schools: 20 });
  const input = homesInput(homes, { municipalities: 2, years: [2015, 2019] });
  input.people.classIndex.forEach((own, i) => {
    expect(input.schoolOfClass[own]).toBe(input.school[i]);
    expect(input.waveOfClass[own]).toBe(input.people.wave[i]);
  });
  expect([...new Set(input.municipalityOfSchool)]).toEqual([0, 1]);
});
