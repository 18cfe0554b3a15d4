import { minimumDetectableEffect } from "#lib/effects/mod.ts";
import { ANSWERING, PLACES, SCHOOLS, SIZES } from "./draw_lottery_schools.ts";
import { SPREADS } from "./simulate_lottery.ts";

/**
 * The smallest effect that the simulated lotteries should find in 4 of 5, in points: by
 * the formula of the report, with the spreads that they are drawn from.
 */
export function smallestEffect(): number {
  const { school, schoolInWave, pupil, measurement } = SPREADS;
  const lasting = school * school;
  const schools = lasting + schoolInWave * schoolInWave;
  const pupils = pupil * pupil + measurement * measurement;
  const pupilsPerSchool = ANSWERING * SCHOOLS /
    SIZES.reduce((total, size) => total + 1 / size, 0);
  const observed = schools + pupils / pupilsPerSchool;
  return Math.sqrt(schools + pupils) * minimumDetectableEffect({
    schools: SCHOOLS,
    treated: PLACES,
    pupilsPerSchool,
    icc: schools / (schools + pupils),
    schoolR2: lasting * lasting / (schools * observed),
    covariates: 1,
  }).standardised;
}
