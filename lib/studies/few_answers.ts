import { createStream } from "#lib/numerics/mod.ts";
import { estimateScale, type EstimateTable } from "#lib/profiles/mod.ts";
import { programmeOf, type Sheet } from "./simulate_cohorts.ts";

/** A municipality with few people who answer, as its leaders. */
export interface FewAnswersOptions {
  /** Number of schools. */
  readonly schools: number;
  /** Most leaders of a school; as many schools have each number from 1. */
  readonly most: number;
  /** Another seed, another municipality. */
  readonly seed: number;
}

/** SDs in points: of schools, lasting and passing, and of people. */
const SPREADS = { school: 15, schoolInWave: 13, person: 95 } as const;
const WAVES = 3;

/** Draws the leaders of a municipality's schools, of whom nothing changes, and estimates. */
export function estimateFewAnswers(
  { schools, most, seed }: FewAnswersOptions,
): EstimateTable {
  const stream = createStream(515, schools, seed);
  const sheets: Sheet[] = [];
  for (let school = 0; school < schools; school++) {
    const lasting = 500 + SPREADS.school * stream.normal();
    const leaders = 1 + stream.integer(most);
    for (let wave = 0; wave < WAVES; wave++) {
      const level = lasting + SPREADS.schoolInWave * stream.normal();
      for (let i = 0; i < leaders; i++) {
        const score = level + SPREADS.person * stream.normal();
        sheets.push({ person: sheets.length, school, wave, grade: 6, score });
      }
    }
  }
  return estimateScale(
    programmeOf(sheets, { schools, municipalities: 1 }),
    0,
    {
      rows: Int32Array.from(sheets, (_, row) => row),
      points: [Float32Array.from(sheets, ({ score }) => score)],
    },
  );
}

/** What a study of few leaders simulates. */
export interface LeaderOptions extends Omit<FewAnswersOptions, "seed"> {
  /** Simulated municipalities. */
  readonly replications: number;
}

/** How the leaders of a municipality are named as a setting. */
export function leadersLabel(
  { schools, most }: Pick<LeaderOptions, "schools" | "most">,
): string {
  return `${schools} skoler, 1–${most} ledere på hver`;
}
