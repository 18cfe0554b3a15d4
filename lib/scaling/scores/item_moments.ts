import { exp } from "#lib/numerics/mod.ts";
import type { ItemParameters } from "../types.ts";

/** Mean and variance of an item's score at one θ. */
export interface ScoreMoment {
  readonly expected: number;
  readonly variance: number;
}

/** Mean and variance of the category an item gets at one θ. */
export function scoreMoment(
  { slope, intercepts }: ItemParameters,
  theta: number,
): ScoreMoment {
  let top = -Infinity;
  for (let k = 0; k < intercepts.length; k++) {
    top = Math.max(top, slope * k * theta + intercepts[k]!);
  }
  let total = 0;
  let first = 0;
  let second = 0;
  for (let k = 0; k < intercepts.length; k++) {
    if (intercepts[k] === -Infinity) continue;
    const p = exp(slope * k * theta + intercepts[k]! - top);
    total += p;
    first += k * p;
    second += k * k * p;
  }
  const expected = first / total;
  return { expected, variance: second / total - expected * expected };
}
