import type { Codebook, Item } from "./types.ts";

/**
 * Highest category of an item when the lowest is 0: the number of categories
 * less one.
 *
 * @throws {RangeError} If the codebook lacks the item's answer set.
 */
export function maxScore(codebook: Codebook, item: Item): number {
  const set = codebook.answerSets[item.answerSet];
  if (!set) {
    throw new RangeError(
      `Cannot score item "${item.id}": answer set "${item.answerSet}" is not one of ${
        Object.keys(codebook.answerSets).join(", ")
      }`,
    );
  }
  return set.categories.length - 1;
}
