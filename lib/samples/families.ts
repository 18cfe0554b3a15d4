import type { Municipality } from "#lib/codebook/mod.ts";
import {
  createStream,
  hashString,
  normalQuantile,
  philoxInto,
} from "#lib/numerics/mod.ts";
import { PURPOSE, uniformFromWord } from "./draws.ts";
import { codeOf, type ComponentModel } from "./background_column.ts";
import { SHARE_OF_LONE_PARENTS } from "./component_moments.ts";
import { expectedIndex, type FamilyModel } from "./family_model.ts";
import type { PupilPopulation } from "./pupil_population.ts";
import type { SchoolPlan } from "./school_plan.ts";

/** Shares of the variance of families' standing. */
export const STANDING_VARIANCE = {
  municipality: 0.03,
  school: 0.22,
  family: 0.75,
} as const;

/** The families of all pupils. */
export interface Families {
  readonly model: FamilyModel;
  /** Names of the background columns, in file order. */
  readonly columns: readonly string[];
  /** Code per column and pupil, element `column * pupils + pupil`; 0 is blank. */
  readonly codes: Uint8Array;
  /** Index of social background per pupil, from all components. */
  readonly index: Float64Array;
  /** Expected index of a pupil of each municipality. */
  readonly expectedIndex: Float64Array;
}

/** Share of cells left blank although the family has an answer. */
const SHARE_BLANK = 0.006;

/** Standing of each municipality: drawn, then centred over its pupils. */
function municipalityStandings(
  municipalities: readonly Municipality[],
  pupils: Float64Array,
  seed: number,
): Float64Array {
  const standings = Float64Array.from(
    municipalities,
    ({ id }) =>
      Math.sqrt(STANDING_VARIANCE.municipality) *
      createStream(seed, PURPOSE.family, hashString(id)).normal(),
  );
  const all = pupils.reduce((total, count) => total + count, 0);
  const mean = standings.reduce(
    (total, standing, m) => total + standing * pupils[m]! / all,
    0,
  );
  return standings.map((standing) => standing - mean);
}

function expectedPupils(
  schools: readonly SchoolPlan[],
  municipalities: number,
): Float64Array {
  const pupils = new Float64Array(municipalities);
  for (const school of schools) {
    pupils[school.municipality]! += school.pupilsPerGrade;
  }
  return pupils;
}

/** One line per column: which component, and whether it is the father's. */
interface ColumnPlace {
  readonly component: number;
  readonly model: ComponentModel;
  readonly second: boolean;
}

function placesOf(model: FamilyModel): ColumnPlace[] {
  return model.components.flatMap((one, component) =>
    one.component.columns.map((_, position) => ({
      component,
      model: one,
      second: position > 0,
    }))
  );
}

/**
 * Draws the background of every pupil's family from its school's and
 * municipality's standing.
 *
 * The index follows the codebook with all components present, from one parent
 * where there is only one; afterwards a few cells are left blank, as in a real
 * file.
 */
export function drawFamilies(
  pupils: PupilPopulation,
  { model, schools, municipalities, seed }: {
    readonly model: FamilyModel;
    readonly schools: readonly SchoolPlan[];
    readonly municipalities: readonly Municipality[];
    readonly seed: number;
  },
): Families {
  const ofMunicipality = municipalityStandings(
    municipalities,
    expectedPupils(schools, municipalities.length),
    seed,
  );
  const ofSchool = schools.map((school, index) =>
    ofMunicipality[school.municipality]! +
    Math.sqrt(STANDING_VARIANCE.school) *
      createStream(seed, PURPOSE.family, index, 0).normal()
  );
  const places = placesOf(model);
  const codes = new Uint8Array(places.length * pupils.count);
  const index = new Float64Array(pupils.count);
  for (let pupil = 0; pupil < pupils.count; pupil++) {
    index[pupil] = drawFamily(pupil, ofSchool[pupils.firstSchool[pupil]!]!, {
      model,
      places,
      codes,
      seed,
      pupils: pupils.count,
    });
  }
  const within = Math.sqrt(STANDING_VARIANCE.school + STANDING_VARIANCE.family);
  return {
    model,
    columns: model.components.flatMap((one) => one.component.columns),
    codes,
    index,
    expectedIndex: ofMunicipality.map((mean) =>
      expectedIndex(model, mean, within)
    ),
  };
}

interface FamilyContext {
  readonly model: FamilyModel;
  readonly places: readonly ColumnPlace[];
  readonly codes: Uint8Array;
  readonly seed: number;
  readonly pupils: number;
}

/** Writes one family's codes and returns its index. */
function drawFamily(
  pupil: number,
  schoolStanding: number,
  { model, places, codes, seed, pupils }: FamilyContext,
): number {
  const words = new Uint32Array(4);
  philoxInto(words, pupil, 0, 0, 1, seed, PURPOSE.family);
  const standing = schoolStanding + Math.sqrt(STANDING_VARIANCE.family) *
      normalQuantile(uniformFromWord(words[0]!));
  const alone = uniformFromWord(words[1]!) < SHARE_OF_LONE_PARENTS;
  const rest = Math.sqrt(1 - model.loading * model.loading);
  const highest = model.components.map(() => -Infinity);
  places.forEach((place, column) => {
    if (alone && place.second) return;
    philoxInto(words, pupil, 1 + column, 0, 1, seed, PURPOSE.family);
    const own = normalQuantile(uniformFromWord(words[0]!));
    const k = codeOf(place.model, model.loading * standing + rest * own);
    const { column: cut } = place.model;
    highest[place.component] = Math.max(
      highest[place.component]!,
      cut.values[k]!,
    );
    const blank = uniformFromWord(words[1]!) < SHARE_BLANK;
    codes[column * pupils + pupil] = blank ? 0 : cut.codes[k]!;
  });
  let index = 0;
  model.components.forEach(({ component }, c) => {
    index += component.weight * (highest[c]! - component.mean) /
      component.standardDeviation;
  });
  return index / model.background.scale;
}
