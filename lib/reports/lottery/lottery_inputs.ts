import type { LotteryOutcome } from "#lib/effects/mod.ts";
import { ln } from "#lib/numerics/mod.ts";
import type { LotteryOutcomeData } from "#lib/profiles/mod.ts";

/** School means after, adjusted for the school's own mean before. */
export function meanOutcome(
  { before, after }: LotteryOutcomeData,
): LotteryOutcome {
  return { outcome: after, baseline: [before] };
}

/**
 * Logarithm of the pupils' spread after, adjusted for that before: its effect is the
 * logarithm of the factor by which the spread has become larger.
 */
export function spreadOutcome(
  { spreadBefore, spreadAfter }: LotteryOutcomeData,
): LotteryOutcome {
  return { outcome: spreadAfter.map(ln), baseline: [spreadBefore.map(ln)] };
}
