import { groupById } from "#lib/codebook/mod.ts";
import type { ProgrammeData, RespondentFrame } from "#lib/data/mod.ts";
import type { LinkPair } from "#lib/scaling/mod.ts";
import type { SumInput } from "./estimates/sums.ts";

/** Everything the estimates of one scale are computed from. */
export interface ScaleInput {
  /** Number of the scale in the codebook. */
  readonly scaleIndex: number;
  /** Number of waves. */
  readonly waves: number;
  /** Number of municipalities. */
  readonly municipalities: number;
  /** Number of schools. */
  readonly schools: number;
  /** Number of classes in all waves. */
  readonly classes: number;
  /** Municipality index of each school. */
  readonly municipalityOfSchool: Uint8Array;
  /** School index of each class. */
  readonly schoolOfClass: Uint16Array;
  /** Wave index of each class. */
  readonly waveOfClass: Uint8Array;
  /** Year of each wave. */
  readonly years: readonly number[];
  /** Grades that the group is asked in; null for groups that are not about pupils. */
  readonly grades: readonly [first: number, last: number] | null;
  /** How intensely each school took part, NaN unknown; null where nobody knows. */
  readonly intensity: Float64Array | null;
  /** School of each scored person. */
  readonly school: Int32Array;
  /** Pseudonymous number of each scored person, the same in all waves. */
  readonly person: Int32Array;
  /** Grade of each scored person, −1 unknown. */
  readonly grade: Int8Array;
  /** The scored people. */
  readonly people: Omit<SumInput, "cluster">;
  /** Link errors of changes, per pair of waves. */
  readonly link: readonly LinkPair[];
  /** Lowest level at which the group may be shown. */
  readonly lowestLevel: "class" | "school" | "municipality";
}

/** Scored people of one scale. */
export interface ScoredPeople {
  /** Row of each scored person in the frame. */
  readonly rows: Int32Array;
  /** Scale points, one array per plausible value. */
  readonly points: readonly Float32Array[];
  /** Link errors of changes; none counts as 0. */
  readonly link?: readonly LinkPair[];
}

/** Gathers what the estimates of one scale need from its frame. */
export function scaleInput(
  data: ProgrammeData,
  scaleIndex: number,
  scored: ScoredPeople,
): ScaleInput {
  const scale = data.codebook.scales[scaleIndex]!;
  const frame = data.frames.get(scale.group)!;
  const group = groupById(data.codebook, scale.group);
  const { rows, points, link = [] } = scored;
  return {
    scaleIndex,
    waves: data.programme.waves.length,
    municipalities: data.programme.municipalities.length,
    schools: data.schools.ids.length,
    classes: data.classes.ids.length,
    municipalityOfSchool: data.schools.municipality,
    schoolOfClass: data.classes.school,
    waveOfClass: data.classes.wave,
    years: data.programme.waves,
    grades: group.roll === "pupils" ? group.grades ?? [0, 9] : null,
    intensity: data.intensity,
    school: gather(frame.school, rows, new Int32Array(rows.length)),
    person: gather(frame.person, rows, new Int32Array(rows.length)),
    grade: gather(frame.grade, rows, new Int8Array(rows.length)),
    people: { points, ...gatherPeople(frame, rows) },
    link,
    lowestLevel: group.lowestLevel,
  };
}

function gatherPeople(
  frame: RespondentFrame,
  rows: Int32Array,
): Omit<SumInput, "cluster" | "points"> {
  const n = rows.length;
  return {
    weight: gather(frame.weight, rows, new Float64Array(n)),
    wave: gather(frame.wave, rows, new Uint8Array(n)),
    gender: gather(frame.gender, rows, new Int8Array(n)),
    education: gather(frame.education, rows, new Int8Array(n)),
    background: gather(frame.background, rows, new Float64Array(n)),
    classIndex: gather(frame.classIndex, rows, new Int32Array(n)),
  };
}

/**
 * Copies the elements at `rows` into `out` and returns it.
 *
 * A plain loop: the built-in `from` walks an iterator, ten times slower.
 */
export function gather<
  T extends
    | Int8Array
    | Uint8Array
    | Uint16Array
    | Int32Array
    | Float32Array
    | Float64Array,
>(source: ArrayLike<number>, rows: Int32Array, out: T): T {
  for (let i = 0; i < rows.length; i++) out[i] = source[rows[i]!]!;
  return out;
}
