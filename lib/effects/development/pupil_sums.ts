/** Waves, grades and pairs of waves that the sums of {@linkcode PupilLayout} cover. */
export interface PupilSpec {
  /** Number of waves, 1 or more. */
  readonly waves: number;
  /** Lowest and highest grade that was asked. */
  readonly grades: readonly [first: number, last: number];
  /** Pairs of waves whose change is wanted, and how many grades lie between them. */
  readonly pairs: readonly WavePair[];
}

/** Two waves, and how many grades a pupil moves up between them. */
export interface WavePair {
  /** Index of the earlier wave. */
  readonly from: number;
  /** Index of the later wave. */
  readonly to: number;
  /** Grades between them, e.g. 2. */
  readonly gap: number;
}

/**
 * Where the sums of pupils lie: per wave, grade and pattern a pair (Σw, Σwy), then
 * per pair of waves (Σw, Σwd) over the pupils in both, d being a pupil's own change.
 *
 * The pattern of a pupil in a wave says in which of the other waves the same pupil
 * is too, one bit per other wave.
 */
export interface PupilLayout extends PupilSpec {
  /** Number of grades. */
  readonly gradeCount: number;
  /** Patterns per wave and grade, 2^(waves − 1). */
  readonly patterns: number;
  /** Number of sums. */
  readonly width: number;
}

/** Works out where the sums lie. */
export function pupilLayout(spec: PupilSpec): PupilLayout {
  const gradeCount = spec.grades[1] - spec.grades[0] + 1;
  const patterns = 1 << (spec.waves - 1);
  return {
    ...spec,
    gradeCount,
    patterns,
    width: 2 * (spec.waves * gradeCount * patterns + spec.pairs.length),
  };
}

/**
 * Position of the pair of sums of a wave, grade and pattern; −1 for a grade that
 * was not asked.
 *
 * @param present One bit per wave in which the pupil is, the wave's own counted or not.
 */
export function pupilSlot(
  { waves, grades: [first, last], gradeCount, patterns }: PupilLayout,
  grade: number,
  { wave, present }: { readonly wave: number; readonly present: number },
): number {
  if (!(grade >= first && grade <= last && wave < waves)) return -1;
  const cell = wave * gradeCount + grade - first;
  return 2 * (cell * patterns + otherWaves(present, wave));
}

/** Position of the pair of sums of pupils' own changes between two waves. */
export function changeSlot(
  { waves, gradeCount, patterns }: PupilLayout,
  pair: number,
): number {
  return 2 * (waves * gradeCount * patterns + pair);
}

/** Takes the wave's own bit out. */
export function otherWaves(present: number, wave: number): number {
  const below = present & ((1 << wave) - 1);
  return below | (present >> (wave + 1) << wave);
}

/** Whether a pattern of a wave says that the pupil is in another wave too. */
export function isIn(pattern: number, wave: number, other: number): boolean {
  return (pattern >> (other < wave ? other : other - 1) & 1) === 1;
}
