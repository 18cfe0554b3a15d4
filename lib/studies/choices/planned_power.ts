import {
  minimumDetectableChange,
  minimumDetectableEffect,
  possibleDraws,
  randomisationTest,
} from "#lib/effects/mod.ts";
import { createStream, studentQuantile } from "#lib/numerics/mod.ts";
import type { Study, StudyRow } from "../study.ts";
import {
  type ChoiceOptions,
  countShares,
  schoolsLabel,
} from "./count_shares.ts";

/** Holds the planning's promise against simulated waves and lotteries. */
export const plannedPower: Study = {
  name: "valg-planlaegning",
  title:
    "Andel af målinger og lodtrækninger, der finder den mindste ændring eller effekt, de er planlagt til (80 %)",
  run: () => [
    ...[242, 22, 18].flatMap((schools) =>
      waveChangePower({ schools, replications: 20000 })
    ),
    ...[40, 22, 18].flatMap((schools) =>
      lotteryPower({ schools, replications: 4000 })
    ),
  ],
};

const ICC = 0.05;
const STABILITY = 0.8;
const PUPILS = 60;
const SAMPLES = 999;
const PROMISED: StudyRow["band"] = [0.76, 0.84];

/** Share of pairs of waves in which the smallest detectable change is found. */
export function waveChangePower(
  { schools, replications }: ChoiceOptions,
): readonly StudyRow[] {
  const { standardised } = minimumDetectableChange({
    schools,
    pupilsPerSchool: PUPILS,
    icc: ICC,
    schoolStability: STABILITY,
  });
  const spread = Math.sqrt(
    2 * ICC * (1 - STABILITY) + 2 * (1 - ICC) / PUPILS,
  );
  const critical = studentQuantile(0.975, schools - 1);
  const name = "næste måling, t-test";
  return countShares({
    setting: schoolsLabel(schools),
    replications,
    replicate: (replication) => {
      const stream = createStream(408, schools, replication);
      let mean = 0, squares = 0;
      for (let i = 0; i < schools; i++) {
        const value = standardised + spread * stream.normal();
        const away = value - mean;
        mean += away / (i + 1);
        squares += away * (value - mean);
      }
      const error = Math.sqrt(squares / (schools * (schools - 1)));
      return { [name]: Math.abs(mean) > critical * error };
    },
    bands: { [name]: PROMISED },
  });
}

/** Share of lotteries in which the smallest detectable effect is found by the exact test. */
export function lotteryPower(
  { schools, replications }: ChoiceOptions,
): readonly StudyRow[] {
  const drawn = Math.floor(schools / 2);
  const { standardised } = minimumDetectableEffect({
    schools,
    treated: drawn,
    pupilsPerSchool: PUPILS,
    icc: ICC,
  });
  const spread = Math.sqrt(ICC + (1 - ICC) / PUPILS);
  const name = "lodtrækning, eksakt test";
  const treated = Array.from(
    { length: schools },
    (_, i) => i < drawn ? 1 : 0,
  );
  return countShares({
    setting: schoolsLabel(schools),
    replications,
    replicate: (replication) => {
      const stream = createStream(409, schools, replication);
      const outcome = treated.map((t) =>
        t * standardised + spread * stream.normal()
      );
      const draws = possibleDraws(treated, {
        exactLimit: 1,
        samples: SAMPLES,
        seed: replication,
      });
      const { studentised } = randomisationTest({ outcome }, draws, {
        intervals: "none",
      });
      return { [name]: studentised!.pValue <= 0.05 };
    },
    bands: { [name]: PROMISED },
  });
}
