import type { Statistic } from "../statistics.ts";
import type { SumInput } from "./sums.ts";

// Unweighted numbers of people per cluster and wave.
const ALL = 0, BOYS = 1, GIRLS = 2, EDUCATION = 3, UNKNOWN = 6, BACKGROUND = 7;
/** Numbers kept per cluster and wave. */
export const COUNTS_PER_WAVE = 8;

/** People behind a statistic and people it had to leave out. */
export interface PeopleBehind {
  readonly n: number;
  readonly dropped: number;
  /** Smallest group compared; what the rule on small groups looks at. */
  readonly smallest: number;
}

/**
 * Counts people per cluster, wave and subgroup.
 *
 * @returns clusters × (waves · {@linkcode COUNTS_PER_WAVE}), row-major.
 */
export function clusterCounts(
  input: SumInput,
  { clusters, waves }: { readonly clusters: number; readonly waves: number },
): Int32Array {
  const width = waves * COUNTS_PER_WAVE;
  const counts = new Int32Array(clusters * width);
  for (let i = 0; i < input.wave.length; i++) {
    const cluster = input.cluster[i]!;
    if (cluster < 0) continue;
    const at = cluster * width + input.wave[i]! * COUNTS_PER_WAVE;
    counts[at + ALL]!++;
    const gender = input.gender[i]!;
    if (gender >= 0) counts[at + BOYS + gender]!++;
    const education = input.education[i]!;
    counts[at + (education < 0 ? UNKNOWN : EDUCATION + education)]!++;
    if (!Number.isNaN(input.background[i]!)) counts[at + BACKGROUND]!++;
  }
  return counts;
}

/** Adds up the counts of some clusters: waves × {@linkcode COUNTS_PER_WAVE}. */
export function totalCounts(
  counts: Int32Array,
  clusters: ArrayLike<number>,
  waves: number,
): Int32Array {
  const width = waves * COUNTS_PER_WAVE;
  const total = new Int32Array(width);
  for (let c = 0; c < clusters.length; c++) {
    for (let k = 0; k < width; k++) {
      total[k]! += counts[clusters[c]! * width + k]!;
    }
  }
  return total;
}

/** People of one cluster over all waves. */
export function peopleIn(
  counts: Int32Array,
  cluster: number,
  waves: number,
): number {
  let people = 0;
  for (let w = 0; w < waves; w++) {
    people += counts[(cluster * waves + w) * COUNTS_PER_WAVE + ALL]!;
  }
  return people;
}

/** The people behind one statistic of one wave. */
export function peopleBehind(
  total: Int32Array,
  wave: number,
  statistic: Statistic,
): PeopleBehind {
  const at = wave * COUNTS_PER_WAVE;
  const count = (k: number): number => total[at + k]!;
  const all = count(ALL);
  const group = (n: number): PeopleBehind => ({ n, dropped: 0, smallest: n });
  switch (statistic) {
    case "boys":
      return group(count(BOYS));
    case "girls":
      return group(count(GIRLS));
    case "education-low":
      return group(count(EDUCATION));
    case "education-middle":
      return group(count(EDUCATION + 1));
    case "education-high":
      return group(count(EDUCATION + 2));
    case "education-unknown":
      return group(count(UNKNOWN));
    case "gender-gap":
      return between(
        count(BOYS),
        count(GIRLS),
        all - count(BOYS) - count(GIRLS),
      );
    case "education-gap":
      return between(count(EDUCATION), count(EDUCATION + 2), count(UNKNOWN));
    case "gradient":
    case "explained": {
      const n = count(BACKGROUND);
      return { n, dropped: all - n, smallest: n };
    }
    default:
      return group(all);
  }
}

function between(first: number, second: number, dropped: number): PeopleBehind {
  return { n: first + second, dropped, smallest: Math.min(first, second) };
}
