import {
  formClassesInPlace,
  moveUpInPlace,
  type PopulationBuilder,
  type PopulationSpec,
} from "./population_builder.ts";
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

function snapshot(builder: PopulationBuilder): number[][] {
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
  const builder: PopulationBuilder = {
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
      if (known.has(cohort)) moveUpInPlace(builder, cohort, wave);
      else {schools.forEach((_, school) =>
          formClassesInPlace(builder, school, cohort)
        );}
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
