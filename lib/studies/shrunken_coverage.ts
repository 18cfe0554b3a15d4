import { shrinkChanges } from "#lib/effects/mod.ts";
import { type Estimate, makeEstimate } from "#lib/inference/mod.ts";
import { createStream, type RandomStream } from "#lib/numerics/mod.ts";
import { expectedBand } from "./expected_band.ts";
import type { StudyRow } from "./study.ts";

const MUNICIPALITIES = 13;
/** SD in points of a school's change, as it is measured. */
const SCHOOL_CHANGE = 26;
/** Schools of the smallest and of the largest municipality. */
const SCHOOLS = [8, 29] as const;

/** True SDs of the municipalities' changes, points. */
const SPREADS: readonly number[] = [0, 4, 10];

/** One municipality's change as its schools show it. */
function changeOf(
  truth: number,
  schools: number,
  stream: RandomStream,
): Estimate {
  const values = Array.from(
    { length: schools },
    () => truth + SCHOOL_CHANGE * stream.normal(),
  );
  const value = values.reduce((sum, v) => sum + v, 0) / schools;
  const squares = values.reduce((sum, v) => sum + (v - value) * (v - value), 0);
  return makeEstimate({
    value,
    variance: { sampling: squares / (schools * (schools - 1)) },
    degreesOfFreedom: schools - 1,
    n: schools,
    unit: "points",
    method: "mean of schools",
  });
}

/**
 * Share of 95 % intervals that hold a municipality's own change when it is drawn
 * towards those of the others, averaged over the thirteen.
 */
export function shrunkenCoverage(
  { replications }: { readonly replications: number },
): readonly StudyRow[] {
  const [fewest, most] = SCHOOLS;
  return SPREADS.map((spread, k) => {
    let held = 0;
    for (let replication = 0; replication < replications; replication++) {
      const stream = createStream(63, k, replication);
      const truths = Array.from(
        { length: MUNICIPALITIES },
        () => spread * stream.normal(),
      );
      const shrunken = shrinkChanges(truths.map((truth, i) =>
        changeOf(
          truth,
          Math.round(fewest + (most - fewest) * i / (MUNICIPALITIES - 1)),
          stream,
        )
      ));
      shrunken.forEach((one, i) => {
        const truth = truths[i]!;
        if (one && one.interval[0] <= truth && truth <= one.interval[1]) held++;
      });
    }
    return {
      quantity: "dækning, kommunens ændring set sammen med de andres",
      setting: `13 kommuner, ændringerne spreder sig ${spread} point`,
      value: held / (replications * MUNICIPALITIES),
      trials: replications * MUNICIPALITIES,
      // The thirteen are drawn towards each other: only programmes are independent.
      band: expectedBand(0.95, replications, { open: "above" }),
    };
  });
}
