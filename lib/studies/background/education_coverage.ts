import {
  cellAt,
  estimateRegions,
  estimateTable,
  NO_CHANGE,
  type Statistic,
  STATISTICS,
} from "#lib/profiles/mod.ts";
import { simulateHomes } from "../simulate_homes.ts";
import type { StudyRow } from "../study.ts";
import { CoverageTally } from "./coverage_tally.ts";
import { homesInput } from "./homes_input.ts";
import { PARTLY_SILENT, PROGRAMME, SETTINGS } from "./programme_homes.ts";

/** Groups of parents' education with their code and Danish name. */
const GROUPS: readonly {
  readonly statistic: Statistic;
  readonly group: number;
  readonly name: string;
}[] = [
  { statistic: "education-low", group: 0, name: "kort uddannelse" },
  { statistic: "education-middle", group: 1, name: "mellemlang uddannelse" },
  { statistic: "education-high", group: 2, name: "lang uddannelse" },
  { statistic: "education-unknown", group: -1, name: "uoplyst uddannelse" },
];

const LARGE = { schools: 500, seed: 700000 } as const;

/** How much {@linkcode educationCoverage} simulates. */
export interface EducationCoverageOptions {
  /** Simulated programmes. */
  readonly replications: number;
  /** Samples of 500 schools that stand for ever more. @default {60} */
  readonly largeSamples?: number;
}

/** Share of 95 % intervals of the education groups' means that hold the truth. */
export function educationCoverage(
  { replications, largeSamples = 60 }: EducationCoverageOptions,
): readonly StudyRow[] {
  const truth = groupMeans(largeSamples);
  const tally = new CoverageTally();
  for (let seed = 1; seed <= replications; seed++) {
    const homes = simulateHomes({
      ...PARTLY_SILENT,
      seed,
      schools: PROGRAMME.schools,
    });
    const table = estimateTable(estimateRegions(homesInput(homes, {
      municipalities: PROGRAMME.municipalities,
      years: [2015, 2019],
    })));
    const { statistic, to, unit } = table.columns;
    for (let row = 0; row < table.rows; row++) {
      const found = GROUPS.find((group) =>
        group.statistic === STATISTICS[statistic[row]!]
      );
      if (!found || to[row] !== NO_CHANGE || table.columns.wave[row] !== 0) {
        continue;
      }
      tally.add(cellAt(table, row), {
        name: `gennemsnit, ${found.name}`,
        setting: unit[row] === 0 ? SETTINGS.programme : SETTINGS.municipality,
        truth: truth.get(found.group)!,
      });
    }
  }
  return tally.rows();
}

/** Mean of each group in the first wave of a very large sample. */
function groupMeans(samples: number): ReadonlyMap<number, number> {
  const sums = new Map<number, { n: number; sum: number }>();
  for (let sample = 0; sample < samples; sample++) {
    const { people, points } = simulateHomes({
      ...PARTLY_SILENT,
      seed: LARGE.seed + sample,
      schools: LARGE.schools,
    });
    points.forEach((score, i) => {
      if (people.wave[i] !== 0) return;
      const group = people.education[i]!;
      const own = sums.get(group) ?? { n: 0, sum: 0 };
      own.n++;
      own.sum += score;
      sums.set(group, own);
    });
  }
  return new Map(
    [...sums].map(([group, { n, sum }]) => [group, sum / n]),
  );
}
