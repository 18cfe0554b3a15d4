import { createStream } from "#lib/numerics/mod.ts";
import { PURPOSE } from "./draws.ts";
import type { SchoolPlan } from "./school_plan.ts";

/** All teachers, pedagogues and leaders who are on a roll in at least one wave. */
export interface StaffPopulation {
  readonly count: number;
  /** Index into the schools; staff stay at their school. */
  readonly school: readonly number[];
  /** 1 teacher, 2 pedagogue, 3 leader. */
  readonly role: readonly number[];
  /** Per wave: persons on the roll, by school, then role, then number. */
  readonly rollAt: readonly (readonly number[])[];
}

/** Share of pedagogues among teachers and pedagogues of every school. */
export const SHARE_OF_PEDAGOGUES = 0.3;
const PUPILS_PER_STAFF = 8;
const SHARE_LEAVING = 0.16;
const GRADES = 10;

/** Posts of a school by role; leaders two to four by size. */
function postsOf(school: SchoolPlan): number[] {
  const pupils = school.pupilsPerGrade * GRADES;
  const staff = Math.max(3, Math.round(pupils / PUPILS_PER_STAFF));
  const pedagogues = Math.round(staff * SHARE_OF_PEDAGOGUES);
  const leaders = pupils < 250 ? 2 : pupils < 500 ? 3 : 4;
  return [
    ...Array<number>(staff - pedagogues).fill(1),
    ...Array<number>(pedagogues).fill(2),
    ...Array<number>(leaders).fill(3),
  ];
}

/**
 * Simulates the staff: every post is filled in every wave, and its holder is
 * replaced between two waves with probability 16 %.
 *
 * @param waves Years.
 */
export function simulateStaff(
  schools: readonly SchoolPlan[],
  { seed, waves }: { readonly seed: number; readonly waves: readonly number[] },
): StaffPopulation {
  const school: number[] = [];
  const role: number[] = [];
  const hire = (at: number, as: number): number => {
    school.push(at);
    role.push(as);
    return school.length - 1;
  };
  const posts = schools.map(postsOf);
  let holders = posts.map((roles, at) => roles.map((as) => hire(at, as)));
  const rollAt = waves.map((_, wave) => {
    if (wave > 0) {
      holders = holders.map((persons, at) => {
        const stream = createStream(seed, PURPOSE.staffRoll, at, wave);
        return persons.map((person) =>
          stream.uniform() < SHARE_LEAVING ? hire(at, role[person]!) : person
        );
      });
    }
    return holders.flat();
  });
  return { count: school.length, school, role, rollAt };
}
