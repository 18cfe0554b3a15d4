import type { NamedDesign } from "#lib/inference/mod.ts";
import { expectedBand } from "../expected_band.ts";
import type { Study, StudyRow } from "../study.ts";
import {
  type ChoiceOptions,
  countShares,
  FAILS,
  schoolsLabel,
} from "./count_shares.ts";
import { drawSchools } from "./draw_schools.ts";
import { interceptAnd } from "./intercept_and.ts";
import { mixedHolds, regressionHolds } from "./slope_holds.ts";

/** Takes pupils for independent where schools are what was drawn. */
export const pupilsAsIndependent: Study = {
  name: "valg-elever-som-uafhaengige",
  title:
    "Forskel mellem to slags skoler: 95 %-intervaller, der holder den sande forskel på 0",
  run: () => [
    ...clusteringCoverage({ schools: 242, replications: 1000 }),
    ...clusteringCoverage({ schools: 22, replications: 2000 }),
    ...clusteringCoverage({ schools: 18, replications: 2000 }),
  ],
};

const NAMES = {
  naive: "elever som uafhængige",
  normal: "skoler som klynger, normalfordeling",
  robust: "skoler som klynger, CR2 (bruges)",
  mixed: "blandet model med skoler",
} as const;

/**
 * Share of 95 % intervals that hold a difference of 0 between a third of the schools
 * and the others, four ways.
 */
export function clusteringCoverage(
  { schools, replications }: ChoiceOptions,
): readonly StudyRow[] {
  return countShares({
    setting: schoolsLabel(schools),
    replications,
    replicate: (replication) => {
      const { scores, school } = drawSchools({
        schools,
        pupils: 30,
        waves: 1,
        spreads: { school: 25, schoolInWave: 0, pupil: 97 },
        path: [1, replication],
      });
      const design = interceptAnd(
        "kind",
        Float64Array.from(school, (s) => s % 3 === 0 ? 1 : 0),
      );
      return holdsOf(design, scores, school);
    },
    bands: {
      [NAMES.naive]: FAILS,
      [NAMES.robust]: expectedBand(0.95, replications),
      [NAMES.mixed]: expectedBand(0.95, replications),
    },
  });
}

function holdsOf(
  design: NamedDesign,
  scores: Float64Array,
  school: Int32Array,
): Readonly<Record<string, boolean>> {
  const normal = true;
  return {
    [NAMES.naive]: regressionHolds(design, scores, {
      covariance: "HC1",
      normal,
    }),
    [NAMES.normal]: regressionHolds(design, scores, {
      clusters: school,
      covariance: "CR0",
      normal,
    }),
    [NAMES.robust]: regressionHolds(design, scores, { clusters: school }),
    [NAMES.mixed]: mixedHolds(design, scores, [
      { name: "school", levels: school },
    ]),
  };
}
