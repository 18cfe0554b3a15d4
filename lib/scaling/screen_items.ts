import type { ItemParameters, ScaleResponses, ScalingNote } from "./types.ts";

/** The answers that take part, and what was left out. */
export interface ScreenedResponses {
  readonly responses: ScaleResponses;
  /** Per kept item: number (weight) of answers in each category 0…maxScore. */
  readonly observed: readonly Float64Array[];
  readonly notes: readonly ScalingNote[];
}

/**
 * Checks the columns of a scale.
 *
 * @throws {RangeError} If lengths differ, or an answer, group or weight is outside its range.
 */
export function checkResponses(responses: ScaleResponses): void {
  const { scale, itemIds, maxScores, columns, persons, group, groupCount } =
    responses;
  const { weight } = responses;
  const fail = (found: string): never => {
    throw new RangeError(
      `Cannot read the answers of scale "${scale}": ${found}`,
    );
  };
  if (
    maxScores.length !== itemIds.length || columns.length !== itemIds.length
  ) {
    fail(
      `${itemIds.length} items, ${maxScores.length} highest categories and ${columns.length} columns, expected as many of each`,
    );
  }
  if (group.length !== persons) {
    fail(`group column has length ${group.length}, expected ${persons}`);
  }
  columns.forEach((column, i) => {
    const most = maxScores[i]!;
    if (!(column instanceof Int8Array)) {
      const kind = Object.prototype.toString.call(column).slice(8, -1);
      fail(`column "${itemIds[i]}" has type ${kind}, allowed is Int8Array`);
    }
    if (column.length !== persons) {
      fail(
        `column "${
          itemIds[i]
        }" has length ${column.length}, expected ${persons}`,
      );
    }
    for (let p = 0; p < persons; p++) {
      if (!(column[p]! >= -1 && column[p]! <= most)) {
        fail(
          `item "${itemIds[i]}", person ${p}: category ${
            column[p]
          } is not from 0 to ${most}, or -1 for missing`,
        );
      }
    }
  });
  for (let p = 0; p < persons; p++) {
    if (!(group[p]! < groupCount)) {
      fail(`person ${p}: group ${group[p]} is not from 0 to ${groupCount - 1}`);
    }
  }
  if (weight && weight.length !== persons) {
    fail(`weight column has length ${weight.length}, expected ${persons}`);
  }
  for (let p = 0; weight && p < persons; p++) {
    if (!(weight[p]! >= 0 && weight[p]! < Infinity)) {
      fail(`person ${p}: weight ${weight[p]} is not a number from 0`);
    }
  }
}

/**
 * Counts categories. Two counters in turn, for the next person most often gave the
 * same answer and would wait for the one before to be written.
 */
function addFrequencies(
  column: Int8Array,
  counts: Float64Array<ArrayBuffer>,
): Float64Array<ArrayBuffer> {
  const even = new Int32Array(counts.length + 1);
  const odd = new Int32Array(counts.length + 1);
  const pairs = column.length & ~1;
  for (let p = 0; p < pairs; p += 2) {
    even[column[p]! + 1]! += 1;
    odd[column[p + 1]! + 1]! += 1;
  }
  if (pairs < column.length) even[column[pairs]! + 1]! += 1;
  for (let k = 0; k < counts.length; k++) {
    counts[k] = even[k + 1]! + odd[k + 1]!;
  }
  return counts;
}

/** Weight of the answers in each category of one item. */
export function countCategories(
  { columns, maxScores, weight }: ScaleResponses,
  item: number,
): Float64Array {
  const column = columns[item]!;
  const counts = new Float64Array(maxScores[item]! + 1);
  if (!weight) return addFrequencies(column, counts);
  for (let p = 0; p < column.length; p++) {
    if (column[p]! >= 0) counts[column[p]!]! += weight[p]!;
  }
  return counts;
}

/** The same answers with only some of the items. */
export function selectItems(
  responses: ScaleResponses,
  kept: readonly number[],
): ScaleResponses {
  return {
    ...responses,
    itemIds: kept.map((i) => responses.itemIds[i]!),
    maxScores: Int32Array.from(kept, (i) => responses.maxScores[i]!),
    columns: kept.map((i) => responses.columns[i]!),
  };
}

/**
 * Leaves out items that tell nothing and notes categories that nobody chose.
 *
 * An item without answers, or with all answers in one category, is dropped; a
 * category in the range that never occurs gets probability 0 while the others
 * keep their scores. Items with fixed parameters always stay.
 *
 * @throws {RangeError} If no item is left.
 */
export function screenItems(
  responses: ScaleResponses,
  fixed: ReadonlyMap<string, ItemParameters>,
): ScreenedResponses {
  const notes: ScalingNote[] = [];
  const kept: number[] = [];
  const observed: Float64Array[] = [];
  responses.itemIds.forEach((item, i) => {
    const counts = countCategories(responses, i);
    const occurring = counts.filter((n) => n > 0).length;
    if (occurring < 2 && !fixed.has(item)) {
      const reason = occurring === 0 ? "no-answers" : "one-category";
      notes.push({ kind: "item-dropped", item, reason });
      return;
    }
    kept.push(i);
    observed.push(counts);
    if (fixed.has(item)) return;
    counts.forEach((n, category) => {
      if (n === 0) notes.push({ kind: "null-category", item, category });
    });
  });
  if (kept.length === 0) {
    throw new RangeError(
      `Cannot calibrate scale "${responses.scale}": none of its ${responses.itemIds.length} items has answers in two categories`,
    );
  }
  return { responses: selectItems(responses, kept), observed, notes };
}
