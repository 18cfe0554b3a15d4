import type { ItemParameters, ScaleResponses } from "./types.ts";

function find(parent: Int32Array, x: number): number {
  let root = x;
  while (parent[root] !== root) root = parent[root]!;
  return root;
}

/** Persons of each group that answered each item, items × groups. */
function answersByGroup(responses: ScaleResponses): Int32Array {
  const { columns, group, groupCount, persons } = responses;
  const counts = new Int32Array(columns.length * groupCount);
  columns.forEach((column, i) => {
    for (let p = 0; p < persons; p++) {
      if (column[p]! >= 0) counts[i * groupCount + group[p]!]! += 1;
    }
  });
  return counts;
}

/**
 * Makes sure that the groups (waves) hang together by common items.
 *
 * Two groups are linked when one item was answered in both, or through others;
 * items with fixed parameters link every group that answered one.
 *
 * @throws {RangeError} If a group shares no item with the rest.
 */
export function checkLinkage(
  responses: ScaleResponses,
  fixed: ReadonlyMap<string, ItemParameters>,
): void {
  const { groupCount, itemIds, scale } = responses;
  if (groupCount === 1 && fixed.size === 0) return;
  const counts = answersByGroup(responses);
  const parent = Int32Array.from({ length: groupCount + 1 }, (_, g) => g);
  const present = new Set<number>();
  itemIds.forEach((item, i) => {
    // The last position stands for the frozen scale itself.
    let joined = fixed.has(item) ? groupCount : -1;
    for (let g = 0; g < groupCount; g++) {
      if (counts[i * groupCount + g] === 0) continue;
      present.add(g);
      if (joined >= 0) parent[find(parent, g)] = find(parent, joined);
      joined = g;
    }
  });
  const roots = new Set([...present].map((g) => find(parent, g)));
  if (fixed.size > 0) roots.add(find(parent, groupCount));
  if (roots.size > 1) {
    const parts = [...roots].map((root) =>
      [...present].filter((g) => find(parent, g) === root).join(" and ") ||
      "fixed items"
    );
    throw new RangeError(
      `Cannot calibrate scale "${scale}": groups ${
        parts.join(" | ")
      } share no item, every group must be linked to the others`,
    );
  }
}
