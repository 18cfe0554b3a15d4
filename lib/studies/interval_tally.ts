import { expectedBand } from "./expected_band.ts";
import type { StudyRow } from "./study.ts";
import { Tally } from "./tally.ts";

/** One 95 % interval and what it should hold. */
export interface IntervalTrial {
  /** Danish name of the number. */
  readonly name: string;
  /** Lower and upper end. */
  readonly interval: readonly [lower: number, upper: number];
  /** The true number; 0 is a difference or change that is not there. */
  readonly truth: number;
}

/**
 * Counts how often 95 % intervals of several kinds hold the truth and, among those whose
 * truth is 0, how often something is found.
 */
export class IntervalTally {
  readonly #held = new Tally();
  readonly #found = new Tally();

  /** Counts one interval. */
  add({ name, interval: [lower, upper], truth }: IntervalTrial): void {
    this.#held.add(`dækning, ${name}`, lower <= truth && truth <= upper);
    if (truth === 0) {
      this.#found.add(`fund uden grund, ${name}`, lower > 0 || upper < 0);
    }
  }

  /** The shares that held, then those that found, with the bands of 95 and 5 per cent. */
  rows(setting: string): readonly StudyRow[] {
    return ([[this.#held, 0.95], [this.#found, 0.05]] as const).flatMap(
      ([tally, promised]) =>
        tally.shares().map(({ name, value, trials }) => ({
          quantity: name,
          setting,
          value,
          trials,
          band: expectedBand(promised, trials),
        })),
    );
  }
}
