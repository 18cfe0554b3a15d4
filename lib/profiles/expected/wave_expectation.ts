import {
  backgroundPredictors,
  type ExpectationPupils,
  fitCommon,
  leaveUnitOut,
  type LeftOutResults,
  pupilResiduals,
  schoolErrorVariance,
  schoolProducts,
  type WaveResiduals,
} from "#lib/background/mod.ts";
import { SCORE_ORIGIN } from "#lib/inference/mod.ts";
import { gather, type ScaleInput } from "../scale_input.ts";

/** Expectations of one wave, each school left out and each municipality left out. */
export interface WaveExpectation {
  /** Every school against the other schools. */
  readonly bySchool: LeftOutResults;
  /** Every school against the other municipalities. */
  readonly byMunicipality: LeftOutResults;
  /** Chance in each school's mean when background is counted in, points². */
  readonly errorVariance: Float64Array;
  /** Chance in each school's mean as it is, points². */
  readonly observedVariance: Float64Array;
  /** What is left of the pupils' scores. */
  readonly residuals: WaveResiduals;
  /** Σ weight per school. */
  readonly weight: Float64Array;
  /** Pupils per school. */
  readonly pupils: Int32Array;
  /** Of these, pupils of known background. */
  readonly known: Int32Array;
}

/** Computes what every school's pupils are expected to score in one wave. */
export function waveExpectation(
  input: ScaleInput,
  wave: number,
): WaveExpectation {
  const pupils = pupilsOfWave(input, wave);
  const { schools, municipalityOfSchool } = input;
  const { weight, school, person } = pupils;
  const products = schoolProducts(pupils);
  const residuals = pupilResiduals(pupils, fitCommon(products));
  const { columns: p, crossProducts } = products;
  const count = new Int32Array(schools), known = new Int32Array(schools);
  for (let i = 0; i < weight.length; i++) {
    count[school[i]!]!++;
    if (!Number.isNaN(pupils.background[i]!)) known[school[i]!]!++;
  }
  return {
    bySchool: leaveUnitOut(products, {
      units: schools,
      unitOfSchool: Int32Array.from({ length: schools }, (_, s) => s),
    }),
    byMunicipality: leaveUnitOut(products, {
      units: input.municipalities,
      unitOfSchool: municipalityOfSchool,
    }),
    errorVariance: schoolErrorVariance(residuals, pupils),
    observedVariance: schoolErrorVariance(
      pupils.scores.map((draw) =>
        Float64Array.from(draw, (y) => y - SCORE_ORIGIN)
      ),
      pupils,
    ),
    residuals: { residuals, person, weight, school, schools },
    weight: Float64Array.from(
      { length: schools },
      (_, s) => crossProducts[s * p * p]!,
    ),
    pupils: count,
    known,
  };
}

function pupilsOfWave(
  input: ScaleInput,
  wave: number,
): ExpectationPupils & {
  readonly person: Int32Array;
  readonly background: Float64Array;
} {
  const { people, school, grade, schools } = input;
  const rows = Int32Array.from(
    Array.from(people.wave, (w, i) => w === wave ? i : -1).filter((i) =>
      i >= 0
    ),
  );
  const n = rows.length;
  const background = gather(people.background, rows, new Float64Array(n));
  return {
    scores: people.points.map((draw) =>
      gather(draw, rows, new Float32Array(n))
    ),
    predictors: backgroundPredictors({
      background,
      gender: gather(people.gender, rows, new Int8Array(n)),
      grade: gather(grade, rows, new Int8Array(n)),
    }),
    weight: gather(people.weight, rows, new Float64Array(n)),
    school: gather(school, rows, new Int32Array(n)),
    background,
    person: gather(input.person, rows, new Int32Array(n)),
    classIndex: gather(people.classIndex, rows, new Int32Array(n)),
    schools,
  };
}
