import { normalQuantile, philoxInto } from "#lib/numerics/mod.ts";

/**
 * What a random number is for. It is the second word of the generator's key, so
 * that two purposes never share a number.
 */
export const PURPOSE = {
  schools: 1,
  pupilRoll: 2,
  staffRoll: 3,
  family: 4,
  municipality: 5,
  schoolEffect: 6,
  classEffect: 7,
  personEffect: 8,
  personFactor: 9,
  schoolFactor: 10,
  itemParameters: 11,
  itemChoice: 12,
  answers: 13,
  response: 14,
  classHole: 15,
  schoolRate: 16,
  holdOut: 17,
  lottery: 18,
  intensity: 19,
} as const;

/** Turns one random word into a number strictly between 0 and 1. */
export function uniformFromWord(word: number): number {
  return (word + 0.5) / 4294967296;
}

/**
 * Writes a lasting and a passing standard normal number of one unit.
 *
 * The first word of a block belongs to the unit for good, the others to the
 * waves, so the lasting part is the same whichever wave asks.
 *
 * @param out Receives the lasting number at 0 and that of the wave at 1.
 * @param words Scratch space, four words.
 * @param wave 0, 1 or 2.
 */
export function lastingAndPassingInto(
  out: Float64Array,
  words: Uint32Array,
  { seed, purpose, unit, number, wave }: UnitDraw,
): void {
  philoxInto(words, unit, number, 0, 0, seed, purpose);
  out[0] = normalQuantile(uniformFromWord(words[0]!));
  out[1] = normalQuantile(uniformFromWord(words[1 + wave]!));
}

/** Which draw is meant: a unit's (school, class, person) for a numbered thing. */
export interface UnitDraw {
  readonly seed: number;
  readonly purpose: number;
  readonly unit: number;
  /** Scale or factor number, 0 to 2^32 − 1. */
  readonly number: number;
  /** 0, 1 or 2. */
  readonly wave: number;
}

/**
 * Standard normal numbers of the units 0 … count − 1 in one wave, of which a
 * share of the variance stays the same over the waves.
 *
 * @param persistence Correlation between any two waves, 0–1.
 */
export function unitNormals(
  count: number,
  { seed, purpose, number, wave, persistence }:
    & Omit<UnitDraw, "unit">
    & { readonly persistence: number },
): Float64Array {
  const values = new Float64Array(count);
  const words = new Uint32Array(4);
  const pair = new Float64Array(2);
  const lasting = Math.sqrt(persistence);
  const passing = Math.sqrt(1 - persistence);
  for (let unit = 0; unit < count; unit++) {
    lastingAndPassingInto(pair, words, { seed, purpose, unit, number, wave });
    values[unit] = lasting * pair[0]! + passing * pair[1]!;
  }
  return values;
}
