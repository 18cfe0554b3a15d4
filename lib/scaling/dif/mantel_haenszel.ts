import { chiSquareCdf, ln, normalQuantile } from "#lib/numerics/mod.ts";
import type { MatchedCounts } from "./matched_counts.ts";

/** Size of DIF by the rules of the Educational Testing Service: negligible to large. */
export type DifClass = "A" | "B" | "C";

/** Mantel–Haenszel comparison of two groups on an item with two categories. */
export interface MantelHaenszel {
  /** Odds of success in the reference group over those in the focal group. */
  readonly oddsRatio: number;
  /** −2.35 ln(odds ratio): below 0 the item is harder for the focal group. */
  readonly dDif: number;
  /** Standard error of `dDif` (Robins, Breslow & Greenland). */
  readonly standardError: number;
  /** Chi-square with 1 degree of freedom and continuity correction. */
  readonly statistic: number;
  /** From the chi-square distribution. */
  readonly pValue: number;
  /**
   * A: |D-DIF| below 1 or not significant; C: above 1.5 and significantly above
   * 1; B: the others (5 %).
   */
  readonly difClass: DifClass;
}

/** Turns a log-odds ratio into the delta scale of the ETS. */
const DELTA = -2.35;

interface Sums {
  successes: number;
  expected: number;
  variance: number;
  favourable: number;
  unfavourable: number;
  /** Robins–Breslow–Greenland: Σ PR, Σ (PS + QR), Σ QS. */
  agreeing: number;
  mixed: number;
  opposing: number;
}

/** Sums over strata with persons of both groups and at least two. */
function sumStrata({ strata }: MatchedCounts): Sums {
  const sums: Sums = {
    successes: 0,
    expected: 0,
    variance: 0,
    favourable: 0,
    unfavourable: 0,
    agreeing: 0,
    mixed: 0,
    opposing: 0,
  };
  for (const { counts } of strata) {
    const [b, a, d, c] = [counts[0]!, counts[1]!, counts[2]!, counts[3]!];
    const [reference, focal, right, wrong] = [a + b, c + d, a + c, b + d];
    const n = reference + focal;
    if (!(reference > 0 && focal > 0 && n > 1)) continue;
    sums.successes += a;
    sums.expected += reference * right / n;
    sums.variance += reference * focal * right * wrong / (n * n * (n - 1));
    const [p, q, r, s] = [(a + d) / n, (b + c) / n, a * d / n, b * c / n];
    sums.favourable += r;
    sums.unfavourable += s;
    sums.agreeing += p * r;
    sums.mixed += p * s + q * r;
    sums.opposing += q * s;
  }
  return sums;
}

function classify(dDif: number, error: number, pValue: number): DifClass {
  const size = Math.abs(dDif);
  if (size < 1 || pValue > 0.05) return "A";
  const oneSided = normalQuantile(0.95);
  return size > 1.5 && (size - 1) / error > oneSided ? "C" : "B";
}

/**
 * Compares two groups on an item with two categories, matched on the sum score.
 *
 * α = Σ (A D / T) / Σ (B C / T) over the strata, where A and B are right and wrong
 * in the reference group, C and D in the focal one.
 *
 * @param counts Group 0 is the reference, group 1 the focal group.
 * @returns null when no stratum holds answers of both kinds in both groups.
 * @see Mantel & Haenszel (1959), Journal of the National Cancer Institute 22,
 * 719–748; Holland & Thayer (1988), in Wainer & Braun (eds), Test Validity.
 */
export function mantelHaenszel(counts: MatchedCounts): MantelHaenszel | null {
  const sums = sumStrata(counts);
  const { favourable: r, unfavourable: s } = sums;
  if (!(r > 0 && s > 0 && sums.variance > 0)) return null;
  const oddsRatio = r / s;
  const variance = sums.agreeing / (2 * r * r) + sums.mixed / (2 * r * s) +
    sums.opposing / (2 * s * s);
  const distance = Math.abs(sums.successes - sums.expected);
  // The correction may not turn a small difference round.
  const corrected = distance - Math.min(0.5, distance);
  const statistic = corrected * corrected / sums.variance;
  const pValue = 1 - chiSquareCdf(statistic, 1);
  const dDif = DELTA * ln(oddsRatio);
  const standardError = -DELTA * Math.sqrt(variance);
  const difClass = classify(dDif, standardError, pValue);
  return { oddsRatio, dDif, standardError, statistic, pValue, difClass };
}
