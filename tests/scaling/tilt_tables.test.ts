import { expect, test } from "vitest";
import { createStream } from "#lib/numerics/mod.ts";
import {
  clearTables,
  drawFromTables,
  tiltTables,
} from "#lib/scaling/tilt_tables.ts";

const NODES = 240;
const STEP = 0.05;

/** A skew density on the nodes: a logistic curve times a normal one. */
function base(theta: number): number {
  return Math.exp(-theta * theta) / (1 + Math.exp(2 * theta - 1));
}

function tablesOf(deviation: number) {
  const tables = tiltTables({
    nodes: NODES,
    nodeStep: STEP,
    deviation,
    reach: 6,
  });
  for (let f = 0; f < NODES; f++) {
    tables.base[f] = base((f + 0.5 - NODES / 2) * STEP);
  }
  return tables;
}

test("drawFromTables() draws from the tilted density itself, between the tilts of its tables and where they are far apart", () => {
  const size = 100_000;
  const bins = 30;
  // The smaller the deviation, the farther apart the tables and the more values are refused.
  for (const [deviation, tilt] of [[0.5, 0.33], [0.1, 1.1], [0.04, -2.4]]) {
    const tables = tablesOf(deviation!);
    const stream = createStream(7, Math.round(100 * deviation!));
    const theta = new Float64Array(1);
    const draw = {
      word: 0,
      person: 0,
      theta,
      another: () => stream.uniform(),
    };
    const counts = new Float64Array(bins);
    let kept = 0;
    for (let i = 0; i < size; i++) {
      draw.word = stream.integer(4294967296) | 0;
      if (!drawFromTables(tables, tilt!, draw)) continue;
      kept++;
      counts[Math.floor((theta[0]! + 3) / 0.2)]! += 1;
    }
    const masses = new Float64Array(bins);
    for (let f = 0; f < NODES; f++) {
      const theta = (f + 0.5 - NODES / 2) * STEP;
      masses[Math.floor((theta + 3) / 0.2)]! += base(theta) *
        Math.exp(tilt! * theta);
    }
    const total = masses.reduce((a, b) => a + b);
    let chiSquare = 0;
    let used = 0;
    masses.forEach((mass, b) => {
      const expected = kept * mass / total;
      if (expected < 5) return;
      chiSquare += (counts[b]! - expected) ** 2 / expected;
      used++;
    });
    expect(used).toBeGreaterThan(8);
    // Mean used − 1, standard deviation √(2 used): four of them.
    expect(chiSquare).toBeLessThan(used + 4 * Math.sqrt(2 * used));
    if (deviation === 0.5) expect(kept / size).toBeGreaterThan(0.99);
    if (deviation === 0.04) expect(kept / size).toBeLessThan(0.9);
  }
});

test("drawFromTables() refuses as often as it must where the tables' mean lies above the density by a few percent", () => {
  const size = 400_000;
  const tables = tablesOf(0.25);
  const tilt = 0.5 * tables.tiltStep;
  const stream = createStream(8);
  const theta = new Float64Array(1);
  const draw = { word: 0, person: 0, theta, another: () => stream.uniform() };
  drawFromTables(tables, tilt, draw);
  const low = -tables.first;
  const centre = tables.logMass[low + 1]! - tables.logMass[low]!;
  const band = (f: number): number => {
    const x = (f + 0.5 - NODES / 2) * STEP;
    const y = Math.abs(tables.tiltStep * x - centre);
    return y < 0.2 ? 0 : y > 0.35 && y < 0.5 ? 1 : 2;
  };
  const counts = [0, 0, 0];
  for (let i = 0; i < size; i++) {
    draw.word = stream.integer(4294967296) | 0;
    if (!drawFromTables(tables, tilt, draw)) continue;
    counts[band(Math.floor(theta[0]! / STEP + NODES / 2))]! += 1;
  }
  const masses = [0, 0, 0];
  for (let f = 0; f < NODES; f++) {
    const x = (f + 0.5 - NODES / 2) * STEP;
    masses[band(f)]! += base(x) * Math.exp(tilt * x);
  }
  const found = counts[1]! / counts[0]!;
  const expected = masses[1]! / masses[0]!;
  // Unrefused, the band would be 2 % too full; the standard error is 0.5 %.
  const error = Math.sqrt(1 / counts[0]! + 1 / counts[1]!);
  expect(Math.abs(found / expected - 1)).toBeLessThan(3 * error);
});

test("drawFromTables() leaves tilts beyond its tables to others, and follows a new base", () => {
  const tables = tablesOf(0.5);
  const theta = new Float64Array(1);
  const draw = { word: 1 << 30, person: 0, theta, another: () => 0.999 };
  expect(drawFromTables(tables, 100, draw)).toBe(false);
  expect(drawFromTables(tables, -100, draw)).toBe(false);
  expect(drawFromTables(tables, 1, draw)).toBe(true);
  const before = theta[0]!;
  for (let f = 0; f < NODES; f++) tables.base[f] = f === 200 ? 1 : 0;
  clearTables(tables);
  expect(drawFromTables(tables, 1, draw)).toBe(true);
  expect(theta[0]).not.toBe(before);
  expect(Math.floor(theta[0]! / STEP + NODES / 2)).toBe(200);
});
