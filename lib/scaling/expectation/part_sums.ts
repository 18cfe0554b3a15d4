import type { ResponseRows, RowSegment } from "../collapse_responses.ts";

/** Rows of one part: its sums are made in one go, by whichever thread. */
const ROWS_PER_PART = 32_768;

/** What one part of the rows adds to the sums of an E-step. */
export interface PartSums {
  /** Log-likelihood, and the largest posterior probability of an end node. */
  readonly totals: Float64Array;
  /** items × nodes. */
  readonly itemCounts: Float64Array;
  /** groups × nodes. */
  readonly groupCounts: Float64Array;
  /** Per score of a row. */
  readonly scoreMoments: Float64Array;
}

/** Lengths of the arrays of {@linkcode PartSums}. */
export interface SumSizes {
  readonly itemCounts: number;
  readonly groupCounts: number;
  readonly scoreMoments: number;
}

/** Doubles that one part's sums take. */
export function lengthOfSums(sizes: SumSizes): number {
  return 2 + sizes.itemCounts + sizes.groupCounts + sizes.scoreMoments;
}

/** Lays the sums of a part into one array. */
export function sumsIn(values: Float64Array, sizes: SumSizes): PartSums {
  const ofItems = 2 + sizes.itemCounts;
  const ofGroups = ofItems + sizes.groupCounts;
  return {
    totals: values.subarray(0, 2),
    itemCounts: values.subarray(2, ofItems),
    groupCounts: values.subarray(ofItems, ofGroups),
    scoreMoments: values.subarray(ofGroups, ofGroups + sizes.scoreMoments),
  };
}

/** Adds one part's sums to those of the parts before it. */
export function addSums(into: PartSums, part: PartSums): void {
  const largestEnd = Math.max(into.totals[1]!, part.totals[1]!);
  for (
    const [sum, more] of [
      [into.totals, part.totals],
      [into.itemCounts, part.itemCounts],
      [into.groupCounts, part.groupCounts],
      [into.scoreMoments, part.scoreMoments],
    ] as const
  ) {
    for (let i = 0; i < sum.length; i++) sum[i]! += more[i]!;
  }
  into.totals[1] = largestEnd;
}

/**
 * Cuts the rows into parts of a fixed size.
 *
 * Sums are made per part and added in the order of the parts. Because the cuts
 * depend on the rows only, the result has the same bits however many threads
 * work on them.
 */
export function cutIntoParts(
  { rows, segments }: ResponseRows,
): readonly (readonly RowSegment[])[] {
  const parts: RowSegment[][] = Array.from(
    { length: Math.ceil(rows / ROWS_PER_PART) },
    () => [],
  );
  for (const segment of segments) {
    for (let start = segment.start; start < segment.end;) {
      const part = Math.floor(start / ROWS_PER_PART);
      const end = Math.min(segment.end, (part + 1) * ROWS_PER_PART);
      parts[part]!.push({ ...segment, start, end });
      start = end;
    }
  }
  return parts;
}
