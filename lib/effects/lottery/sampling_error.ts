import { fCdf, findRoot } from "#lib/numerics/mod.ts";

/** Chance of at least `found` among `trials` when each has the given chance. */
function atLeast(found: number, trials: number, chance: number): number {
  // Binomial tail as a beta integral, and that as an F distribution.
  const others = trials - found + 1;
  const odds = chance / (1 - chance);
  return fCdf(odds * others / found, 2 * found, 2 * others);
}

/**
 * Interval for the share of all draws that are extreme, from a sample of draws.
 *
 * Exact (Clopper & Pearson): the shares under which so many or so few in the sample
 * are not improbable.
 *
 * @param found Extreme draws in the sample, without the recorded one.
 * @param trials Draws sampled.
 * @see Clopper & Pearson (1934), Biometrika 26, 404–413.
 */
export function shareInterval(
  found: number,
  trials: number,
  { level = 0.95 }: { readonly level?: number } = {},
): readonly [lower: number, upper: number] {
  const tail = (1 - level) / 2;
  const between = [1e-12, 1 - 1e-12] as const;
  const lower = found === 0 ? 0 : findRoot(
    (p) => atLeast(found, trials, p) - tail,
    { between, tolerance: 1e-10 },
  ).x;
  const upper = found === trials ? 1 : findRoot(
    (p) => atLeast(found + 1, trials, p) - (1 - tail),
    { between, tolerance: 1e-10 },
  ).x;
  return [lower, upper];
}
