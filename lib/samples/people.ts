import type { RespondentGroupInfo } from "#lib/codebook/mod.ts";
import type { Families } from "./families.ts";
import type { PupilPopulation } from "./pupil_population.ts";
import type { SchoolPlan } from "./school_plan.ts";
import type { StaffPopulation } from "./staff_population.ts";

/**
 * People invited in one wave, one row each, by school, grade, class and number.
 * The roll files list them in this order.
 */
export interface People {
  readonly count: number;
  /** Number of the pupil or member of staff, the same in all waves. */
  readonly person: Int32Array;
  readonly municipality: Uint8Array;
  readonly school: Uint16Array;
  /** Class cohort; −1 for staff. */
  readonly classIndex: Int32Array;
  /** −1 for staff. */
  readonly grade: Int8Array;
  /** 0 boy, 1 girl, −1 staff. */
  readonly gender: Int8Array;
  /** 1 teacher, 2 pedagogue, 3 leader, 0 pupils. */
  readonly role: Uint8Array;
  /** Index of social background; 0 for staff. */
  readonly background: Float64Array;
}

function emptyPeople(count: number): People {
  return {
    count,
    person: new Int32Array(count),
    municipality: new Uint8Array(count),
    school: new Uint16Array(count),
    classIndex: new Int32Array(count).fill(-1),
    grade: new Int8Array(count).fill(-1),
    gender: new Int8Array(count).fill(-1),
    role: new Uint8Array(count),
    background: new Float64Array(count),
  };
}

/** Class cohorts of a wave by school, grade and letter. */
function classOrder(
  { classes }: PupilPopulation,
): number[] {
  return Array.from({ length: classes.count }, (_, index) => index).sort(
    (a, b) =>
      classes.school[a]! - classes.school[b]! ||
      classes.cohort[b]! - classes.cohort[a]! ||
      (classes.letter[a]! < classes.letter[b]! ? -1 : 1),
  );
}

/**
 * Lists the pupils on the roll of one wave.
 *
 * @param wave Index of the wave.
 * @param year Its year, which gives the grades.
 */
export function pupilsOfWave(
  pupils: PupilPopulation,
  { schools, families, wave, year }: {
    readonly schools: readonly SchoolPlan[];
    readonly families: Families;
    readonly wave: number;
    readonly year: number;
  },
): People {
  const classAt = pupils.classAt[wave]!;
  const members: number[][] = Array.from(
    { length: pupils.classes.count },
    () => [],
  );
  for (let pupil = 0; pupil < pupils.count; pupil++) {
    if (classAt[pupil]! >= 0) members[classAt[pupil]!]!.push(pupil);
  }
  const order = classOrder(pupils);
  const people = emptyPeople(
    members.reduce((total, list) => total + list.length, 0),
  );
  let row = 0;
  for (const index of order) {
    const school = pupils.classes.school[index]!;
    for (const pupil of members[index]!) {
      people.person[row] = pupil;
      people.municipality[row] = schools[school]!.municipality;
      people.school[row] = school;
      people.classIndex[row] = index;
      people.grade[row] = year - pupils.classes.cohort[index]!;
      people.gender[row] = pupils.gender[pupil]!;
      people.background[row] = families.index[pupil]!;
      row++;
    }
  }
  return people;
}

/** Lists the staff on the roll of one wave. */
export function staffOfWave(
  staff: StaffPopulation,
  { schools, wave }: {
    readonly schools: readonly SchoolPlan[];
    readonly wave: number;
  },
): People {
  const roll = staff.rollAt[wave]!;
  const people = emptyPeople(roll.length);
  roll.forEach((person, row) => {
    const school = staff.school[person]!;
    people.person[row] = person;
    people.municipality[row] = schools[school]!.municipality;
    people.school[row] = school;
    people.role[row] = staff.role[person]!;
  });
  return people;
}

function pick<T extends { [index: number]: number }>(
  target: T,
  source: ArrayLike<number>,
  rows: readonly number[],
): T {
  rows.forEach((row, i) => {
    (target as { [index: number]: number })[i] = source[row]!;
  });
  return target;
}

/** Keeps the given rows, in their order. */
export function choosePeople(people: People, rows: readonly number[]): People {
  const chosen = emptyPeople(rows.length);
  pick(chosen.person, people.person, rows);
  pick(chosen.municipality, people.municipality, rows);
  pick(chosen.school, people.school, rows);
  pick(chosen.classIndex, people.classIndex, rows);
  pick(chosen.grade, people.grade, rows);
  pick(chosen.gender, people.gender, rows);
  pick(chosen.role, people.role, rows);
  pick(chosen.background, people.background, rows);
  return chosen;
}

/** Keeps the people whom a respondent group invites, by grade or by role. */
export function invitedTo(
  group: RespondentGroupInfo,
  people: People,
): People {
  const [lowest, highest] = group.grades ?? [0, 9];
  const rows: number[] = [];
  for (let row = 0; row < people.count; row++) {
    const invited = group.roll === "pupils"
      ? people.grade[row]! >= lowest && people.grade[row]! <= highest
      : (group.roles ?? [1, 2, 3]).includes(people.role[row]!);
    if (invited) rows.push(row);
  }
  return choosePeople(people, rows);
}
