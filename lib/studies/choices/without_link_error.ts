import {
  combinedDegreesOfFreedom,
  makeEstimate,
  type VarianceLedger,
} from "#lib/inference/mod.ts";
import { createStream, type RandomStream } from "#lib/numerics/mod.ts";
import { expectedBand } from "../expected_band.ts";
import type { Study, StudyRow } from "../study.ts";
import {
  type ChoiceOptions,
  countShares,
  FAILS,
  schoolsLabel,
} from "./count_shares.ts";

/** Leaves out that other common items would have given another change. */
export const withoutLinkError: Study = {
  name: "valg-linkfejl",
  title:
    "Ændring mellem to målinger, koblet med 12 fælles spørgsmål: 95 %-intervaller, der holder den sande ændring på 0",
  run: () => [
    ...linkErrorCoverage({ schools: 242, replications: 20000 }),
    ...linkErrorCoverage({ schools: 22, replications: 20000 }),
    ...linkErrorCoverage({ schools: 18, replications: 20000 }),
  ],
};

const ITEMS = 12;
/** SD in points of how far one item moves by itself: a link error of 3 points. */
const ITEM_SHIFT = 10.4;
/** SD in points of a school's change, as it is measured. */
const SCHOOL_CHANGE = 30;

const NAMES = {
  without: "uden linkfejl",
  within: "med linkfejl (bruges)",
} as const;

interface MeanOf {
  readonly mean: number;
  readonly variance: number;
  readonly degreesOfFreedom: number;
}

/** Mean of n normal draws and its estimated variance. */
function meanOf(n: number, spread: number, stream: RandomStream): MeanOf {
  const values = Array.from({ length: n }, () => spread * stream.normal());
  const mean = values.reduce((sum, v) => sum + v, 0) / n;
  const squares = values.reduce((sum, v) => sum + (v - mean) * (v - mean), 0);
  return {
    mean,
    variance: squares / (n * (n - 1)),
    degreesOfFreedom: n - 1,
  };
}

/** Share of 95 % intervals that hold a change of 0, with and without link error. */
export function linkErrorCoverage(
  { schools, replications }: ChoiceOptions,
): readonly StudyRow[] {
  return countShares({
    setting: schoolsLabel(schools),
    replications,
    replicate: (replication) => {
      const stream = createStream(405, schools, replication);
      const change = meanOf(schools, SCHOOL_CHANGE, stream);
      const link = meanOf(ITEMS, ITEM_SHIFT, stream);
      const holds = (
        variance: Partial<VarianceLedger>,
        degreesOfFreedom: number,
      ): boolean => {
        const { interval: [lower, upper] } = makeEstimate({
          value: change.mean + link.mean,
          variance,
          degreesOfFreedom,
          n: schools,
          unit: "points",
          method: "mean of schools",
        });
        return lower <= 0 && 0 <= upper;
      };
      const sampling = change.variance;
      return {
        [NAMES.without]: holds({ sampling }, change.degreesOfFreedom),
        [NAMES.within]: holds(
          { sampling, link: link.variance },
          combinedDegreesOfFreedom({
            within: sampling,
            between: 0,
            draws: 10,
            completeDegreesOfFreedom: change.degreesOfFreedom,
            link,
          }),
        ),
      };
    },
    bands: {
      [NAMES.without]: schools > 100 ? FAILS : null,
      [NAMES.within]: expectedBand(0.95, replications),
    },
  });
}
