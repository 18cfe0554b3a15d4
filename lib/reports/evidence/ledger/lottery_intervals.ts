import type { PrintedInterval } from "./printed_interval.ts";

/** The lottery between schools. */
export const LOTTERY_INTERVALS: readonly PrintedInterval[] = [
  {
    kinds: ["effect"],
    label: "Effekt af at blive trukket ud",
    coverage: {
      study: "lodtraekning",
      quantity: "dækning, eksakt, studentiseret (trykt)",
    },
  },
];
