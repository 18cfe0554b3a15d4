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

/** Digits are packed into whole numbers up to this before keys are made of them. */
const LARGEST_WORD = 2 ** 30;

/** What is packed of an item: whether it was answered, or its category with missing as 0. */
type Digit = "answered" | "category";

/**
 * Packs one digit per item into as few columns of whole numbers as hold them.
 *
 * A plain loop over one column at a time: the keys, which are doubles, are touched
 * once per packed column instead of once per item.
 */
function packDigits(
  { columns, maxScores, persons }: ScaleResponses,
  digit: Digit,
): readonly { readonly word: Int32Array; readonly span: number }[] {
  const packed: { word: Int32Array; span: number }[] = [];
  columns.forEach((column, i) => {
    const base = digit === "answered" ? 2 : maxScores[i]! + 1;
    let last = packed.at(-1);
    if (!last || last.span * base > LARGEST_WORD) {
      last = { word: new Int32Array(persons), span: 1 };
      packed.push(last);
    }
    last.span *= base;
    const { word } = last;
    if (digit === "answered") {
      // The sign bit of the complement: 1 from 0 on, 0 for -1.
      for (let p = 0; p < persons; p++) {
        word[p] = (word[p]! << 1) | (~column[p]! >>> 31);
      }
    } else {
      for (let p = 0; p < persons; p++) {
        const x = column[p]!;
        word[p] = Math.imul(word[p]!, base) + (x & ~(x >> 31));
      }
    }
  });
  return packed;
}

/** Sum of the answers of each person. */
function sumOfScores(
  { columns, maxScores, persons }: ScaleResponses,
): { readonly word: Int32Array; readonly span: number } {
  const word = new Int32Array(persons);
  for (const column of columns) {
    for (let p = 0; p < persons; p++) {
      const x = column[p]!;
      word[p]! += x & ~(x >> 31);
    }
  }
  return { word, span: maxScores.reduce((a, b) => a + b, 1) };
}

interface RankedPersons {
  readonly ranks: Int32Array;
  readonly count: number;
  /** Rank of the items answered. */
  readonly booklet: Int32Array;
  /** Rank of the booklet without items; −1 when everybody answered something. */
  readonly emptyBooklet: number;
  /** Sum of the answers, only by sum. */
  readonly sums: Int32Array | null;
}

/** The rank of every person, in the order of the rows. */
function rankPersons(
  responses: ScaleResponses,
  by: CollapseBy,
): RankedPersons {
  const { persons, columns } = responses;
  let state: KeyState = { keys: new Float64Array(persons), span: 1 };
  for (const { word, span } of packDigits(responses, "answered")) {
    state = appendDigits(state, word, span);
  }
  const { ranks: booklet, count } = rankKeys(state);
  const lowest = booklet.indexOf(0);
  const isEmpty = lowest >= 0 && columns.every((c) => c[lowest]! < 0);
  const sums = by === "sum" ? sumOfScores(responses) : null;
  state = { keys: Float64Array.from(booklet), span: count };
  state = appendDigits(state, responses.group, responses.groupCount);
  for (const part of sums ? [sums] : packDigits(responses, "category")) {
    state = appendDigits(state, part.word, part.span);
  }
  return {
    ...rankKeys(state),
    booklet,
    emptyBooklet: isEmpty ? 0 : -1,
    sums: sums?.word ?? null,
  };
}

/** Numbers the ranks that remain when persons without answers are left out. */
function compact(
  { ranks, count, booklet, emptyBooklet }: RankedPersons,
): { readonly rowOfPerson: Int32Array; readonly first: Int32Array } {
  const firstOfRank = new Int32Array(count).fill(-1);
  for (let p = ranks.length - 1; p >= 0; p--) {
    if (booklet[p] !== emptyBooklet) firstOfRank[ranks[p]!] = p;
  }
  const rowOfRank = new Int32Array(count).fill(-1);
  const first = new Int32Array(count);
  let rows = 0;
  for (let rank = 0; rank < count; rank++) {
    if (firstOfRank[rank]! < 0) continue;
    rowOfRank[rank] = rows;
    first[rows++] = firstOfRank[rank]!;
  }
  const rowOfPerson = new Int32Array(ranks.length);
  for (let p = 0; p < ranks.length; p++) rowOfPerson[p] = rowOfRank[ranks[p]!]!;
  return { rowOfPerson, first: first.slice(0, rows) };
}

/** Scores of the rows, taken from the first person of each; missing is 0. */
function scoresOfRows(
  { columns }: ScaleResponses,
  first: Int32Array,
  sums: Int32Array | null,
): Uint16Array {
  if (sums) return Uint16Array.from(first, (person) => sums[person]!);
  const width = columns.length;
  const scores = new Uint16Array(first.length * width);
  columns.forEach((column, k) => {
    for (let row = 0; row < first.length; row++) {
      const x = column[first[row]!]!;
      if (x > 0) scores[row * width + k] = x;
    }
  });
  return scores;
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
  const ranked = rankPersons(responses, by);
  const { rowOfPerson, first } = compact(ranked);
  const rows = first.length;
  const weights = new Float64Array(rows);
  for (let p = 0; p < persons; p++) {
    const row = rowOfPerson[p]!;
    if (row >= 0) weights[row]! += weight ? weight[p]! : 1;
  }
  const grouped = groupRows(first, ranked.booklet, group);
  return {
    rows,
    width: by === "sum" ? 1 : columns.length,
    scores: scoresOfRows(responses, first, ranked.sums),
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
  first: Int32Array,
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
