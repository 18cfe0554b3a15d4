import { loadCodebook } from "#lib/codebook/mod.ts";
import type { ProgrammeData, RespondentFrame } from "#lib/data/mod.ts";
import { createStream, exp } from "#lib/numerics/mod.ts";
import { estimateScale, type EstimateTable } from "#lib/profiles/mod.ts";

/** A programme of pupils who move up through the grades, drawn without answers. */
export interface CohortOptions {
  /** Schools, shared out evenly over the municipalities. */
  readonly schools: number;
  /** Municipalities, 1 to 13. */
  readonly municipalities: number;
  /** Another seed, another programme. */
  readonly seed: number;
  /** Points that a pupil gains per grade. @default {PER_GRADE} */
  readonly perGrade?: number;
  /** Whether schools differ. @default {"different"} */
  readonly schoolLevels?: "different" | "alike";
}

/** Points that a pupil gains per grade if nothing else is said; every wave has the same mean per grade. */
export const PER_GRADE = 5;
/** Lowest grade that is asked. */
export const FIRST_GRADE = 4;
/** Highest grade that is asked. */
export const LAST_GRADE = 9;
const WAVES = 3;
const PUPILS_PER_GRADE = 7;
const SHARE_ANSWERING = 0.8;
/** SD of the logarithm of schools' sizes. */
const LOG_SIZE_SPREAD = 0.45;
/** SDs in points: lasting and passing, of schools and of pupils. */
export const SPREADS = {
  school: 18,
  schoolInWave: 20,
  pupil: 65,
  pupilInWave: 70,
} as const;

/** One pupil in one wave. */
export interface Sheet {
  /** The same number in all waves. */
  readonly person: number;
  /** From 0. */
  readonly school: number;
  /** From 0. */
  readonly wave: number;
  /** Of the pupil in that wave. */
  readonly grade: number;
  /** Points. */
  readonly score: number;
  /** Place among the programme's classes, −1 unknown. @default {-1} */
  readonly classIndex?: number;
}

/** A class of one wave. */
export interface SheetClass {
  /** From 0. */
  readonly school: number;
  /** From 0. */
  readonly wave: number;
  /** Of its pupils. */
  readonly grade: number;
}

/**
 * Draws schools of unequal size whose pupils move up two grades from wave to wave,
 * with school × wave variance, and computes the standard estimates of one scale.
 * Nothing develops but with age: every change of the same grades is 0.
 */
export function estimateCohorts(options: CohortOptions): EstimateTable {
  const sheets = drawSheets(options);
  return estimateScale(programmeOf(sheets, options), 0, {
    rows: Int32Array.from(sheets, (_, row) => row),
    points: [Float32Array.from(sheets, ({ score }) => score)],
  });
}

function drawSheets(
  { schools, seed, perGrade = PER_GRADE, schoolLevels = "different" }:
    CohortOptions,
): readonly Sheet[] {
  const differ = schoolLevels === "different" ? 1 : 0;
  const sheets: Sheet[] = [];
  let person = 0;
  for (let school = 0; school < schools; school++) {
    const stream = createStream(seed, 7, school);
    const size = Math.max(
      2,
      Math.round(PUPILS_PER_GRADE * exp(LOG_SIZE_SPREAD * stream.normal())),
    );
    const level = 500 + differ * SPREADS.school * stream.normal();
    const atSchool = Array.from(
      { length: WAVES },
      () => level + differ * SPREADS.schoolInWave * stream.normal(),
    );
    const first = FIRST_GRADE - 2 * (WAVES - 1);
    for (let entry = first; entry <= LAST_GRADE; entry++) {
      for (let pupil = 0; pupil < size; pupil++, person++) {
        const own = SPREADS.pupil * stream.normal();
        for (let wave = 0; wave < WAVES; wave++) {
          const grade = entry + 2 * wave;
          const passing = SPREADS.pupilInWave * stream.normal();
          const answers = stream.uniform() < SHARE_ANSWERING;
          if (grade < FIRST_GRADE || grade > LAST_GRADE || !answers) continue;
          const score = atSchool[wave]! + perGrade * grade + own + passing;
          sheets.push({ person, school, wave, grade, score });
        }
      }
    }
  }
  return sheets;
}

/** How many schools share how many municipalities, and the classes if they are known. */
export interface SheetPlaces
  extends Pick<CohortOptions, "schools" | "municipalities"> {
  /** Numbers of classes and schools are estimated only where classes are given. @default {[]} */
  readonly classes?: readonly SheetClass[];
}

/**
 * A programme whose only scale has been answered on the given sheets; boys have even
 * numbers, girls odd ones.
 */
export function programmeOf(
  sheets: readonly Sheet[],
  { schools, municipalities, classes = [] }: SheetPlaces,
): ProgrammeData {
  const codebook = loadCodebook();
  const scale = codebook.scales.find(({ group }) => group === "pupils-4-9")!;
  const programme = codebook.programmes[0]!;
  const place = (school: number): number =>
    Math.floor(school * municipalities / schools);
  const n = sheets.length;
  const frame: RespondentFrame = {
    group: scale.group,
    rows: n,
    wave: Uint8Array.from(sheets, ({ wave }) => wave),
    municipality: Uint8Array.from(sheets, ({ school }) => place(school)),
    school: Uint16Array.from(sheets, ({ school }) => school),
    classIndex: Int32Array.from(
      sheets,
      ({ classIndex = -1 }) => classIndex,
    ),
    grade: Int8Array.from(sheets, ({ grade }) => grade),
    gender: Int8Array.from(sheets, ({ person }) => person % 2),
    person: Int32Array.from(sheets, ({ person }) => person),
    rater: new Int32Array(n).fill(-1),
    role: new Int8Array(n).fill(-1),
    background: new Float64Array(n).fill(NaN),
    components: [],
    education: new Int8Array(n).fill(-1),
    weight: new Float64Array(n).fill(1),
    answers: new Map(),
  };
  return {
    // A group that is shown for municipalities only has no estimates of schools.
    codebook: {
      ...codebook,
      scales: [scale],
      groups: codebook.groups.map((group) => ({
        ...group,
        lowestLevel: classes.length > 0 ? "class" : "municipality",
      })),
    },
    programme: {
      ...programme,
      municipalities: programme.municipalities.slice(0, municipalities),
      scales: [scale.id],
    },
    schools: {
      ids: Array.from({ length: schools }, (_, school) => `${school}`),
      names: Array.from({ length: schools }, (_, school) => `${school}`),
      municipality: Uint8Array.from({ length: schools }, (_, s) => place(s)),
    },
    classes: {
      ids: classes.map((_, i) => `${i}`),
      labels: classes.map((_, i) => `${i}`),
      wave: Uint8Array.from(classes, ({ wave }) => wave),
      school: Uint16Array.from(classes, ({ school }) => school),
      grade: Int8Array.from(classes, ({ grade }) => grade),
    },
    frames: new Map([[scale.group, frame]]),
    participation: [],
    intensity: null,
    national: [],
    quarantine: [],
    answersRead: n,
    notes: { dontKnow: 0, blankSheets: 0, smallClasses: 0, largeClasses: 0 },
    digest: "",
    synthetic: true,
  };
}
