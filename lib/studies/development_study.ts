import { nationalDifference } from "#lib/effects/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { cellAt, type Statistic, STATISTICS } from "#lib/profiles/mod.ts";
import type { EstimateTable } from "#lib/profiles/mod.ts";
import { FAILS, schoolsLabel } from "./choices/count_shares.ts";
import {
  estimateFewAnswers,
  type LeaderOptions,
  leadersLabel,
} from "./few_answers.ts";
import { IntervalTally, type IntervalTrial } from "./interval_tally.ts";
import { estimateCohorts, PER_GRADE } from "./simulate_cohorts.ts";
import type { Study, StudyRow } from "./study.ts";
import { Tally } from "./tally.ts";

/** Holds the intervals of changes over the waves against changes that are known. */
export const developmentStudy: Study = {
  name: "aendringer",
  title: "95 %-intervaller for udvikling, med skoler der svinger fra år til år",
  run: () => [
    ...developmentCoverage({ schools: 242, replications: 300 }),
    ...developmentCoverage({ schools: 22, replications: 1600 }),
    ...developmentCoverage({ schools: 18, replications: 1600 }),
    ...developmentCoverage({ schools: 8, replications: 1600 }),
    ...leaderChanges({ schools: 18, most: 3, replications: 1600 }),
    ...leaderChanges({ schools: 8, most: 5, replications: 1600 }),
  ],
};

/** Two waves, as many years apart as grades. */
interface Period {
  readonly from: number;
  readonly to: number;
  readonly grades: number;
}

const PERIODS: readonly Period[] = [
  { from: 0, to: 1, grades: 2 },
  { from: 0, to: 2, grades: 4 },
];

/** Statistics with their Danish name, and whether age moves them. */
const CHANGES: readonly (readonly [Statistic, name: string, ages: boolean])[] =
  [
    ["mean", "gennemsnit", false],
    ["standard-deviation", "spredning", false],
    ["percentile-10", "nederste tiendedel", false],
    ["percentile-90", "øverste tiendedel", false],
    ["same-grade", "samme klassetrin", false],
    ["same-cohort", "samme årgang", true],
    ["followed", "samme elever", true],
    ["followed-versus-left", "fulgte elever minus øvrige, før", false],
    ["followed-versus-new", "fulgte elever minus øvrige, efter", false],
  ];

/** How many of them are of others than pupils too. */
const LEADERS = 4;

const NATIONAL = "gennemsnit minus landets";
const NAIVE = "dækning, gennemsnit, elever som uafhængige";

/** What {@linkcode developmentCoverage} simulates. */
export interface DevelopmentCoverageOptions {
  /** Schools: many in 13 municipalities, or those of one municipality below 100. */
  readonly schools: number;
  /** Simulated programmes, one period from each. */
  readonly replications: number;
}

/**
 * Share of programmes whose 95 % interval of a change holds the true one, and share of
 * those without a change in which one is found, per kind of change; beside them, the
 * coverage of an interval that takes pupils for independent.
 *
 * Pupils gain with age in half of the programmes, and the country rises in them.
 */
export function developmentCoverage(
  { schools, replications }: DevelopmentCoverageOptions,
): readonly StudyRow[] {
  const municipalities = schools < 100 ? 1 : 13;
  const tally = new IntervalTally(), naive = new Tally();
  for (let seed = 1; seed <= replications; seed++) {
    const period = PERIODS[seed % 2]!, perGrade = seed % 4 < 2 ? PER_GRADE : 0;
    const find = finder(
      estimateCohorts({ schools, municipalities, seed, perGrade }),
    );
    trialsOf(find, { period, perGrade, seed }).forEach((t) => tally.add(t));
    naive.add(NAIVE, independentHolds(find, period));
  }
  const setting = schoolsLabel(schools);
  return [
    ...tally.rows(setting),
    ...naive.shares().map(({ name, value, trials }) => ({
      quantity: name,
      setting,
      value,
      trials,
      band: FAILS,
    })),
  ];
}

/** The shares of {@linkcode developmentCoverage} among a municipality's few leaders. */
export function leaderChanges(
  { replications, ...municipality }: LeaderOptions,
): readonly StudyRow[] {
  const tally = new IntervalTally();
  for (let seed = 1; seed <= replications; seed++) {
    const find = finder(estimateFewAnswers({ ...municipality, seed }));
    for (const [statistic, name] of CHANGES.slice(0, LEADERS)) {
      const change = find(statistic, PERIODS[seed % 2]!);
      if (!("hidden" in change)) {
        tally.add({ name, interval: change.interval, truth: 0 });
      }
    }
  }
  return tally.rows(leadersLabel(municipality));
}

/** One simulated programme's period. */
interface Programme {
  readonly period: Period;
  readonly perGrade: number;
  readonly seed: number;
}

function trialsOf(find: Find, programme: Programme): readonly IntervalTrial[] {
  const { period, perGrade } = programme;
  const changes = CHANGES.flatMap(
    ([statistic, name, ages]): IntervalTrial[] => {
      const change = find(statistic, period);
      const truth = ages ? perGrade * period.grades : 0;
      return "hidden" in change
        ? []
        : [{ name, interval: change.interval, truth }];
    },
  );
  return [...changes, ...nationalTrial(find, programme)];
}

/** Standard error of each of the country's means, points. */
const COUNTRY_ERROR = 2;

/** The change minus that of a country, which rises as much as pupils gain with age. */
function nationalTrial(
  find: Find,
  { period, perGrade, seed }: Programme,
): readonly IntervalTrial[] {
  const change = find("mean", period);
  if ("hidden" in change) return [];
  const stream = createStream(92, seed);
  const rise = perGrade * period.grades;
  const country = (mean: number) => ({
    mean: mean + COUNTRY_ERROR * stream.normal(),
    standardError: COUNTRY_ERROR,
    sameScale: true,
  });
  const from = country(500), to = country(500 + rise);
  const { interval } = nationalDifference(change, { from, to });
  return [{ name: NATIONAL, interval, truth: -rise }];
}

type Find = (
  statistic: Statistic,
  period: { readonly from: number; readonly to: number },
) => ReturnType<typeof cellAt>;

/** Finds the programme's numbers in a table. */
function finder(table: EstimateTable): Find {
  const { columns } = table;
  const rows = new Map<string, number>();
  for (let i = 0; i < table.rows; i++) {
    if (columns.unit[i] !== 0) continue;
    const statistic = STATISTICS[columns.statistic[i]!];
    rows.set(`${statistic} ${columns.wave[i]} ${columns.to[i]}`, i);
  }
  return (statistic, { from, to }) =>
    cellAt(table, rows.get(`${statistic} ${from} ${to}`)!);
}

/** Whether ±1.96 errors of independent pupils hold a change of 0. */
function independentHolds(find: Find, { from, to }: Period): boolean {
  const change = find("mean", { from, to });
  let variance = 0;
  for (const wave of [from, to]) {
    const spread = find("standard-deviation", { from: wave, to: -1 });
    if ("hidden" in spread) return true;
    variance += spread.value * spread.value / spread.n;
  }
  return "hidden" in change ||
    Math.abs(change.value) <= 1.959964 * Math.sqrt(variance);
}
