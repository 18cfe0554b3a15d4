import { expect, test } from "vitest";
import { loadCodebook, scaleById } from "#lib/codebook/mod.ts";
import { buildWorld } from "#lib/samples/build_world.ts";
import {
  addDoseInPlace,
  doseSlope,
  drawIntensity,
} from "#lib/samples/intensity.ts";
import { invitedTo, pupilsOfWave } from "#lib/samples/people.ts";

const codebook = loadCodebook();
const world = buildWorld(codebook, 3, { fraction: 0.2 });

test("drawIntensity() gives every school a share with two decimals", () => {
  const values = drawIntensity(buildWorld(codebook, 3).schools, 3);
  expect(values.length).toBe(242);
  for (const value of values) {
    expect(value).toBeGreaterThanOrEqual(0.05);
    expect(value).toBeLessThanOrEqual(1);
    expect(100 * value).toBeCloseTo(Math.round(100 * value), 10);
  }
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const spread = Math.sqrt(
    values.reduce((s, x) => s + (x - mean) ** 2, 0) / values.length,
  );
  expect(mean).toBeGreaterThan(0.45);
  expect(mean).toBeLessThan(0.75);
  expect(spread).toBeGreaterThan(0.15);
});

test("addDoseInPlace() adds the slope times the intensity and leaves municipalities as they are", () => {
  const scale = scaleById(codebook, "pr_laesning");
  const group = codebook.groups.find(({ id }) => id === scale.group)!;
  const people = invitedTo(
    group,
    pupilsOfWave(world.pupils, { ...world, wave: 2, year: 2019 }),
  );
  const intensity = world.intensity!;
  const added = (wave: number): Float64Array => {
    const values = new Float64Array(people.count);
    addDoseInPlace(values, people, { intensity, scale, wave });
    return values;
  };
  const [first, middle, last] = [added(0), added(1), added(2)];
  expect(first.every((x) => x === 0)).toBe(true);
  middle.forEach((x, row) => expect(2 * x).toBeCloseTo(last[row]!, 12));
  const sums = new Float64Array(world.municipalities.length);
  last.forEach((x, row) => sums[people.municipality[row]!]! += x);
  for (const sum of sums) expect(sum).toBeCloseTo(0, 9);
  const other = last.findIndex((_, row) =>
    people.municipality[row] === people.municipality[0] &&
    people.school[row] !== people.school[0]
  );
  expect(100 * (last[other]! - last[0]!)).toBeCloseTo(
    25 * (intensity[people.school[other]!]! - intensity[people.school[0]!]!),
    10,
  );
  expect(doseSlope(scaleById(codebook, "pr_matematik"))).toBe(0);
});
