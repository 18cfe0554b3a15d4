/**
 * The rules that keep people from being recognised in a published number.
 * @module
 */

/** Fewest answers behind a number of a class, school or larger unit. */
export const SMALLEST_GROUP = 7;

/** True when a number rests on too few people to be shown. */
export function isTooFew(
  people: number,
  smallest: number = SMALLEST_GROUP,
): boolean {
  return !(people >= smallest);
}

/**
 * Which parts of a shown total must also be hidden so that the hidden ones
 * cannot be worked out: with one or more small parts hidden, the smallest
 * shown part is hidden too until the hidden ones together hold at least two
 * parts and `smallest` people.
 *
 * @param people Answers per part; parts nobody answered in need no protection.
 * @returns The indices to hide as secondary.
 */
export function secondarySuppression(
  people: ArrayLike<number>,
  smallest: number = SMALLEST_GROUP,
): number[] {
  const parts = Array.from(people, (n, part) => ({ n, part })).filter((p) =>
    p.n > 0
  );
  const small = parts.filter((p) => isTooFew(p.n, smallest));
  if (small.length === 0) return [];
  let hiddenParts = small.length;
  let hiddenPeople = small.reduce((sum, p) => sum + p.n, 0);
  const secondary: number[] = [];
  const shown = parts.filter((p) => !isTooFew(p.n, smallest))
    .sort((a, b) => a.n - b.n || a.part - b.part);
  for (const candidate of shown) {
    if (hiddenParts >= 2 && hiddenPeople >= smallest) break;
    secondary.push(candidate.part);
    hiddenParts++;
    hiddenPeople += candidate.n;
  }
  return secondary;
}
