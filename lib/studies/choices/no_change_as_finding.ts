import { judgeChanges } from "#lib/effects/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import { expectedBand } from "../expected_band.ts";
import type { Study, StudyRow } from "../study.ts";
import {
  type ChoiceOptions,
  countShares,
  schoolsLabel,
} from "./count_shares.ts";

/** Takes a lack of data for a finding that nothing has changed. */
export const noChangeAsFinding: Study = {
  name: "valg-ingen-aendring",
  title: "Hvor ofte dommen bliver »ingen ændring«, når grænsen er 5 point",
  run: () =>
    ([MARGIN, 0] as const).flatMap((truth) =>
      [242, 22, 18].flatMap((schools) =>
        noChangeClaims({ schools, truth, replications: 20000 })
      )
    ),
};

const MARGIN = 5;
const ALPHA = 0.05;
/** SD in points of a school's change, as it is measured. */
const SCHOOL_CHANGE = 30;

/** What {@linkcode noChangeClaims} simulates. */
export interface NoChangeOptions extends ChoiceOptions {
  /** True change, points. */
  readonly truth: number;
}

/**
 * Share of samples that are said to show no change: by a p-value above 5 per cent, and
 * by the verdict of the success criteria.
 */
export function noChangeClaims(
  { schools, truth, replications }: NoChangeOptions,
): readonly StudyRow[] {
  const isReal = truth >= MARGIN;
  const [naive, equivalence] = ["p over 5 %", "ækvivalenstest (bruges)"].map(
    (rule) => `${isReal ? `sand ændring ${truth} point` : "uændret"}: ${rule}`,
  ) as [string, string];
  return countShares({
    setting: schoolsLabel(schools),
    replications,
    replicate: (replication) => {
      const stream = createStream(407, schools, truth, replication);
      let mean = 0, squares = 0;
      for (let i = 0; i < schools; i++) {
        const value = truth + SCHOOL_CHANGE * stream.normal();
        const away = value - mean;
        mean += away / (i + 1);
        squares += away * (value - mean);
      }
      const change = {
        value: mean,
        standardError: Math.sqrt(squares / (schools * (schools - 1))),
        degreesOfFreedom: schools - 1,
      };
      const [judged] = judgeChanges(
        [{ change, margin: MARGIN, desired: 1, alpha: ALPHA }],
        { adjustment: "Holm" },
      );
      return {
        [naive]: judged!.differenceP > ALPHA,
        [equivalence]: judged!.verdict === "no-certain-change",
      };
    },
    bands: isReal
      ? {
        [naive]: schools < 100 ? [0.3, 1] : null,
        [equivalence]: expectedBand(0.05, replications, { open: "below" }),
      }
      : {},
  });
}
