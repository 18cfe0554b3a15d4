import { chiSquareCdf, ln } from "#lib/numerics/mod.ts";
import type { MatchedCounts } from "./matched_counts.ts";

/** Cumulative common odds ratio of two matched groups. */
export interface LiuAgresti {
  /**
   * ln of the odds of a higher score in the reference group over those in the
   * focal group, the same at every cut: above 0 the item is harder for the focal group.
   */
  readonly logOddsRatio: number;
  /** From the multinomial variance within the strata. */
  readonly standardError: number;
  /** (logOddsRatio / standardError)², 1 degree of freedom. */
  readonly statistic: number;
  /** From the chi-square distribution. */
  readonly pValue: number;
}

/** Answers above each cut, for one group of a stratum. */
function aboveCuts(
  counts: Float64Array,
  from: number,
  categories: number,
): { readonly n: number; readonly above: Float64Array } {
  const above = new Float64Array(categories - 1);
  let n = 0;
  for (let k = categories - 1; k >= 0; k--) {
    n += counts[from + k]!;
    if (k > 0) above[k - 1] = n;
  }
  return { n, above };
}

/** n × variance of a value of the categories under their observed shares. */
function multinomialVariance(
  counts: Float64Array,
  from: number,
  values: Float64Array,
): number {
  let [n, sum, squares] = [0, 0, 0];
  for (let k = 0; k < values.length; k++) {
    n += counts[from + k]!;
    sum += counts[from + k]! * values[k]!;
    squares += counts[from + k]! * values[k]! * values[k]!;
  }
  return n > 0 ? squares - sum * sum / n : 0;
}

/** Variance of Σ cuts (A D − ψ B C) / T of one stratum, by its derivatives. */
function stratumVariance(
  counts: Float64Array,
  categories: number,
  ratio: number,
): number {
  const reference = aboveCuts(counts, 0, categories);
  const focal = aboveCuts(counts, categories, categories);
  const size = reference.n + focal.n;
  const ofReference = new Float64Array(categories);
  const ofFocal = new Float64Array(categories);
  for (let cut = 0; cut < categories - 1; cut++) {
    for (let k = 0; k < categories; k++) {
      ofReference[k]! += k > cut
        ? (focal.n - focal.above[cut]!) / size
        : -ratio * focal.above[cut]! / size;
      ofFocal[k]! += k > cut
        ? -ratio * (reference.n - reference.above[cut]!) / size
        : reference.above[cut]! / size;
    }
  }
  return multinomialVariance(counts, 0, ofReference) +
    multinomialVariance(counts, categories, ofFocal);
}

/**
 * Compares two groups on an ordered item by one odds ratio for all its cuts.
 *
 * ψ = Σ Σ (A D / T) / Σ Σ (B C / T) over strata and cuts, where A and B are above
 * and below the cut in the reference group, C and D in the focal one. With two
 * categories it is the Mantel–Haenszel odds ratio. The standard error holds for
 * strata with more than a few persons in each group.
 *
 * @param counts Group 0 is the reference, group 1 the focal group.
 * @returns null when the odds ratio is 0, infinite or undefined.
 * @see Liu & Agresti (1996), Biometrics 52, 1223–1234; Penfield & Algina (2003),
 * Journal of Educational Measurement 40, 353–370.
 */
export function liuAgresti(
  { strata, categories }: MatchedCounts,
): LiuAgresti | null {
  let [favourable, unfavourable] = [0, 0];
  for (const { counts } of strata) {
    const reference = aboveCuts(counts, 0, categories);
    const focal = aboveCuts(counts, categories, categories);
    const size = reference.n + focal.n;
    if (!(reference.n > 0 && focal.n > 0)) continue;
    for (let cut = 0; cut < categories - 1; cut++) {
      const [a, c] = [reference.above[cut]!, focal.above[cut]!];
      favourable += a * (focal.n - c) / size;
      unfavourable += (reference.n - a) * c / size;
    }
  }
  if (!(favourable > 0 && unfavourable > 0)) return null;
  const ratio = favourable / unfavourable;
  let variance = 0;
  for (const { counts } of strata) {
    variance += stratumVariance(counts, categories, ratio);
  }
  const logOddsRatio = ln(ratio);
  const standardError = Math.sqrt(variance) / favourable;
  const z = logOddsRatio / standardError;
  return {
    logOddsRatio,
    standardError,
    statistic: z * z,
    pValue: 1 - chiSquareCdf(z * z, 1),
  };
}
