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

/** Weight and sum of scores, of a part of the pupils. */
interface Part {
  readonly weight: number;
  readonly sum: number;
}

type Keep = (pattern: number) => boolean;
const everyone: Keep = () => true;

/** The pupils of a wave and grade whose pattern is kept. */
function partOf(
  sums: ArrayLike<number>,
  layout: PupilLayout,
  { wave, grade, keep }: {
    readonly wave: number;
    readonly grade: number;
    readonly keep: Keep;
  },
): Part {
  const first = pupilSlot(layout, grade, { wave, present: 0 });
  let weight = 0, sum = 0;
  for (let q = 0; first >= 0 && q < layout.patterns; q++) {
    if (!keep(q)) continue;
    weight += sums[first + 2 * q]!;
    sum += sums[first + 2 * q + 1]!;
  }
  return { weight, sum };
}

/** One grade on one side of a comparison. */
interface Side {
  readonly wave: number;
  readonly grade: number;
  readonly keep: Keep;
}

/** Where the pupils of one grade lie in the sums, on both sides of a comparison. */
interface ComparedGrade {
  readonly first: readonly number[];
  readonly second: readonly number[];
}

/** Positions of the weights of one side; none for a grade that was not asked. */
function placesOf(
  layout: PupilLayout,
  { wave, grade, keep }: Side,
): readonly number[] {
  const start = pupilSlot(layout, grade, { wave, present: 0 });
  if (start < 0) return [];
  return Array.from({ length: layout.patterns }, (_, q) => q)
    .filter(keep)
    .map((q) => start + 2 * q);
}

function comparedGrades(
  layout: PupilLayout,
  sides: readonly (readonly [first: Side, second: Side])[],
): readonly ComparedGrade[] {
  return sides.map(([a, b]) => ({
    first: placesOf(layout, a),
    second: placesOf(layout, b),
  }));
}

function sumAt(
  sums: ArrayLike<number>,
  places: readonly number[],
  offset: number,
): number {
  let total = 0;
  for (let i = 0; i < places.length; i++) total += sums[places[i]! + offset]!;
  return total;
}

/**
 * Mean over grades of second minus first, each grade counting by the share of its
 * pupils on the sides that `by` names: the composition by grade is the same on both.
 */
function standardised(
  sums: ArrayLike<number>,
  grades: readonly ComparedGrade[],
  by: "both" | "first",
): number {
  let first = 0, second = 0;
  for (const grade of grades) {
    const a = sumAt(sums, grade.first, 0), b = sumAt(sums, grade.second, 0);
    if (!(a > 0 && b > 0)) continue;
    first += a;
    second += b;
  }
  if (first === 0) return NaN;
  let value = 0;
  for (const grade of grades) {
    const a = sumAt(sums, grade.first, 0), b = sumAt(sums, grade.second, 0);
    if (!(a > 0 && b > 0)) continue;
    const share = by === "first" ? a / first : (a / first + b / second) / 2;
    value += share *
      (sumAt(sums, grade.second, 1) / b - sumAt(sums, grade.first, 1) / a);
  }
  return value;
}

function gradesOf({ grades: [first, last] }: PupilLayout): number[] {
  return Array.from({ length: last - first + 1 }, (_, g) => first + g);
}

/** Same or later grade of everybody in both waves. */
function gradeChange(
  layout: PupilLayout,
  { from, to }: WavePair,
  older: number,
): readonly ComparedGrade[] {
  return comparedGrades(
    layout,
    gradesOf(layout).map((grade) => [
      { wave: from, grade, keep: everyone },
      { wave: to, grade: grade + older, keep: everyone },
    ]),
  );
}

/** The others against the followed, in one wave, among grades that could be in the other. */
function othersAndFollowed(
  layout: PupilLayout,
  { wave, other, step }: {
    readonly wave: number;
    readonly other: number;
    /** Grades from this wave to the other one; negative for the earlier. */
    readonly step: number;
  },
): readonly ComparedGrade[] {
  const [first, last] = layout.grades;
  const followed: Keep = (q) => isIn(q, wave, other);
  return comparedGrades(
    layout,
    gradesOf(layout)
      .filter((grade) => grade + step >= first && grade + step <= last)
      .map((grade) => [
        { wave, grade, keep: followed },
        { wave, grade, keep: (q) => !followed(q) },
      ]),
  );
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
  const pairs = layout.pairs.map((pair, p) => {
    const { from, to, gap } = pair;
    return {
      change: changeSlot(layout, p),
      grade: gradeChange(layout, pair, 0),
      cohort: gradeChange(layout, pair, gap),
      left: othersAndFollowed(layout, { wave: from, other: to, step: gap }),
      joined: othersAndFollowed(layout, { wave: to, other: from, step: -gap }),
    };
  });
  return (sums, out) => {
    let k = 0;
    for (const { change, grade, cohort, left, joined } of pairs) {
      out[k++] = standardised(sums, grade, "both");
      out[k++] = standardised(sums, cohort, "both");
      out[k++] = sums[change]! > 0 ? sums[change + 1]! / sums[change]! : NaN;
      // Followed minus the others, weighted by the followed.
      out[k++] = -standardised(sums, left, "first");
      out[k++] = -standardised(sums, joined, "first");
    }
  };
}

/** People behind one statistic, and the fewest on either side of it. */
export interface PupilsBehind {
  readonly n: number;
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
  const total = (wave: number, keep: Keep, grades: readonly number[]): number =>
    grades.reduce(
      (n, grade) => n + partOf(counts, layout, { wave, grade, keep }).weight,
      0,
    );
  const [first, last] = layout.grades;
  const all = gradesOf(layout);
  const both = (a: number, b: number): PupilsBehind => ({
    n: a + b,
    smallest: Math.min(a, b),
  });
  return layout.pairs.flatMap(({ from, to, gap }, p): PupilsBehind[] => {
    const before = all.filter((g) => g + gap <= last);
    const after = all.filter((g) => g - gap >= first);
    const stays: Keep = (q) => isIn(q, from, to);
    const stayed: Keep = (q) => isIn(q, to, from);
    const followed = counts[changeSlot(layout, p)]!;
    return [
      both(total(from, everyone, all), total(to, everyone, all)),
      both(total(from, everyone, before), total(to, everyone, after)),
      { n: followed, smallest: followed },
      both(
        total(from, stays, before),
        total(from, (q) => !stays(q), before),
      ),
      both(total(to, stayed, after), total(to, (q) => !stayed(q), after)),
    ];
  });
}
