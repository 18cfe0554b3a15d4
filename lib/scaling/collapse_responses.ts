import { appendDigits, type KeyState, rankKeys } from "./rank_keys.ts";
import type { ScaleResponses } from "./types.ts";

/**
 * What is kept of a person's answers beside which items they are.
 *
 * With equal slopes the sum is enough (Rasch's sufficient statistic); else the
 * whole pattern counts.
 */
export type CollapseBy = "pattern" | "sum";

/** Rows `start` to `end` − 1 share items answered and group. */
export interface RowSegment {
  readonly start: number;
  readonly end: number;
  readonly booklet: number;
  readonly group: number;
}

/**
 * The distinct answer rows of a scale, sorted by items answered, group, answers.
 *
 * A booklet is a set of answered items: the persons of a booklet share the
 * denominators of the item model. Nothing depends on the order of the persons.
 */
export interface ResponseRows {
  readonly rows: number;
  /** Scores per row: one per item, or 1 with {@linkcode CollapseBy} "sum". */
  readonly width: number;
  /** rows × width; 0 where not answered. */
  readonly scores: Uint16Array;
  /** Sum of the persons' weights. */
  readonly weight: Float64Array;
  readonly booklet: Int32Array;
  readonly segments: readonly RowSegment[];
  /** Items answered in each booklet. */
  readonly booklets: readonly (readonly number[])[];
  /** Row of each person; −1 without an answer. */
  readonly rowOfPerson: Int32Array;
}

function bookletDigits(column: Int8Array): Uint8Array {
  const digits = new Uint8Array(column.length);
  for (let p = 0; p < digits.length; p++) digits[p] = column[p]! < 0 ? 0 : 1;
  return digits;
}

function sumOfScores(responses: ScaleResponses): Uint16Array {
  const sums = new Uint16Array(responses.persons);
  for (const column of responses.columns) {
    for (let p = 0; p < sums.length; p++) {
      if (column[p]! > 0) sums[p]! += column[p]!;
    }
  }
  return sums;
}

/** Scores with missing as 0: the booklet already says what is missing. */
function scoreColumns(
  responses: ScaleResponses,
  by: CollapseBy,
): readonly ArrayLike<number>[] {
  if (by === "sum") return [sumOfScores(responses)];
  return responses.columns.map((column) => {
    const scores = new Uint8Array(column.length);
    for (let p = 0; p < scores.length; p++) scores[p] = Math.max(column[p]!, 0);
    return scores;
  });
}

function largest(values: ArrayLike<number>): number {
  let result = 0;
  for (let p = 0; p < values.length; p++) result = Math.max(result, values[p]!);
  return result;
}

/** Booklet and row number of every person, in the order of the rows. */
function rankPersons(
  responses: ScaleResponses,
  columns: readonly ArrayLike<number>[],
): { ranks: Int32Array; count: number; booklet: Int32Array } {
  let state: KeyState = { keys: new Float64Array(responses.persons), span: 1 };
  for (const column of responses.columns) {
    state = appendDigits(state, bookletDigits(column), 2);
  }
  const booklets = rankKeys(state.keys);
  state = { keys: Float64Array.from(booklets.ranks), span: booklets.count };
  state = appendDigits(state, responses.group, responses.groupCount);
  for (const column of columns) {
    state = appendDigits(state, column, largest(column) + 1);
  }
  const { ranks, count } = rankKeys(state.keys);
  return { ranks, count, booklet: booklets.ranks };
}

/** Numbers the ranks that remain when persons without answers are left out. */
function compact(
  ranks: Int32Array,
  count: number,
  kept: (person: number) => boolean,
): { readonly rowOfPerson: Int32Array; readonly first: number[] } {
  const firstOfRank = new Int32Array(count).fill(-1);
  for (let p = ranks.length - 1; p >= 0; p--) {
    if (kept(p)) firstOfRank[ranks[p]!] = p;
  }
  const rowOfRank = new Int32Array(count).fill(-1);
  const first: number[] = [];
  firstOfRank.forEach((person, rank) => {
    if (person < 0) return;
    rowOfRank[rank] = first.length;
    first.push(person);
  });
  return {
    rowOfPerson: ranks.map((rank, p) => kept(p) ? rowOfRank[rank]! : -1),
    first,
  };
}

/**
 * Collapses persons with the same answers into one weighted row each.
 *
 * @param by "sum" only when all slopes are equal.
 */
export function collapseResponses(
  responses: ScaleResponses,
  by: CollapseBy,
): ResponseRows {
  const { columns, group, persons, weight } = responses;
  const scoresOf = scoreColumns(responses, by);
  const { ranks, count, booklet: bookletOf } = rankPersons(responses, scoresOf);
  const answered = (p: number): boolean => columns.some((c) => c[p]! >= 0);
  const { rowOfPerson, first } = compact(ranks, count, answered);
  const rows = first.length;
  const width = scoresOf.length;
  const scores = new Uint16Array(rows * width);
  first.forEach((person, row) => {
    for (let k = 0; k < width; k++) {
      scores[row * width + k] = scoresOf[k]![person]!;
    }
  });
  const weights = new Float64Array(rows);
  for (let p = 0; p < persons; p++) {
    const row = rowOfPerson[p]!;
    if (row >= 0) weights[row]! += weight ? weight[p]! : 1;
  }
  const grouped = groupRows(first, bookletOf, group);
  return {
    rows,
    width,
    scores,
    weight: weights,
    booklet: grouped.booklet,
    segments: grouped.segments,
    booklets: grouped.firstOfBooklet.map((person) =>
      columns.flatMap((column, item) => column[person]! >= 0 ? [item] : [])
    ),
    rowOfPerson,
  };
}

/** Cuts the sorted rows into segments and numbers their booklets from 0. */
function groupRows(
  first: readonly number[],
  bookletOf: Int32Array,
  group: Uint8Array,
): { booklet: Int32Array; segments: RowSegment[]; firstOfBooklet: number[] } {
  const booklet = new Int32Array(first.length);
  const segments: RowSegment[] = [];
  const firstOfBooklet: number[] = [];
  let start = 0;
  for (let row = 0; row < first.length; row++) {
    const person = first[row]!;
    const before = row > 0 ? first[row - 1]! : -1;
    if (before < 0 || bookletOf[person] !== bookletOf[before]) {
      firstOfBooklet.push(person);
    }
    booklet[row] = firstOfBooklet.length - 1;
    const after = first[row + 1];
    if (
      after === undefined || bookletOf[after] !== bookletOf[person] ||
      group[after] !== group[person]
    ) {
      segments.push({
        start,
        end: row + 1,
        booklet: booklet[row]!,
        group: group[person]!,
      });
      start = row + 1;
    }
  }
  return { booklet, segments, firstOfBooklet };
}
