/** Most names that are suggested. */
const MOST_SUGGESTED = 3;

/**
 * Finds the names most like one that is not known, to suggest in an error.
 *
 * Names are compared by their edit distance (Levenshtein 1966): how many letters
 * must be put in, taken out or replaced. A name that shares less than half is no
 * suggestion.
 *
 * @param name What was asked for.
 * @param known All names, in any order; a name may come more than once.
 * @returns At most three, the most alike first.
 */
export function nearestNames(
  name: string,
  known: readonly string[],
): readonly string[] {
  return [...new Set(known)]
    .map((other) => ({ other, distance: editDistance(name, other) }))
    .filter(({ distance }) => distance <= name.length / 2)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MOST_SUGGESTED)
    .map(({ other }) => other);
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
