import { cellAt, type Statistic, STATISTICS } from "#lib/profiles/mod.ts";
import type { EstimateTable } from "#lib/profiles/mod.ts";
import { estimateCohorts, PER_GRADE } from "./simulate_cohorts.ts";
import type { Study, StudyRow } from "./study.ts";

/** Holds the intervals of changes over the waves against changes that are known. */
export const developmentStudy: Study = {
  name: "aendringer",
  title: "95 %-intervaller for udvikling, med skoler der svinger fra år til år",
  run: () => [
    ...developmentCoverage({ schools: 242, replications: 300 }),
    ...developmentCoverage({ schools: 22, replications: 1000 }),
    ...developmentCoverage({ schools: 18, replications: 1000 }),
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
  ];

/** Where a study's share of intervals must lie. */
const BAND = [0.92, 0.98] as const;
/**
 * With hundreds of schools one school moves a percentile by less than its smoothing;
 * its jackknife then errs on the safe side.
 */
const PERCENTILE_BAND = [0.92, 0.99] as const;
/** What happens when pupils are taken for independent: the claim to be refuted. */
const FAILING = [0, 0.9] as const;

/** What {@linkcode developmentCoverage} simulates. */
export interface DevelopmentCoverageOptions {
  /** Schools: many in 13 municipalities, or those of one municipality below 100. */
  readonly schools: number;
  /** Simulated programmes. */
  readonly replications: number;
}

/**
 * Share of programmes whose 95 % interval of a change holds the true one, per kind of
 * change; beside it, that of an interval that takes pupils for independent.
 */
export function developmentCoverage(
  { schools, replications }: DevelopmentCoverageOptions,
): readonly StudyRow[] {
  const municipalities = schools < 100 ? 1 : 13;
  const hits = new Map<string, number>();
  const trials = new Map<string, number>();
  const count = (key: string, isHeld: boolean): void => {
    trials.set(key, (trials.get(key) ?? 0) + 1);
    hits.set(key, (hits.get(key) ?? 0) + (isHeld ? 1 : 0));
  };
  for (let seed = 1; seed <= replications; seed++) {
    const find = finder(estimateCohorts({ schools, municipalities, seed }));
    for (const period of PERIODS) {
      for (const [statistic, name, ages] of CHANGES) {
        const change = find(statistic, period);
        if ("hidden" in change) continue;
        const truth = ages ? PER_GRADE * period.grades : 0;
        const [lower, upper] = change.interval;
        count(name, lower <= truth && truth <= upper);
      }
      count(NAIVE, independentHolds(find, period));
    }
  }
  return [...trials].map(([key, n]) => ({
    quantity: key === NAIVE
      ? "dækning, gennemsnit, elever som uafhængige"
      : `dækning, ${key}`,
    setting: `${schools} skoler`,
    value: hits.get(key)! / n,
    trials: n,
    band: key === NAIVE
      ? FAILING
      : key.endsWith("tiendedel")
      ? PERCENTILE_BAND
      : BAND,
  }));
}

const NAIVE = "naive";

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
