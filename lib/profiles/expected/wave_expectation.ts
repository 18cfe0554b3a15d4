import {
  backgroundPredictors,
  type ExpectationPupils,
  fitCommon,
  leaveUnitOut,
  type LeftOutResults,
  schoolErrorVariance,
  schoolProducts,
} from "#lib/background/mod.ts";
import { gather, type ScaleInput } from "../scale_input.ts";

/** Expectations of one wave, each school left out and each municipality left out. */
export interface WaveExpectation {
  /** Every school against the other schools. */
  readonly bySchool: LeftOutResults;
  /** Every school against the other municipalities. */
  readonly byMunicipality: LeftOutResults;
  /** Chance in each school's mean, points². */
  readonly errorVariance: Float64Array;
  /** Σ weight per school. */
  readonly weight: Float64Array;
  /** Pupils per school. */
  readonly pupils: Int32Array;
}

/** Computes what every school's pupils are expected to score in one wave. */
export function waveExpectation(
  input: ScaleInput,
  wave: number,
): WaveExpectation {
  const pupils = pupilsOfWave(input, wave);
  const { schools, municipalityOfSchool } = input;
  const products = schoolProducts(pupils);
  const { columns: p, crossProducts } = products;
  const count = new Int32Array(schools);
  for (let i = 0; i < pupils.weight.length; i++) count[pupils.school[i]!]!++;
  return {
    bySchool: leaveUnitOut(products, {
      units: schools,
      unitOfSchool: Int32Array.from({ length: schools }, (_, s) => s),
    }),
    byMunicipality: leaveUnitOut(products, {
      units: input.municipalities,
      unitOfSchool: municipalityOfSchool,
    }),
    errorVariance: schoolErrorVariance(pupils, fitCommon(products)),
    weight: Float64Array.from(
      { length: schools },
      (_, s) => crossProducts[s * p * p]!,
    ),
    pupils: count,
  };
}

function pupilsOfWave(input: ScaleInput, wave: number): ExpectationPupils {
  const { people, school, grade, schools } = input;
  const rows = Int32Array.from(
    Array.from(people.wave, (w, i) => w === wave ? i : -1).filter((i) =>
      i >= 0
    ),
  );
  const n = rows.length;
  return {
    scores: people.points.map((draw) =>
      gather(draw, rows, new Float32Array(n))
    ),
    predictors: backgroundPredictors({
      background: gather(people.background, rows, new Float64Array(n)),
      gender: gather(people.gender, rows, new Int8Array(n)),
      grade: gather(grade, rows, new Int8Array(n)),
    }),
    weight: gather(people.weight, rows, new Float64Array(n)),
    school: gather(school, rows, new Int32Array(n)),
    classIndex: gather(people.classIndex, rows, new Int32Array(n)),
    schools,
  };
}
