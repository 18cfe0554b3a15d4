import { findRoot, normalCdf } from "#lib/numerics/mod.ts";
import type { Statistic } from "#lib/profiles/mod.ts";
import { type ChoiceOptions, schoolsLabel } from "./choices/count_shares.ts";
import { expectedBand } from "./expected_band.ts";
import {
  estimateFewAnswers,
  type LeaderOptions,
  leadersLabel,
} from "./few_answers.ts";
import { firstWaveNumber } from "./first_wave_number.ts";
import { IntervalTally } from "./interval_tally.ts";
import {
  estimateCohorts,
  FIRST_GRADE,
  LAST_GRADE,
  PER_GRADE,
  SPREADS,
} from "./simulate_cohorts.ts";
import type { Study, StudyRow } from "./study.ts";

/** Holds the intervals of one wave's numbers against numbers that are known. */
export const levelStudy: Study = {
  name: "niveauer",
  title: "95 %-intervaller for tallene i én måling",
  run: () => [
    ...levelCoverage({ schools: 242, replications: 300 }),
    ...levelCoverage({ schools: 22, replications: 1000 }),
    ...levelCoverage({ schools: 18, replications: 1000 }),
    ...levelCoverage({ schools: 8, replications: 1000 }),
    ...spreadFindings({ schools: 22, replications: 500 }),
    ...spreadFindings({ schools: 18, replications: 500 }),
    ...spreadFindings({ schools: 8, replications: 500 }),
    ...leaderMeans({ schools: 18, most: 3, replications: 1000 }),
    ...leaderMeans({ schools: 8, most: 5, replications: 1000 }),
  ],
};

/** A number of one wave: whose, its Danish name and its true value. */
interface Level {
  readonly statistic: Statistic;
  readonly name: string;
  readonly truth: number;
  /** 0 the programme, 1 the first municipality. */
  readonly unit: 0 | 1;
}

const PUPIL_SPREAD = Math.sqrt(
  Object.values(SPREADS).reduce((sum, sd) => sum + sd * sd, 0),
);

/** Share of pupils below a score: the grades have means of their own. */
function shareBelow(score: number): number {
  const grades = LAST_GRADE - FIRST_GRADE + 1;
  let share = 0;
  for (let grade = FIRST_GRADE; grade <= LAST_GRADE; grade++) {
    share += normalCdf((score - 500 - PER_GRADE * grade) / PUPIL_SPREAD) /
      grades;
  }
  return share;
}

function percentile(share: number): number {
  return findRoot((score) => shareBelow(score) - share, {
    between: [200, 900],
    tolerance: 1e-9,
  }).x;
}

function levels(): readonly Level[] {
  const grades = LAST_GRADE - FIRST_GRADE + 1;
  const ofGrades = PER_GRADE * PER_GRADE * (grades * grades - 1) / 12;
  const level = (
    statistic: Statistic,
    name: string,
    truth: number,
  ): Level => ({ statistic, name, truth, unit: 0 });
  return [
    level(
      "mean",
      "gennemsnit",
      500 + PER_GRADE * (FIRST_GRADE + LAST_GRADE) / 2,
    ),
    level(
      "standard-deviation",
      "spredning",
      Math.sqrt(PUPIL_SPREAD * PUPIL_SPREAD + ofGrades),
    ),
    level("percentile-10", "nederste tiendedel", percentile(0.1)),
    level("percentile-90", "øverste tiendedel", percentile(0.9)),
    level("share-low", "andel under 400", shareBelow(400)),
    level("share-high", "andel over 600", 1 - shareBelow(600)),
    level("gender-gap", "piger minus drenge", 0),
    level(
      "between-schools",
      "spredning mellem skoler",
      Math.sqrt(
        SPREADS.school * SPREADS.school +
          SPREADS.schoolInWave * SPREADS.schoolInWave,
      ),
    ),
    {
      ...level("versus-programme", "kommune minus programmet", 0),
      unit: 1,
    },
  ];
}

/** Of a number that is not shown, which holds nothing. */
const HIDDEN = { interval: [NaN, NaN] as const };

/**
 * Share of the programme's (or a municipality's) 95 % intervals that hold the true
 * number, which one that is not shown does not, and of differences that are found where
 * there are none.
 */
export function levelCoverage(
  { schools, replications }: ChoiceOptions,
): readonly StudyRow[] {
  const municipalities = schools < 100 ? 1 : 13;
  const wanted = levels().filter(({ unit }) => unit === 0 || schools >= 100);
  const tally = new IntervalTally();
  for (let replication = 0; replication < replications; replication++) {
    const table = estimateCohorts({
      schools,
      municipalities,
      seed: 5000 + replication,
    });
    for (const level of wanted) {
      const { interval } = firstWaveNumber(table, level) ?? HIDDEN;
      tally.add({ ...level, interval });
    }
  }
  return tally.rows(schoolsLabel(schools));
}

/** Share of samples of schools that do not differ in which a spread between them is found. */
export function spreadFindings(
  { schools, replications }: ChoiceOptions,
): readonly StudyRow[] {
  let found = 0;
  for (let replication = 0; replication < replications; replication++) {
    const spread = firstWaveNumber(
      estimateCohorts({
        schools,
        municipalities: 1,
        seed: 7000 + replication,
        schoolLevels: "alike",
      }),
      { statistic: "between-schools", unit: 0 },
    );
    if (spread && spread.interval[0] > 0) found++;
  }
  return [{
    quantity: "fund uden grund, spredning mellem skoler",
    setting: schoolsLabel(schools),
    value: found / replications,
    trials: replications,
    band: expectedBand(0.05, replications, { open: "below" }),
  }];
}

/** Share of the 95 % intervals that hold the mean of a municipality's few leaders. */
export function leaderMeans(
  { replications, ...municipality }: LeaderOptions,
): readonly StudyRow[] {
  const tally = new IntervalTally();
  for (let seed = 1; seed <= replications; seed++) {
    const { interval } = firstWaveNumber(
      estimateFewAnswers({ ...municipality, seed }),
      { statistic: "mean", unit: 0 },
    ) ?? HIDDEN;
    tally.add({ name: "gennemsnit", interval, truth: 500 });
  }
  return tally.rows(leadersLabel(municipality));
}
