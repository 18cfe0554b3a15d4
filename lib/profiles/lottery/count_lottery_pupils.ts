/** What a lottery's pupils are counted by. */
export interface LotteryCells {
  /** School ids. */
  readonly schools: readonly string[];
  /** Years before and after. */
  readonly years: readonly number[];
  /** Scale id. */
  readonly scale: string;
}

/**
 * Counts each school's pupils after the draw.
 *
 * A school without answers cannot be left out: who is left would not be who was drawn.
 *
 * @returns In the order of the schools.
 * @throws {RangeError} If a school has no pupil in one of the two years.
 */
export function countLotteryPupils(
  { schools, years, scale }: LotteryCells,
  { wave, school }: {
    /** 0 before, 1 after, per pupil. */
    readonly wave: ArrayLike<number>;
    /** Number of each pupil's school. */
    readonly school: ArrayLike<number>;
  },
): number[] {
  const counts = [schools, schools].map((ids) => ids.map(() => 0));
  for (let i = 0; i < wave.length; i++) counts[wave[i]!]![school[i]!]!++;
  counts.forEach((ofWave, w) => {
    const empty = schools.filter((_, s) => ofWave[s] === 0);
    if (empty.length === 0) return;
    throw new RangeError(
      `Cannot compute the lottery: ${empty.length} of ${schools.length} schools have no answers to "${scale}" in ${
        years[w]
      }, the first is "${empty[0]}"; every school of the draw is needed`,
    );
  });
  return counts[1]!;
}
