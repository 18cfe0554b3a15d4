import { expectedBand } from "../expected_band.ts";
import type { StudyRow } from "../study.ts";
import { Tally } from "../tally.ts";

/** An interval, or the reason why there is none. */
export type MaybeInterval =
  | { readonly interval: readonly [lower: number, upper: number] }
  | { readonly hidden: string };

/** Which number an interval is of. */
export interface CountedNumber {
  /** Danish name of the number. */
  readonly name: string;
  /** Circumstances, in Danish. */
  readonly setting: string;
  /** What the interval should hold. */
  readonly truth: number;
  /** Whether the method is meant to err on the safe side here. @default {false} */
  readonly isSafe?: boolean;
}

/** What is promised of an interval of 95 per cent, from few schools too. */
const PROMISED = [0.92, 0.98] as const;

/**
 * Counts how often intervals hold the truth; one that is not shown does not.
 *
 * A share must lie between 92 and 98 per cent, or as far from 95 as the number of
 * intervals allows by chance where that is further.
 */
export class CoverageTally {
  readonly #tallies = new Map<string, Tally>();
  readonly #safe = new Set<string>();

  /** Counts one interval. */
  add(
    found: MaybeInterval,
    { name, setting, truth, isSafe = false }: CountedNumber,
  ): void {
    const tally = this.#tallies.get(setting) ?? new Tally();
    this.#tallies.set(setting, tally);
    if (isSafe) this.#safe.add(name);
    tally.add(
      name,
      !("hidden" in found) && found.interval[0] <= truth &&
        truth <= found.interval[1],
    );
  }

  /** One row per number and setting, in the order in which they first came. */
  rows(): readonly StudyRow[] {
    return [...this.#tallies].flatMap(([setting, tally]) =>
      tally.shares().map(({ name, value, trials }): StudyRow => {
        const [lower, upper] = expectedBand(0.95, trials);
        return {
          quantity: `dækning, ${name}`,
          setting,
          value,
          trials,
          band: [
            Math.min(PROMISED[0], lower),
            this.#safe.has(name) ? 1 : Math.max(PROMISED[1], upper),
          ],
        };
      })
    );
  }
}
