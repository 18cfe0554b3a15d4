import { createStream, exp } from "#lib/numerics/mod.ts";

/** SDs in points. */
export interface SchoolSpreads {
  /** Of schools' lasting levels. */
  readonly school: number;
  /** Of what a school is above or below it in one wave. */
  readonly schoolInWave: number;
  /** Of pupils of a school in a wave. */
  readonly pupil: number;
}

/** Which schools to draw. */
export interface DrawSchoolsOptions {
  /** Number of schools. */
  readonly schools: number;
  /** Pupils per school and wave, in the middle; schools differ. */
  readonly pupils: number;
  /** Measurements, with other pupils in each. */
  readonly waves: number;
  /** SDs in points. */
  readonly spreads: SchoolSpreads;
  /** Another path, another draw. */
  readonly path: readonly [study: number, replication: number];
}

/** Pupils of all schools and waves, one place in each array per pupil. */
export interface DrawnSchools {
  /** Points; the expected value is 500 everywhere. */
  readonly scores: Float64Array;
  /** From 0. */
  readonly school: Int32Array;
  /** From 0. */
  readonly wave: Int32Array;
}

/** SD of the logarithm of schools' sizes. */
const LOG_SIZE_SPREAD = 0.45;
const SEED = 404;

/** Draws schools of unequal size that neither differ nor change in expectation. */
export function drawSchools(
  { schools, pupils, waves, spreads, path }: DrawSchoolsOptions,
): DrawnSchools {
  const scores: number[] = [], school: number[] = [], wave: number[] = [];
  const stream = createStream(SEED, ...path, schools);
  for (let s = 0; s < schools; s++) {
    const size = Math.max(
      2,
      Math.round(pupils * exp(LOG_SIZE_SPREAD * stream.normal())),
    );
    const lasting = 500 + spreads.school * stream.normal();
    for (let w = 0; w < waves; w++) {
      const level = lasting + spreads.schoolInWave * stream.normal();
      for (let i = 0; i < size; i++) {
        scores.push(level + spreads.pupil * stream.normal());
        school.push(s);
        wave.push(w);
      }
    }
  }
  return {
    scores: Float64Array.from(scores),
    school: Int32Array.from(school),
    wave: Int32Array.from(wave),
  };
}
