import {
  BACKGROUND_WIDTH,
  backgroundSumsInPlace,
  gradientCount,
  gradientStatistics,
} from "#lib/background/mod.ts";
import { type HomesOptions, simulateHomes } from "../simulate_homes.ts";

/** Schools simulated at a time; more of them need more memory, not less time. */
const BATCH = 500, BATCHES = 120;
/** Apart from the seeds of the samples that are held against the truth. */
const FIRST_SEED = 900000;

const PLAN = { waves: 2, pairs: [[0, 1]] } as const;

/**
 * What the measures of social background and their changes tend to with ever more
 * schools: those of 60,000 schools drawn like the samples, whose own error is a
 * sixteenth of that of 242 schools.
 *
 * @param options.of Homes whose background is known, or all homes.
 * @returns The numbers of `gradientStatistics` for two waves.
 */
export function homesTruth(
  homesOptions: Omit<HomesOptions, "seed" | "schools">,
  { of }: { readonly of: "known" | "all" },
): Float64Array {
  const width = PLAN.waves * BACKGROUND_WIDTH;
  const total = new Float64Array(width);
  const sums = new Float64Array(BATCH * width);
  for (let batch = 0; batch < BATCHES; batch++) {
    const homes = simulateHomes({
      ...homesOptions,
      seed: FIRST_SEED + batch,
      schools: BATCH,
    });
    const { education } = of === "all" ? homes.complete : homes.people;
    const { background } = of === "all" ? homes.complete : homes;
    backgroundSumsInPlace(sums, { ...homes.people, education }, {
      draw: { points: homes.points, background },
      sizes: { schools: BATCH, waves: PLAN.waves },
    });
    sums.forEach((value, k) => total[k % width]! += value);
  }
  const numbers = new Float64Array(gradientCount(PLAN));
  gradientStatistics(PLAN)(total, numbers);
  return numbers;
}
