import { expect, test } from "vitest";
import { loadCodebook } from "#lib/codebook/mod.ts";
import { buildWorld } from "#lib/samples/build_world.ts";
import { pupilsOfWave, staffOfWave } from "#lib/samples/people.ts";

const codebook = loadCodebook();
// The skeleton at full size, without values and answers.
const full = buildWorld(codebook, 42);
const years = [2015, 2017, 2019];
const rolls = years.map((year, wave) =>
  pupilsOfWave(full.pupils, { ...full, wave, year })
);

test("simulatePupils() makes about 80,000 pupils in about 3,700 classes per wave", () => {
  for (const roll of rolls) {
    const classes = new Set(roll.classIndex);
    expect(roll.count).toBeGreaterThan(79000);
    expect(roll.count).toBeLessThan(81000);
    expect(classes.size).toBeGreaterThan(3550);
    expect(classes.size).toBeLessThan(3850);
    expect(Math.min(...roll.grade)).toBe(0);
    expect(Math.max(...roll.grade)).toBe(9);
  }
});

test("simulatePupils() moves every class up two grades between waves", () => {
  const gradeOf = (wave: number) =>
    new Map(
      Array.from(rolls[wave]!.person, (p, row) => [p, rolls[wave]!.grade[row]]),
    );
  const first = gradeOf(0);
  let linked = 0;
  for (const [pupil, grade] of gradeOf(1)) {
    const before = first.get(pupil);
    if (before === undefined) continue;
    linked++;
    if (grade !== before + 2) throw new Error(`pupil ${pupil} jumped`);
  }
  const able = rolls[0]!.grade.filter((grade) => grade <= 7).length;
  expect(linked / able).toBeCloseTo(1 - 0.035, 2);
});

test("simulatePupils() lets three in a hundred move, within their municipality", () => {
  const { classAt, classes } = full.pupils;
  let stayed = 0, moved = 0, away = 0;
  for (let pupil = 0; pupil < full.pupils.count; pupil++) {
    const [a, b] = [classAt[0]![pupil]!, classAt[1]![pupil]!];
    if (a < 0 || b < 0) continue;
    const schools = [
      full.schools[classes.school[a]!]!,
      full.schools[classes.school[b]!]!,
    ];
    if (a === b) stayed++;
    else moved++;
    if (schools[0]!.municipality !== schools[1]!.municipality) away++;
  }
  expect(away).toBe(0);
  expect(moved / (moved + stayed)).toBeCloseTo(0.03 / 0.965, 2);
});

test("simulatePupils() gives all grades the same expected size", () => {
  for (const roll of rolls) {
    const mean = roll.grade.reduce((sum, grade) => sum + grade, 0) / roll.count;
    expect(Math.abs(mean - 4.5)).toBeLessThan(0.05);
  }
});

test("simulateStaff() makes about 10,000 teachers and pedagogues and 2–4 leaders a school", () => {
  const roll = staffOfWave(full.staff!, { ...full, wave: 1 });
  const leaders = new Int32Array(full.schools.length);
  let others = 0;
  for (let row = 0; row < roll.count; row++) {
    if (roll.role[row] === 3) leaders[roll.school[row]!]!++;
    else others++;
  }
  expect(others).toBeGreaterThan(9500);
  expect(others).toBeLessThan(10500);
  expect(Math.min(...leaders)).toBe(2);
  expect(Math.max(...leaders)).toBe(4);
});

test("simulateStaff() replaces about 16 % of the staff between waves", () => {
  const [a, b] = full.staff!.rollAt;
  const before = new Set(a);
  const kept = b!.filter((person) => before.has(person)).length;
  expect(kept / a!.length).toBeCloseTo(0.84, 2);
});

test("buildWorld() keeps three schools of different municipalities away from the first wave", () => {
  const absent = [...full.absentAtFirst].map((s) =>
    full.schools[s]!.municipality
  );
  expect(absent.length).toBe(3);
  expect(new Set(absent).size).toBe(3);
});

test("buildWorld() refuses an unknown municipality", () => {
  expect(() => buildWorld(codebook, 1, { municipalities: ["odense"] })).toThrow(
    /^Cannot simulate municipality "odense": it is not one of billund, /,
  );
});

test("drawFamilies() gives the index mean 0 and SD 1, a seventh of it between schools", () => {
  const { index } = full.families;
  const mean = index.reduce((sum, x) => sum + x, 0) / index.length;
  const square = index.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  expect(Math.abs(mean)).toBeLessThan(0.06);
  expect(Math.abs(square / index.length - 1)).toBeLessThan(0.04);

  const totals = new Float64Array(full.schools.length);
  const counts = new Float64Array(full.schools.length);
  full.pupils.firstSchool.forEach((school, pupil) => {
    totals[school]! += index[pupil]!;
    counts[school]!++;
  });
  const between = totals.reduce(
    (sum, total, s) => sum + counts[s]! * (total / counts[s]! - mean) ** 2,
    0,
  ) / square;
  expect(between).toBeGreaterThan(0.11);
  expect(between).toBeLessThan(0.2);
});
