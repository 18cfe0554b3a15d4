import { estimateHomes } from "../estimate_homes.ts";
import { simulateHomes } from "../simulate_homes.ts";
import type { StudyRow } from "../study.ts";
import { CoverageTally } from "./coverage_tally.ts";
import { homesTruth } from "./homes_truth.ts";
import { measuredNumbers, printedInterval } from "./measure_coverage.ts";
import { PARTLY_SILENT, PROGRAMME, SETTINGS } from "./programme_homes.ts";

/** Measures that reports show with missing background imputed. */
const SHOWN: readonly string[] = [
  "slope",
  "explained",
  "education-gap",
  "relative-risk",
];

/** Sizes and how often each is simulated. */
export interface ImputedCoverageOptions {
  /** Simulated programmes of 242 schools. */
  readonly programmes: number;
  /** Simulated municipalities of 18 schools. */
  readonly municipalities: number;
}

/**
 * Share of 95 % intervals, with missing background imputed, that hold what all homes
 * would tell: parents of weak pupils answer less often, so known background alone
 * would not.
 */
export function imputedCoverage(
  { programmes, municipalities }: ImputedCoverageOptions,
): readonly StudyRow[] {
  const truth = homesTruth(PARTLY_SILENT, { of: "all" });
  const numbers = measuredNumbers().filter(({ measure }) =>
    SHOWN.includes(measure)
  );
  const tally = new CoverageTally();
  const simulate = (
    setting: string,
    { schools, places, replications }: {
      readonly schools: number;
      readonly places: number;
      readonly replications: number;
    },
  ): void => {
    for (let seed = 1; seed <= replications; seed++) {
      const homes = simulateHomes({ ...PARTLY_SILENT, seed, schools });
      const { imputed } = estimateHomes(homes, seed, {
        municipalities: places,
      });
      for (const number of numbers) {
        tally.add(printedInterval(imputed[number.place], number), {
          name: `${number.name}, manglende baggrund indsat`,
          setting,
          truth: truth[number.place]!,
          // A regression tells more of the missing homes than the ratio uses: Rubin's
          // rules are then too wide (Meng 1994, Statistical Science 9, 538–558).
          isSafe: number.measure === "relative-risk",
        });
      }
    }
  };
  simulate(SETTINGS.programme, {
    schools: PROGRAMME.schools,
    places: PROGRAMME.municipalities,
    replications: programmes,
  });
  simulate(SETTINGS.municipality, {
    schools: 18,
    places: 1,
    replications: municipalities,
  });
  return tally.rows();
}
