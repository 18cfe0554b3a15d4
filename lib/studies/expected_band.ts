import type { StudyRow } from "./study.ts";

/** Standard errors of the simulation on either side. */
const REACH = 3;

/** Options for {@linkcode expectedBand}. */
export interface BandOptions {
  /**
   * "above" allows a method that errs on the safe side to hold more often, "below" a
   * test to find less. @default {"both"}
   */
  readonly open?: "both" | "above" | "below";
}

/**
 * Where a share must lie that is promised to be `share`, by the chance of so many
 * independent trials alone: three standard errors to either side.
 *
 * @param share 0–1.
 */
export function expectedBand(
  share: number,
  trials: number,
  { open = "both" }: BandOptions = {},
): NonNullable<StudyRow["band"]> {
  const reach = REACH * Math.sqrt(share * (1 - share) / trials);
  return [
    open === "below" ? 0 : Math.max(0, share - reach),
    open === "above" ? 1 : Math.min(1, share + reach),
  ];
}
