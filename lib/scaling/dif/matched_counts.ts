import type { PooledAnswers } from "./pooled_answers.ts";

/** Persons with the same items answered and the same sum score. */
export interface Stratum {
  /** Sum score as a share of the highest possible of the items answered, 0–1. */
  readonly share: number;
  /** groups × categories: how many answered so. */
  readonly counts: Float64Array;
}

/** Answers to one item among persons matched on their sum score. */
export interface MatchedCounts {
  readonly categories: number;
  readonly groups: number;
  readonly strata: readonly Stratum[];
}

/**
 * Counts the answers to one item by stratum, group and category.
 *
 * Persons are matched on the same items answered and the same sum score, the
 * item's own included, so missing answers do no harm.
 */
export function matchedCounts(
  pooled: PooledAnswers,
  item: number,
): MatchedCounts {
  const { responses, booklet, booklets, total, cells, groups } = pooled;
  const column = responses.columns[item]!;
  const categories = responses.maxScores[item]! + 1;
  const highest = booklets.map((items) =>
    items.reduce((sum, i) => sum + responses.maxScores[i]!, 0)
  );
  const span = 1 + Math.max(0, ...highest);
  const strata = new Map<number, Stratum>();
  for (let row = 0; row < column.length; row++) {
    const score = column[row]!;
    if (score < 0) continue;
    const key = booklet[row]! * span + total[row]!;
    let stratum = strata.get(key);
    if (!stratum) {
      stratum = {
        share: total[row]! / highest[booklet[row]!]!,
        counts: new Float64Array(groups * categories),
      };
      strata.set(key, stratum);
    }
    const { group } = cells[responses.group[row]!]!;
    stratum.counts[group * categories + score]! += pooled.weight[row]!;
  }
  const inOrder = [...strata].sort(([a], [b]) => a - b).map(([, s]) => s);
  return { categories, groups, strata: inOrder };
}

/** The same with two groups only: all others, and one. */
export function oneAgainstOthers(
  { categories, groups, strata }: MatchedCounts,
  focal: number,
): MatchedCounts {
  return {
    categories,
    groups: 2,
    strata: strata.map(({ share, counts }) => {
      const two = new Float64Array(2 * categories);
      for (let g = 0; g < groups; g++) {
        for (let k = 0; k < categories; k++) {
          two[(g === focal ? categories : 0) + k]! +=
            counts[g * categories + k]!;
        }
      }
      return { share, counts: two };
    }),
  };
}
