import { BACKGROUND_INTERVALS } from "./background_intervals.ts";
import {
  DEVELOPMENT_INTERVALS,
  PROFILE_INTERVALS,
  VERDICTS,
} from "./development_intervals.ts";
import { LOTTERY_INTERVALS } from "./lottery_intervals.ts";
import type { LedgerPart } from "./printed_interval.ts";

/**
 * Every kind of interval that reports print, with the study that tries it. A test reads
 * the names of all published numbers and fails where a kind is missing here.
 */
export const INTERVAL_LEDGER: readonly LedgerPart[] = [
  {
    title: "Kommuner og program: niveau og udvikling",
    intervals: DEVELOPMENT_INTERVALS,
  },
  { title: "Succeskriterierne", intervals: VERDICTS },
  { title: "Skoler og klasser", intervals: PROFILE_INTERVALS },
  { title: "Social baggrund", intervals: BACKGROUND_INTERVALS },
  { title: "Lodtrækningen", intervals: LOTTERY_INTERVALS },
];
