import { residualise } from "./draw_statistics.ts";
import type { Lottery } from "./lottery.ts";

/**
 * Standard error at the estimated effect: schools of the actual draw are freed of
 * it first, so that it does not count as spread.
 */
export function standardErrorAt(effect: number, lottery: Lottery): number {
  const { treated, weights } = lottery;
  const outcome = lottery.outcome.map((y, i) => y - effect * treated[i]!);
  const { outcome: left } = residualise({ ...lottery, outcome });
  const variance = (mark: number) => {
    const members = treated.reduce<number[]>(
      (found, one, i) => one === mark ? [...found, i] : found,
      [],
    );
    let weight = 0, mean = 0, squares = 0;
    for (const i of members) weight += weights[i]!;
    for (const i of members) mean += weights[i]! * left[i]! / weight;
    for (const i of members) {
      const d = weights[i]! * (left[i]! - mean);
      squares += d * d;
    }
    const n = members.length;
    return n / (n - 1) * squares / (weight * weight);
  };
  return Math.sqrt(variance(1) + variance(0));
}
