import { createStream, type RandomStream } from "#lib/numerics/mod.ts";
import { PURPOSE } from "./draws.ts";
import type { SchoolPlan } from "./school_plan.ts";

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

/** The population while it grows; changed in place by the functions here. */
export interface PopulationBuilder {
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

function addPupilInPlace(
  builder: PopulationBuilder,
  classIndex: number,
  u: number,
): void {
  builder.members[classIndex]!.push(builder.gender.length);
  builder.gender.push(u < SHARE_OF_GIRLS ? 1 : 0);
  builder.firstSchool.push(builder.school[classIndex]!);
}

/** Forms the classes of a new cohort at one school, pupils in turn. */
export function formClassesInPlace(
  builder: PopulationBuilder,
  school: number,
  cohort: number,
): void {
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
    addPupilInPlace(builder, first + i % tracks, stream.uniform());
  }
  for (let track = 0; track < tracks; track++) {
    builder.formed[first + track] = builder.members[first + track]!.length;
  }
}

/** A class of the cohort at another school of the same municipality, by size. */
function otherClass(
  builder: PopulationBuilder,
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
export function moveUpInPlace(
  builder: PopulationBuilder,
  cohort: number,
  wave: number,
): void {
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
    moveClassInPlace(
      builder,
      { index, near, pupils: before[position]! },
      stream,
    );
  });
}

/** Sends one class's pupils on their ways and adds its newcomers. */
function moveClassInPlace(
  builder: PopulationBuilder,
  { index, near, pupils }: {
    readonly index: number;
    /** Classes of the cohort in the municipality. */
    readonly near: readonly number[];
    readonly pupils: readonly number[];
  },
  stream: RandomStream,
): void {
  for (const pupil of pupils) {
    const u = stream.uniform();
    if (u < SHARE_LEAVING) continue;
    const moves = u < SHARE_LEAVING + SHARE_MOVING;
    const target = moves ? otherClass(builder, index, near, stream) : index;
    builder.members[target]!.push(pupil);
  }
  // As many come as leave in expectation, so that all grades stay alike.
  const expected = SHARE_LEAVING * builder.formed[index]!;
  const newcomers = Math.floor(expected + stream.uniform());
  for (let i = 0; i < newcomers; i++) {
    addPupilInPlace(builder, index, stream.uniform());
  }
}
