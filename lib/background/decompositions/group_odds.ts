import { choleskySolveInPlace, exp } from "#lib/numerics/mod.ts";
import { factorOf } from "./group_moments.ts";
import type { ScoreGroup } from "./score_group.ts";

/** Steps after which separation, not slowness, is the reason. */
const MOST_STEPS = 50;
/** Newton's steps converge quadratically: the one after this changes nothing. */
const SMALL_STEP = 1e-9;

/** Score and information of a logistic model of being in the first group. */
function addGroupInPlace(
  sums: { readonly score: Float64Array; readonly information: Float64Array },
  { columns: p, values }: ScoreGroup,
  { weights, coefficients, outcome }: {
    readonly weights: Float64Array;
    readonly coefficients: Float64Array;
    readonly outcome: 0 | 1;
  },
): void {
  const { score, information } = sums;
  for (let i = 0; i < weights.length; i++) {
    const w = weights[i]!;
    if (w === 0) continue;
    let eta = 0;
    for (let j = 0; j < p; j++) eta += coefficients[j]! * values[i * p + j]!;
    const share = 1 / (1 + exp(-eta));
    const left = w * (outcome - share), spread = w * share * (1 - share);
    for (let j = 0; j < p; j++) {
      const x = values[i * p + j]!;
      score[j]! += left * x;
      for (let k = 0; k <= j; k++) {
        information[j * p + k]! += spread * x * values[i * p + k]!;
      }
    }
  }
}

/**
 * Coefficients of a logistic regression of being in the first group.
 *
 * @param start From where to go; another replicate's coefficients save steps.
 * @returns `null` where the columns tell the groups apart for certain, or depend on each other.
 */
export function fitGroupOdds(
  groups: readonly [ScoreGroup, ScoreGroup],
  weights: readonly [Float64Array, Float64Array],
  { start }: { readonly start: Float64Array },
): Float64Array | null {
  const p = start.length;
  const coefficients = start.slice();
  for (let step = 0; step < MOST_STEPS; step++) {
    const sums = {
      score: new Float64Array(p),
      information: new Float64Array(p * p),
    };
    groups.forEach((group, g) =>
      addGroupInPlace(sums, group, {
        weights: weights[g]!,
        coefficients,
        outcome: g === 0 ? 1 : 0,
      })
    );
    const factor = factorOf(sums.information, p);
    if (factor === null) return null;
    choleskySolveInPlace(factor, p, sums.score);
    let largest = 0;
    for (let j = 0; j < p; j++) {
      coefficients[j]! += sums.score[j]!;
      largest = Math.max(
        largest,
        Math.abs(sums.score[j]!) / (1 + Math.abs(coefficients[j]!)),
      );
    }
    if (!(largest < Infinity)) return null;
    if (largest < SMALL_STEP) return coefficients;
  }
  return null;
}

/** Weights that give the second group the first one's background: weight × odds of the first. */
export function counterfactualWeights(
  { columns: p, values }: ScoreGroup,
  weights: Float64Array,
  { coefficients }: { readonly coefficients: Float64Array },
): Float64Array {
  const result = new Float64Array(weights.length);
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    let eta = 0;
    for (let j = 0; j < p; j++) eta += coefficients[j]! * values[i * p + j]!;
    result[i] = weights[i]! * exp(eta);
  }
  return result;
}
