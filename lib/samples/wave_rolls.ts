import { type People, pupilsOfWave, staffOfWave } from "./people.ts";
import type { World } from "./world.ts";

/** People on the rolls of one wave. */
export interface WaveRolls {
  readonly wave: number;
  readonly year: number;
  readonly pupils: People;
  readonly staff: People | null;
}

/** Lists who is on the rolls of a wave. */
export function rollsOf(world: World, wave: number): WaveRolls {
  const year = world.programme.waves[wave]!;
  return {
    wave,
    year,
    pupils: pupilsOfWave(world.pupils, {
      schools: world.schools,
      families: world.families,
      wave,
      year,
    }),
    staff: world.staff === null
      ? null
      : staffOfWave(world.staff, { schools: world.schools, wave }),
  };
}

/** The teacher who rates each class: a school's teachers in turn. */
export function ratersOf(rolls: WaveRolls, world: World): Int32Array {
  const teachers: number[][] = world.schools.map(() => []);
  const { staff, pupils } = rolls;
  for (let row = 0; staff !== null && row < staff.count; row++) {
    if (staff.role[row] === 1) {
      teachers[staff.school[row]!]!.push(staff.person[row]!);
    }
  }
  const raters = new Int32Array(world.pupils.classes.count).fill(-1);
  const turn = new Int32Array(world.schools.length);
  for (let row = 0; row < pupils.count; row++) {
    const index = pupils.classIndex[row]!;
    if (raters[index] !== -1) continue;
    const here = teachers[pupils.school[row]!]!;
    raters[index] = here[turn[pupils.school[row]!]!++ % here.length]!;
  }
  return raters;
}
