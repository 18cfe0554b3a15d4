import { changeSlot, isIn, type PupilLayout, pupilSlot } from "./pupil_sums.ts";
import type { WavePair } from "./pupil_sums.ts";

/**
 * What can be said of pupils between two waves, in the order of the results:
 * - "same-grade": change of the same grades, other pupils in them;
 * - "same-cohort": change of the same year groups, older by the years between;
 * - "followed": mean change of each pupil who is in both waves;
 * - "followed-versus-left": in the earlier wave, pupils in both minus pupils of the
 *   same grades who are not in the later one although their grade could be;
 * - "followed-versus-new": the same in the later wave against pupils who were not in
 *   the earlier one.
 */
export const PUPIL_STATISTICS = [
  "same-grade",
  "same-cohort",
  "followed",
  "followed-versus-left",
  "followed-versus-new",
] as const;

/** Name of a statistic of pupils between two waves. */
export type PupilStatistic = (typeof PUPIL_STATISTICS)[number];

/** The same grade, or grades, on both sides of a comparison: where their sums lie. */
interface GradeSides {
  readonly first: Int32Array;
  readonly second: Int32Array;
}

/** Second side minus first, grade by grade. */
interface Comparison {
  readonly grades: readonly GradeSides[];
  /** Whose numbers decide how much a grade counts. */
  readonly by: "both" | "second";
}

/** Positions of the sums of a wave and grade, of the patterns that are kept. */
function slotsOf(
  layout: PupilLayout,
  { wave, grade }: { readonly wave: number; readonly grade: number },
  keep: (pattern: number) => boolean = () => true,
): Int32Array {
  const at = pupilSlot(layout, grade, { wave, present: 0 });
  const patterns = Array.from({ length: layout.patterns }, (_, q) => q);
  return Int32Array.from(
    at < 0 ? [] : patterns.filter(keep).map((q) => at + 2 * q),
  );
}

/** Followed against the others in one wave, among grades that could be in the other. */
function followedAgainstOthers(
  layout: PupilLayout,
  { wave, other, step }: {
    readonly wave: number;
    readonly other: number;
    /** Grades from this wave to the other one; negative for the earlier. */
    readonly step: number;
  },
): Comparison {
  const [first, last] = layout.grades;
  return {
    by: "second",
    grades: gradesOf(layout)
      .filter((grade) => grade + step >= first && grade + step <= last)
      .map((grade) => ({
        first: slotsOf(layout, { wave, grade }, (q) => !isIn(q, wave, other)),
        second: slotsOf(layout, { wave, grade }, (q) => isIn(q, wave, other)),
      })),
  };
}

/** All pupils of a grade against all of the same, or of an older one. */
function wavesAgainst(
  layout: PupilLayout,
  { from, to }: WavePair,
  older: number,
): Comparison {
  return {
    by: "both",
    grades: gradesOf(layout).map((grade) => ({
      first: slotsOf(layout, { wave: from, grade }),
      second: slotsOf(layout, { wave: to, grade: grade + older }),
    })).filter(({ second }) => second.length > 0),
  };
}

/** The comparisons of a pair of waves in the order of the statistics; null is "followed". */
function comparisonsOf(
  layout: PupilLayout,
  pair: WavePair,
): readonly (Comparison | null)[] {
  const { from, to, gap } = pair;
  return [
    wavesAgainst(layout, pair, 0),
    wavesAgainst(layout, pair, gap),
    null,
    followedAgainstOthers(layout, { wave: from, other: to, step: gap }),
    followedAgainstOthers(layout, { wave: to, other: from, step: -gap }),
  ];
}

function gradesOf({ grades: [first, last] }: PupilLayout): number[] {
  return Array.from({ length: last - first + 1 }, (_, g) => first + g);
}

function addUp(sums: ArrayLike<number>, slots: Int32Array, k: number): number {
  let total = 0;
  for (let i = 0; i < slots.length; i++) total += sums[slots[i]! + k]!;
  return total;
}

/**
 * Mean over grades of second minus first, each grade counting by the share of its
 * pupils on the sides that decide: the composition by grade is the same on both.
 */
function standardised(
  sums: ArrayLike<number>,
  { grades, by }: Comparison,
): number {
  let first = 0, second = 0, byFirst = 0, bySecond = 0;
  for (let g = 0; g < grades.length; g++) {
    const sides = grades[g]!;
    const a = addUp(sums, sides.first, 0), b = addUp(sums, sides.second, 0);
    if (!(a > 0 && b > 0)) continue;
    const difference = addUp(sums, sides.second, 1) / b -
      addUp(sums, sides.first, 1) / a;
    first += a;
    second += b;
    byFirst += a * difference;
    bySecond += b * difference;
  }
  if (!(first > 0)) return NaN;
  return by === "second"
    ? bySecond / second
    : (byFirst / first + bySecond / second) / 2;
}

/**
 * Computes {@linkcode PUPIL_STATISTICS} of every pair of waves from sums over
 * pupils; NaN where nobody can be compared.
 *
 * Same grade and same year group are kept apart since they answer different
 * questions: the first holds age fixed and compares different pupils, the second
 * follows the same classes and mixes development with two more years of school.
 *
 * @returns A function of one vector of sums into `out`, pair by pair.
 */
export function pupilStatistics(
  layout: PupilLayout,
): (sums: Float64Array, out: Float64Array) => void {
  const comparisons = layout.pairs.map((pair) => comparisonsOf(layout, pair));
  return (sums, out) => {
    let k = 0;
    for (let p = 0; p < comparisons.length; p++) {
      const at = changeSlot(layout, p);
      for (const comparison of comparisons[p]!) {
        out[k++] = comparison
          ? standardised(sums, comparison)
          : sums[at]! > 0
          ? sums[at + 1]! / sums[at]!
          : NaN;
      }
    }
  };
}

/** People behind one statistic, and the fewest on either side of it. */
export interface PupilsBehind {
  /** All of them. */
  readonly n: number;
  /** On the side with fewest. */
  readonly smallest: number;
}

/**
 * How many pupils stand behind each of {@linkcode PUPIL_STATISTICS}, from sums in
 * which every pupil counts 1 and scores are not looked at.
 *
 * @returns In the order of the statistics, pair by pair.
 */
export function pupilsBehind(
  layout: PupilLayout,
  counts: ArrayLike<number>,
): readonly PupilsBehind[] {
  return layout.pairs.flatMap((pair, p) =>
    comparisonsOf(layout, pair).map((comparison): PupilsBehind => {
      if (comparison === null) {
        const followed = counts[changeSlot(layout, p)]!;
        return { n: followed, smallest: followed };
      }
      let first = 0, second = 0;
      for (const sides of comparison.grades) {
        first += addUp(counts, sides.first, 0);
        second += addUp(counts, sides.second, 0);
      }
      return { n: first + second, smallest: Math.min(first, second) };
    })
  );
}
