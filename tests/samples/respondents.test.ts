import { expect, test } from "vitest";
import { loadCodebook, type RespondentGroup } from "#lib/codebook/mod.ts";
import { buildWorld } from "#lib/samples/build_world.ts";
import {
  invitedTo,
  type People,
  pupilsOfWave,
  staffOfWave,
} from "#lib/samples/people.ts";
import { drawRespondents } from "#lib/samples/respondents.ts";

const codebook = loadCodebook();
const world = buildWorld(codebook, 21, { fraction: 0.6 });
const pupils = pupilsOfWave(world.pupils, { ...world, wave: 0, year: 2015 });
const staff = staffOfWave(world.staff!, { ...world, wave: 0 });

function respond(
  group: RespondentGroup,
  absent: ReadonlySet<number> = new Set(),
): { people: People; rows: Int32Array } {
  const info = codebook.groups.find(({ id }) => id === group)!;
  const people = invitedTo(info, info.roll === "pupils" ? pupils : staff);
  const rows = drawRespondents(people, {
    seed: 21,
    group,
    wave: 0,
    schools: world.schools.length,
    classes: world.pupils.classes.count,
    absent,
  });
  return { people, rows };
}

const RATES: [RespondentGroup, number, number][] = [
  ["pupils-0-3", 0.87, 0.92],
  ["pupils-4-9", 0.87, 0.92],
  ["tests", 0.87, 0.92],
  ["class-teachers", 0.82, 0.88],
  ["parents", 0.55, 0.61],
  ["staff", 0.69, 0.75],
  ["leaders", 0.86, 0.94],
];

test.each(RATES)(
  "drawRespondents() gives %s a rate between %d and %d",
  (group, low, high) => {
    const { people, rows } = respond(group);
    expect(rows.length / people.count).toBeGreaterThan(low);
    expect(rows.length / people.count).toBeLessThan(high);
  },
);

function emptyClasses(group: RespondentGroup): number {
  const { people, rows } = respond(group);
  const answered = new Set(rows.map((row) => people.classIndex[row]!));
  const all = new Set(people.classIndex);
  return 1 - answered.size / all.size;
}

test("drawRespondents() leaves 3 % of classes without pupils' answers", () => {
  expect(emptyClasses("pupils-4-9")).toBeGreaterThan(0.02);
  expect(emptyClasses("pupils-4-9")).toBeLessThan(0.045);
});

test("drawRespondents() loses class teachers' sheets by whole classes", () => {
  expect(emptyClasses("class-teachers")).toBeGreaterThan(0.11);
  expect(emptyClasses("class-teachers")).toBeLessThan(0.17);
});

test("drawRespondents() hears more often from parents of high standing", () => {
  const { people, rows } = respond("parents");
  const rate = (low: number, high: number) => {
    const inside = (row: number) =>
      people.background[row]! >= low && people.background[row]! < high;
    const all = Array.from({ length: people.count }, (_, r) => r);
    return rows.filter(inside).length / all.filter(inside).length;
  };
  // 0.45 logits per SD around a rate of .585: .48 at −1 and .69 at +1.
  expect(Math.abs(rate(-1.2, -0.8) - 0.474)).toBeLessThan(0.025);
  expect(Math.abs(rate(0.8, 1.2) - 0.689)).toBeLessThan(0.025);
});

test("drawRespondents() hears nobody from a school that stays away", () => {
  const { people, rows } = respond("parents", new Set([3]));
  expect(rows.some((row) => people.school[row] === 3)).toBe(false);
  expect(rows.some((row) => people.school[row] === 4)).toBe(true);
});
