import { expectedBand } from "../expected_band.ts";
import type { Study, StudyRow } from "../study.ts";
import {
  type ChoiceOptions,
  countShares,
  FAILS,
  schoolsLabel,
} from "./count_shares.ts";
import { type DrawnSchools, drawSchools } from "./draw_schools.ts";
import { interceptAnd } from "./intercept_and.ts";
import { mixedHolds, regressionHolds } from "./slope_holds.ts";

/** Leaves out that schools swing from wave to wave. */
export const schoolByWave: Study = {
  name: "valg-skole-og-maaling",
  title:
    "Ændring mellem to målinger: 95 %-intervaller, der holder den sande ændring på 0",
  run: () => [
    ...waveChangeCoverage({ schools: 242, replications: 300 }),
    ...waveChangeCoverage({ schools: 22, replications: 1500 }),
    ...waveChangeCoverage({ schools: 18, replications: 1500 }),
  ],
};

const NAMES = {
  level: "blandet model uden skole × måling",
  apart: "skolerne i hver måling for sig",
  joint: "skolernes målinger samlet (bruges)",
  full: "blandet model med skole × måling",
} as const;

/** Share of 95 % intervals that hold a change of 0, four ways. */
export function waveChangeCoverage(
  { schools, replications }: ChoiceOptions,
): readonly StudyRow[] {
  return countShares({
    setting: schoolsLabel(schools),
    replications,
    replicate: (replication) =>
      holdsOf(drawSchools({
        schools,
        pupils: 25,
        waves: 2,
        spreads: { school: 30, schoolInWave: 18, pupil: 92 },
        path: [5, replication],
      })),
    bands: {
      [NAMES.level]: FAILS,
      [NAMES.apart]: expectedBand(0.95, replications, { open: "above" }),
      [NAMES.joint]: expectedBand(0.95, replications),
      [NAMES.full]: expectedBand(0.95, replications),
    },
  });
}

function holdsOf(
  { scores, school, wave }: DrawnSchools,
): Readonly<Record<string, boolean>> {
  const design = interceptAnd("wave", Float64Array.from(wave));
  const schoolInWave = school.map((s, i) => 2 * s + wave[i]!);
  const schoolTerm = { name: "school", levels: school };
  return {
    [NAMES.level]: mixedHolds(design, scores, [schoolTerm]),
    [NAMES.apart]: regressionHolds(design, scores, {
      clusters: schoolInWave,
    }),
    [NAMES.joint]: regressionHolds(design, scores, { clusters: school }),
    [NAMES.full]: mixedHolds(design, scores, [
      schoolTerm,
      { name: "school × wave", levels: schoolInWave },
    ]),
  };
}
