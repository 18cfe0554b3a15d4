/** How often something was so. */
export interface Share {
  /** What was counted. */
  readonly name: string;
  /** Share of the trials, 0–1. */
  readonly value: number;
  /** How often it was looked at. */
  readonly trials: number;
}

/** Counts how often each of several named things is so. */
export class Tally {
  readonly #counts = new Map<string, { yes: number; trials: number }>();

  /** Counts one trial. */
  add(name: string, isSo: boolean): void {
    const count = this.#counts.get(name) ?? { yes: 0, trials: 0 };
    count.trials++;
    if (isSo) count.yes++;
    this.#counts.set(name, count);
  }

  /** The shares, in the order in which their names first came. */
  shares(): readonly Share[] {
    return [...this.#counts].map(([name, { yes, trials }]) => ({
      name,
      value: yes / trials,
      trials,
    }));
  }
}
