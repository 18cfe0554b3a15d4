import { chiSquareCdf } from "#lib/numerics/mod.ts";
import type { MatchedCounts } from "./matched_counts.ts";
import type { DifClass } from "./mantel_haenszel.ts";

/** Mantel comparison of the mean scores of two matched groups. */
export interface MantelTest {
  /** Chi-square with 1 degree of freedom. */
  readonly statistic: number;
  /** From the chi-square distribution. */
  readonly pValue: number;
  /**
   * Mean score of the focal group minus that of matched persons of the reference
   * group, in standard deviations of the item.
   */
  readonly standardisedDifference: number;
  /** A: below 0.17 or not significant; B: to 0.25; C: above. */
  readonly difClass: DifClass;
}

/** Score sums of one group in one stratum. */
function scoreSums(
  counts: Float64Array,
  categories: number,
  group: number,
): { readonly n: number; readonly sum: number; readonly squares: number } {
  let [n, sum, squares] = [0, 0, 0];
  for (let k = 0; k < categories; k++) {
    const count = counts[group * categories + k]!;
    n += count;
    sum += k * count;
    squares += k * k * count;
  }
  return { n, sum, squares };
}

function classify(size: number, pValue: number): DifClass {
  if (pValue > 0.05 || !(size > 0.17)) return "A";
  return size > 0.25 ? "C" : "B";
}

/**
 * Compares the item scores of two groups, matched on the sum score.
 *
 * (Σ F − Σ E(F))² / Σ Var(F), where F is the focal group's score sum in a stratum
 * and its moments are those of drawing the group at random from the stratum. For
 * two categories it is Mantel–Haenszel without the continuity correction.
 *
 * @param counts Group 0 is the reference, group 1 the focal group.
 * @returns null when no stratum holds different answers and both groups.
 * @see Mantel (1963), Journal of the American Statistical Association 58,
 * 690–700; Zwick, Donoghue & Grima (1993), Journal of Educational Measurement 30, 233–251.
 */
export function mantelTest(
  { strata, categories }: MatchedCounts,
): MantelTest | null {
  let [difference, variance, focal, gap] = [0, 0, 0, 0];
  let [n, sum, squares] = [0, 0, 0];
  for (const { counts } of strata) {
    const r = scoreSums(counts, categories, 0);
    const f = scoreSums(counts, categories, 1);
    const size = r.n + f.n;
    n += size;
    sum += r.sum + f.sum;
    squares += r.squares + f.squares;
    if (!(r.n > 0 && f.n > 0 && size > 1)) continue;
    const scores = r.sum + f.sum;
    difference += f.sum - f.n * scores / size;
    variance += r.n * f.n / (size * size * (size - 1)) *
      (size * (r.squares + f.squares) - scores * scores);
    focal += f.n;
    gap += f.n * (f.sum / f.n - r.sum / r.n);
  }
  if (!(variance > 0)) return null;
  const statistic = difference * difference / variance;
  const pValue = 1 - chiSquareCdf(statistic, 1);
  const deviation = Math.sqrt((squares - sum * sum / n) / (n - 1));
  const standardisedDifference = gap / focal / deviation;
  return {
    statistic,
    pValue,
    standardisedDifference,
    difClass: classify(Math.abs(standardisedDifference), pValue),
  };
}
