import type { ResponseRows } from "../collapse_responses.ts";

/** Entries of a table, at most: a few tables stay in the first-level cache. */
const LARGEST_TABLE = 512;

/** Some neighbouring items whose scores are read as one code. */
export interface ItemPack {
  readonly firstItem: number;
  /** Highest score + 1 of each item, as found in the rows. */
  readonly bases: readonly number[];
  /** Product of the bases. */
  readonly size: number;
  /** One code per row, 0 to size − 1. */
  readonly codes: Uint16Array;
}

/**
 * The scores of all rows as a few codes per row instead of one number per item.
 *
 * A weighted sum of scores is then a sum of table entries, one per pack, and the
 * sum over rows of x · score is read off a table into which x was added by code.
 */
export function packScores(
  { rows, width, scores }: ResponseRows,
): readonly ItemPack[] {
  const highest = new Int32Array(width);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let k = 0; k < width; k++, at++) {
      if (scores[at]! > highest[k]!) highest[k] = scores[at]!;
    }
  }
  const packs: ItemPack[] = [];
  for (let k = 0; k < width;) {
    const firstItem = k;
    const bases: number[] = [];
    let size = 1;
    while (
      k < width &&
      (k === firstItem || size * (highest[k]! + 1) <= LARGEST_TABLE)
    ) {
      bases.push(highest[k]! + 1);
      size *= highest[k]! + 1;
      k++;
    }
    packs.push({ firstItem, bases, size, codes: new Uint16Array(rows) });
  }
  for (const { firstItem, bases, codes } of packs) {
    for (let row = 0; row < rows; row++) {
      let code = 0;
      for (let i = 0; i < bases.length; i++) {
        code = code * bases[i]! + scores[row * width + firstItem + i]!;
      }
      codes[row] = code;
    }
  }
  return packs;
}

/** Weighted score of every code of a pack: Σ slope × score. */
export function weightedScores(
  { firstItem, bases, size }: ItemPack,
  slopes: Float64Array,
): Float64Array {
  const result = new Float64Array(size);
  let filled = 1;
  bases.forEach((base, i) => {
    const slope = slopes[firstItem + i]!;
    for (let code = filled * base - 1; code >= 0; code--) {
      const before = Math.floor(code / base);
      result[code] = result[before]! + slope * (code - before * base);
    }
    filled *= base;
  });
  return result;
}

/** Adds Σ over codes of value × score to each item's place. */
export function addScoreMoments(
  { firstItem, bases, size }: ItemPack,
  valueOfCode: Float64Array,
  into: Float64Array,
): void {
  let below = size;
  bases.forEach((base, i) => {
    below /= base;
    let total = 0;
    for (let code = 0; code < size; code++) {
      total += valueOfCode[code]! * (Math.floor(code / below) % base);
    }
    into[firstItem + i]! += total;
  });
}
