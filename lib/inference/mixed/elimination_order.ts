import { neighbourSets } from "./neighbour_sets.ts";

/**
 * An order in which to eliminate the nodes of a symmetric sparse matrix so that
 * few new entries arise: always a node with fewest neighbours left.
 *
 * Stops searching when the rest is one clique, where every order is as good.
 *
 * @param neighbours Per node its neighbours, without repeats.
 * @returns The nodes in order of elimination.
 * @see Tinney & Walker (1967), Proceedings of the IEEE 55, 1801–1809.
 */
export function eliminationOrder(
  neighbours: readonly (readonly number[])[],
): Int32Array {
  const count = neighbours.length;
  const { degree: degreeOf, eliminate } = neighbourSets(neighbours);
  const order = new Int32Array(count);
  const isDone = new Uint8Array(count);
  const buckets: number[][] = [];
  const put = (node: number): void => {
    (buckets[degreeOf(node)] ??= []).push(node);
  };
  for (let node = count - 1; node >= 0; node--) put(node);
  let found = 0, degree = 0;
  while (found < count) {
    const node = buckets[degree]?.pop();
    if (node === undefined) {
      degree++;
      continue;
    }
    // A node is put again whenever its degree changes; older entries are stale.
    if (isDone[node] || degreeOf(node) !== degree) continue;
    if (degree === count - found - 1) {
      for (let rest = 0; rest < count; rest++) {
        if (!isDone[rest]) order[found++] = rest;
      }
      break;
    }
    isDone[node] = 1;
    order[found++] = node;
    for (const a of eliminate(node)) {
      put(a);
      if (degreeOf(a) < degree) degree = degreeOf(a);
    }
  }
  return order;
}
