import { personKey, PUPIL_KEY, STAFF_KEY, toTableBytes } from "./csv_bytes.ts";
import type { People } from "./people.ts";
import type { WaveRolls } from "./wave_rolls.ts";
import type { FileSink, World } from "./world.ts";

/** Writes `skoler.csv`. */
export function writeSchools(world: World, sink: FileSink): void {
  sink(
    "skoler.csv",
    toTableBytes(
      ["skole", "kommune", "navn"],
      world.schools.map((school) => [
        school.id,
        world.municipalities[school.municipality]!.code,
        school.name,
      ]),
    ),
  );
}

/** Writes `deltagelse.csv`, where the schools' participation is known. */
export function writeIntensity(world: World, sink: FileSink): void {
  const { intensity, schools } = world;
  if (intensity === null) return;
  sink(
    "deltagelse.csv",
    toTableBytes(
      ["skole", "intensitet"],
      schools.map(({ id }, school) => [id, intensity[school]!.toFixed(2)]),
    ),
  );
}

/** Writes the rolls of pupils and staff of one wave. */
export function writeRolls(
  world: World,
  { year, pupils, staff }: WaveRolls,
  sink: FileSink,
): void {
  const { letter } = world.pupils.classes;
  const schoolId = (people: People, row: number) =>
    world.schools[people.school[row]!]!.id;
  sink(
    `elever_${year}.csv`,
    toTableBytes(
      ["elev", "skole", "klasse", "klassetrin", "koen"],
      Array.from({ length: pupils.count }, (_, row) => [
        personKey(PUPIL_KEY, pupils.person[row]!),
        schoolId(pupils, row),
        `${pupils.grade[row]!}.${letter[pupils.classIndex[row]!]!}`,
        pupils.grade[row]!,
        pupils.gender[row]! + 1,
      ]),
    ),
  );
  if (staff === null) return;
  sink(
    `personale_${year}.csv`,
    toTableBytes(
      ["person", "skole", "rolle"],
      Array.from({ length: staff.count }, (_, row) => [
        personKey(STAFF_KEY, staff.person[row]!),
        schoolId(staff, row),
        staff.role[row]!,
      ]),
    ),
  );
}
