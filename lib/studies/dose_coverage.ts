import { doseResponse } from "#lib/effects/mod.ts";
import { makeEstimate } from "#lib/inference/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { type ChoiceOptions, schoolsLabel } from "./choices/count_shares.ts";
import { IntervalTally } from "./interval_tally.ts";
import type { StudyRow } from "./study.ts";

/** Points from no to full participation, in every other programme; in the others 0. */
const SLOPE = 20;
const MUNICIPALITIES = 13;

/**
 * Share of 95 % intervals that hold the slope of schools' changes on their
 * participation, and of those that find one where there is none.
 *
 * Schools that took part more differ more from each other, and small ones are known
 * with more error.
 */
export function doseCoverage(
  { schools, replications }: ChoiceOptions,
): readonly StudyRow[] {
  const tally = new IntervalTally();
  for (let replication = 0; replication < replications; replication++) {
    const truth = replication % 2 === 0 ? SLOPE : 0;
    const interval = doseInterval({ schools, replication, truth });
    if (interval) {
      tally.add({ name: "deltagelse mod udvikling", interval, truth });
    }
  }
  return tally.rows(schoolsLabel(schools));
}

function doseInterval({ schools, replication, truth }: {
  readonly schools: number;
  readonly replication: number;
  readonly truth: number;
}): readonly [number, number] | null {
  const municipalities = schools < 100 ? 1 : MUNICIPALITIES;
  const stream = createStream(62, schools, replication);
  const intensity = Float64Array.from(
    { length: schools },
    () => stream.uniform(),
  );
  const errorVariance = intensity.map(() => 40 + 300 * stream.uniform());
  const found = doseResponse({
    intensity,
    errorVariance,
    stratum: Int32Array.from(
      intensity,
      (_, school) => Math.floor(school * municipalities / schools),
    ),
    changes: [
      intensity.map((x, school) =>
        truth * x + (10 + 10 * x) * stream.normal() +
        Math.sqrt(errorVariance[school]!) * stream.normal()
      ),
    ],
  });
  return typeof found === "string" ? null : makeEstimate({
    value: found.slope,
    variance: { sampling: found.sampling },
    degreesOfFreedom: found.degreesOfFreedom,
    n: schools,
    unit: "points",
    method: "HC2",
  }).interval;
}
