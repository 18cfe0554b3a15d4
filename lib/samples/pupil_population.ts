import { createStream, type RandomStream } from "#lib/numerics/mod.ts";
import { PURPOSE } from "./draws.ts";
import type { SchoolPlan } from "./school_plan.ts";

/** Classes that move up together; one entry from first to last grade. */
export interface ClassCohorts {
  readonly count: number;
  /** Index into the schools. */
  readonly school: readonly number[];
  /** Year in which the class was in grade 0. */
  readonly cohort: readonly number[];
  /** "A", "B" … within school and cohort. */
  readonly letter: readonly string[];
}

/** All pupils who are on a roll in at least one wave. */
export interface PupilPopulation {
  readonly count: number;
  /** 0 boy, 1 girl. */
  readonly gender: readonly number[];
  /** School where the pupil was first on the roll. */
  readonly firstSchool: readonly number[];
  readonly classes: ClassCohorts;
  /** Per wave and pupil: the class, −1 when not on the roll. */
  readonly classAt: readonly Int32Array[];
}

/** Which years and grades a population covers. */
export interface PopulationSpec {
  readonly seed: number;
  readonly waves: readonly number[];
  readonly grades: readonly [first: number, last: number];
}

/** Share of girls in every class, in expectation. */
export const SHARE_OF_GIRLS = 0.49;
/** The law's largest class. */
const LARGEST_NEW_CLASS = 28;
const COHORT_SPREAD = 0.06;
const SHARE_LEAVING = 0.035;
const SHARE_MOVING = 0.03;
const LETTERS = "ABCDEFGHIJKLMNOP";

interface Builder {
  readonly schools: readonly SchoolPlan[];
  readonly spec: PopulationSpec;
  readonly gender: number[];
  readonly firstSchool: number[];
  readonly school: number[];
  readonly cohort: number[];
  readonly letter: string[];
  /** Present pupils of each class. */
  members: number[][];
  /** Size of each class when it was formed. */
  readonly formed: number[];
}

function addPupil(builder: Builder, classIndex: number, u: number): void {
  builder.members[classIndex]!.push(builder.gender.length);
  builder.gender.push(u < SHARE_OF_GIRLS ? 1 : 0);
  builder.firstSchool.push(builder.school[classIndex]!);
}

function formClasses(builder: Builder, school: number, cohort: number): void {
  const stream = createStream(
    builder.spec.seed,
    PURPOSE.pupilRoll,
    school,
    cohort,
  );
  const expected = builder.schools[school]!.pupilsPerGrade;
  const size = Math.max(
    1,
    Math.floor(
      expected * (1 + COHORT_SPREAD * stream.normal()) + stream.uniform(),
    ),
  );
  const tracks = Math.max(1, Math.ceil(size / LARGEST_NEW_CLASS));
  const first = builder.school.length;
  for (let track = 0; track < tracks; track++) {
    builder.school.push(school);
    builder.cohort.push(cohort);
    builder.letter.push(LETTERS[track] ?? `T${track}`);
    builder.members.push([]);
  }
  for (let i = 0; i < size; i++) {
    addPupil(builder, first + i % tracks, stream.uniform());
  }
  for (let track = 0; track < tracks; track++) {
    builder.formed[first + track] = builder.members[first + track]!.length;
  }
}

/** A class of the cohort at another school of the same municipality, by size. */
function otherClass(
  builder: Builder,
  from: number,
  candidates: readonly number[],
  stream: RandomStream,
): number {
  const weights = candidates.map((index) =>
    builder.school[index] === builder.school[from] ? 0 : builder.formed[index]!
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return from;
  let left = stream.uniform() * total;
  for (let i = 0; i < weights.length; i++) {
    left -= weights[i]!;
    if (left < 0) return candidates[i]!;
  }
  return from;
}

/** Takes a cohort from one wave to the next: stayers, movers, leavers, newcomers. */
function moveUp(builder: Builder, cohort: number, wave: number): void {
  const stream = createStream(
    builder.spec.seed,
    PURPOSE.pupilRoll,
    cohort,
    wave,
    1,
  );
  const classes = builder.cohort.flatMap((year, index) =>
    year === cohort ? [index] : []
  );
  const before = classes.map((index) => builder.members[index]!);
  for (const index of classes) builder.members[index] = [];
  const municipality = (index: number) =>
    builder.schools[builder.school[index]!]!.municipality;
  classes.forEach((index, position) => {
    const near = classes.filter((one) =>
      municipality(one) === municipality(index)
    );
    for (const pupil of before[position]!) {
      const u = stream.uniform();
      if (u < SHARE_LEAVING) continue;
      const moves = u < SHARE_LEAVING + SHARE_MOVING;
      const target = moves ? otherClass(builder, index, near, stream) : index;
      builder.members[target]!.push(pupil);
    }
    const expected = SHARE_LEAVING * builder.formed[index]!;
    const newcomers = Math.floor(expected + stream.uniform());
    for (let i = 0; i < newcomers; i++) {
      addPupil(builder, index, stream.uniform());
    }
  });
}

function snapshot(builder: Builder): number[][] {
  return builder.members.map((members) => [...members]);
}

function spread(
  rolls: readonly number[][],
  pupils: number,
): Int32Array {
  const classAt = new Int32Array(pupils).fill(-1);
  rolls.forEach((members, index) => {
    for (const pupil of members) classAt[pupil] = index;
  });
  return classAt;
}

/**
 * Simulates who goes to which class in each wave.
 *
 * A class keeps its pupils from wave to wave, apart from those who leave
 * (3.5 %), move to another school of the municipality (3 %) or come new. None of
 * it depends on how a pupil does. Expected class sizes are the same in all grades.
 *
 * @throws {RangeError} If no school is given.
 */
export function simulatePupils(
  schools: readonly SchoolPlan[],
  spec: PopulationSpec,
): PupilPopulation {
  if (schools.length === 0) {
    throw new RangeError("Cannot simulate pupils: no school is given");
  }
  const builder: Builder = {
    schools,
    spec,
    gender: [],
    firstSchool: [],
    school: [],
    cohort: [],
    letter: [],
    members: [],
    formed: [],
  };
  const [lowest, highest] = spec.grades;
  const rolls = spec.waves.map((wave) => {
    const known = new Set(builder.cohort);
    for (let grade = lowest; grade <= highest; grade++) {
      const cohort = wave - grade;
      if (known.has(cohort)) moveUp(builder, cohort, wave);
      else schools.forEach((_, school) => formClasses(builder, school, cohort));
    }
    builder.cohort.forEach((cohort, index) => {
      if (wave - cohort > highest) builder.members[index] = [];
    });
    return snapshot(builder);
  });
  const count = builder.gender.length;
  return {
    count,
    gender: builder.gender,
    firstSchool: builder.firstSchool,
    classes: {
      count: builder.school.length,
      school: builder.school,
      cohort: builder.cohort,
      letter: builder.letter,
    },
    classAt: rolls.map((roll) => spread(roll, count)),
  };
}
