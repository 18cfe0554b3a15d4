import { normalQuantile, philoxInto } from "#lib/numerics/mod.ts";
import { PURPOSE, uniformFromWord, unitNormals } from "./draws.ts";
import type { People } from "./people.ts";
import { SHARE_OF_GIRLS } from "./population_builder.ts";
import { personVariance, type ScaleProfile } from "./scale_profile.ts";
import { SHARE_OF_PEDAGOGUES } from "./staff_population.ts";

const FACTORS = 4;

/** What {@linkcode latentValues} needs to know besides people and profile. */
export interface LatentSpec {
  readonly seed: number;
  readonly scaleNumber: number;
  /** Index of the wave, 0–2. */
  readonly wave: number;
  readonly schools: number;
  readonly classes: number;
  /** Fixed part of each municipality in this wave, in points. */
  readonly means: Float64Array;
  /** Middle of the invited grades, where the rise per grade is zero. */
  readonly middleGrade: number;
  /** Common factors of the people, element `row * 4 + factor`. */
  readonly factors: Float64Array;
}

/**
 * Draws the common factors of people in a wave: the reason why a pupil who does
 * well on one scale tends to do well on others.
 *
 * @returns Standard normal numbers, element `row * 4 + factor`.
 */
export function drawFactors(
  people: People,
  { seed, wave, roll, persistence }: {
    readonly seed: number;
    readonly wave: number;
    /** Pupils and staff are numbered apart. */
    readonly roll: "pupils" | "staff";
    readonly persistence: number;
  },
): Float64Array {
  const factors = new Float64Array(people.count * FACTORS);
  const lastingWords = new Uint32Array(FACTORS);
  const passingWords = new Uint32Array(FACTORS);
  const lasting = Math.sqrt(persistence);
  const passing = Math.sqrt(1 - persistence);
  const kind = roll === "pupils" ? 0 : 1;
  const purpose = PURPOSE.personFactor;
  for (let row = 0; row < people.count; row++) {
    const person = people.person[row]!;
    philoxInto(lastingWords, person, 0, kind, 0, seed, purpose);
    philoxInto(passingWords, person, wave + 1, kind, 0, seed, purpose);
    for (let k = 0; k < FACTORS; k++) {
      factors[row * FACTORS + k] =
        lasting * normalQuantile(uniformFromWord(lastingWords[k]!)) +
        passing * normalQuantile(uniformFromWord(passingWords[k]!));
    }
  }
  return factors;
}

/** School part in points: own and common, each lasting and passing. */
function schoolEffects(profile: ScaleProfile, spec: LatentSpec): Float64Array {
  const draw = (purpose: number, number: number) =>
    unitNormals(spec.schools, {
      seed: spec.seed,
      purpose,
      number,
      wave: spec.wave,
      persistence: profile.persistence.school,
    });
  const own = draw(PURPOSE.schoolEffect, spec.scaleNumber);
  const common = profile.loadings.map((_, k) => draw(PURPOSE.schoolFactor, k));
  const deviation = 100 * Math.sqrt(profile.school);
  return own.map((value, school) => {
    let shared = 0;
    profile.loadings.forEach((loading, k) => {
      shared += loading * common[k]![school]!;
    });
    return deviation * (Math.sqrt(1 - profile.communality) * value +
      Math.sqrt(profile.communality) * shared);
  });
}

function classEffects(profile: ScaleProfile, spec: LatentSpec): Float64Array {
  if (profile.class === 0) return new Float64Array(spec.classes);
  const deviation = 100 * Math.sqrt(profile.class);
  return unitNormals(spec.classes, {
    seed: spec.seed,
    purpose: PURPOSE.classEffect,
    number: spec.scaleNumber,
    wave: spec.wave,
    persistence: profile.persistence.class,
  }).map((value) => deviation * value);
}

/** What follows from who the person is: gender, grade, role, background. */
function fixedPart(
  people: People,
  row: number,
  profile: ScaleProfile,
  { wave, means, middleGrade }: LatentSpec,
): number {
  let value = means[people.municipality[row]!]! +
    profile.gradient[wave]! * people.background[row]!;
  if (people.gender[row]! >= 0) {
    value += profile.genderGap * (people.gender[row]! - SHARE_OF_GIRLS) +
      profile.perGrade * (people.grade[row]! - middleGrade);
  }
  if (people.role[row]! === 1 || people.role[row]! === 2) {
    value += profile.roleGap * (people.role[row]! - 1 - SHARE_OF_PEDAGOGUES);
  }
  return value;
}

/** Person part in points: common factors, and an own part lasting and passing. */
function personEffects(
  people: People,
  profile: ScaleProfile,
  { factors, seed, scaleNumber, wave }: LatentSpec,
): Float64Array {
  const deviation = Math.sqrt(personVariance(profile));
  const shared = deviation * Math.sqrt(profile.communality);
  const own = deviation * Math.sqrt(1 - profile.communality);
  const lasting = own * Math.sqrt(profile.persistence.person);
  const passing = own * Math.sqrt(1 - profile.persistence.person);
  const [l0 = 0, l1 = 0, l2 = 0, l3 = 0] = profile.loadings;
  const words = new Uint32Array(4);
  const purpose = PURPOSE.personEffect;
  const effects = new Float64Array(people.count);
  for (let row = 0; row < people.count; row++) {
    const at = row * FACTORS;
    const person = people.person[row]!;
    philoxInto(words, person, scaleNumber, 0, 0, seed, purpose);
    effects[row] = shared * (l0 * factors[at]! + l1 * factors[at + 1]! +
          l2 * factors[at + 2]! + l3 * factors[at + 3]!) +
      lasting * normalQuantile(uniformFromWord(words[0]!)) +
      passing * normalQuantile(uniformFromWord(words[1 + wave]!));
  }
  return effects;
}

/**
 * Draws the true value of every invited person on one scale in one wave.
 *
 * The value is the municipality's fixed part, background, gender, grade or role,
 * and a draw for the school, the class and the person; each draw keeps a stated
 * share of its variance from wave to wave.
 *
 * @returns One value per row of `people`, in points from the programme's start,
 * divided by 100.
 */
export function latentValues(
  people: People,
  profile: ScaleProfile,
  spec: LatentSpec,
): Float64Array {
  const ofSchool = schoolEffects(profile, spec);
  const ofClass = classEffects(profile, spec);
  const ofPerson = personEffects(people, profile, spec);
  return ofPerson.map((value, row) => {
    const classIndex = people.classIndex[row]!;
    return (value + fixedPart(people, row, profile, spec) +
      ofSchool[people.school[row]!]! +
      (classIndex >= 0 ? ofClass[classIndex]! : 0)) / 100;
  });
}
