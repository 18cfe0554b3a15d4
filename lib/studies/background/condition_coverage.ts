import { slopeCondition } from "#lib/background/mod.ts";
import { makeEstimate } from "#lib/inference/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import type { StudyRow } from "../study.ts";
import { CoverageTally } from "./coverage_tally.ts";
import { placeOf, PROGRAMME } from "./programme_homes.ts";

const WAVES = 3;
/** Points per SD of background for a condition one SD higher. */
const ASSOCIATION = -4;
/** SDs: of schools' true slopes beside the condition, and of a pupil's result. */
const SLOPE_SPREAD = 6, PUPIL_SPREAD = 85;
/** Parts of the condition's variance that are the municipality's and the school's lasting one. */
const OF_PLACE = 0.2, LASTING = 0.5;

/**
 * Share of 95 % intervals of the association between a condition and schools'
 * gradients that hold it, and how often one is found where there is none.
 */
export function conditionCoverage(
  { replications }: { readonly replications: number },
): readonly StudyRow[] {
  const tally = new CoverageTally();
  for (const kind of ["niveau", "ændring"] as const) {
    for (let replication = 0; replication < replications; replication++) {
      const found = slopeCondition(
        schoolsOf(replication, kind === "niveau" ? WAVES : 1),
      );
      tally.add(
        typeof found === "string" ? { hidden: found } : makeEstimate({
          ...found,
          variance: { sampling: found.sampling },
          n: found.schools,
          unit: "points-per-sd",
          method: "simulated",
        }),
        {
          name: `læringsmiljø mod hældning, ${kind}`,
          setting: `programmet, ${PROGRAMME.schools} skoler`,
          truth: ASSOCIATION,
        },
      );
    }
  }
  return tally.rows();
}

/** One row per school and wave. */
function schoolsOf(replication: number, waves: number) {
  const { schools, municipalities } = PROGRAMME;
  const places = Array.from(
    { length: municipalities },
    (_, m) => createStream(5150, waves, replication, 1000 + m).normal(),
  );
  const rows = Array.from({ length: schools }, (_, school) => {
    const stream = createStream(5150, waves, replication, school);
    const lasting = stream.normal(), own = SLOPE_SPREAD * stream.normal();
    const meanBackground = 0.4 * stream.normal();
    return Array.from({ length: waves }, (_, wave) => {
      const condition = Math.sqrt(OF_PLACE) * places[placeOf(school)]! +
        Math.sqrt(LASTING) * lasting +
        Math.sqrt(1 - OF_PLACE - LASTING) * stream.normal();
      const information = 20 + 60 * stream.uniform();
      return {
        school,
        stratum: placeOf(school) * waves + wave,
        condition,
        information,
        meanBackground,
        slope: 30 + ASSOCIATION * condition + own +
          PUPIL_SPREAD / Math.sqrt(information) * stream.normal(),
      };
    });
  }).flat();
  return {
    // Known without measurement error: both plausible values are the same.
    slopes: [rows.map(({ slope }) => slope), rows.map(({ slope }) => slope)],
    information: rows.map(({ information }) => information),
    condition: rows.map(({ condition }) => condition),
    meanBackground: rows.map(({ meanBackground }) => meanBackground),
    school: rows.map(({ school }) => school),
    stratum: rows.map(({ stratum }) => stratum),
  };
}
