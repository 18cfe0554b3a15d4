/** Which later nodes each node touches once the earlier ones are eliminated. */
export interface EliminationTree {
  /** Node of each place. */
  readonly order: Int32Array;
  /** Place of each node. */
  readonly place: Int32Array;
  /** Per place the later places it touches, ascending. */
  readonly below: readonly Int32Array[];
  /** First of those, −1 if none. */
  readonly parent: Int32Array;
}

/** The tree of an order of elimination. */
export function eliminationTree(
  order: Int32Array,
  neighbours: readonly (readonly number[])[],
): EliminationTree {
  const count = order.length;
  const place = new Int32Array(count);
  order.forEach((node, i) => place[node] = i);
  const children: number[][] = Array.from({ length: count }, () => []);
  const below: Int32Array[] = [];
  const parent = new Int32Array(count).fill(-1);
  const mark = new Int32Array(count).fill(-1);
  for (let i = 0; i < count; i++) {
    const list: number[] = [];
    const add = (row: number): void => {
      if (row > i && mark[row] !== i) {
        mark[row] = i;
        list.push(row);
      }
    };
    for (const node of neighbours[order[i]!]!) add(place[node]!);
    for (const child of children[i]!) below[child]!.forEach(add);
    below.push(Int32Array.from(list).sort());
    if (list.length > 0) {
      parent[i] = below[i]![0]!;
      children[parent[i]!]!.push(i);
    }
  }
  return { order, place, below, parent };
}

/**
 * The nodes in another order for the same elimination: children directly before their
 * parent, so that columns of equal structure are adjacent.
 */
export function postordered(
  { order, parent }: EliminationTree,
): Int32Array {
  const count = order.length;
  const first = new Int32Array(count).fill(-1);
  const next = new Int32Array(count).fill(-1);
  const stack: number[] = [];
  for (let i = count - 1; i >= 0; i--) {
    const above = parent[i]!;
    if (above < 0) stack.push(i);
    else {
      next[i] = first[above]!;
      first[above] = i;
    }
  }
  const result = new Int32Array(count);
  let found = 0;
  while (stack.length > 0) {
    const node = stack.at(-1)!;
    const child = first[node]!;
    if (child >= 0) {
      first[node] = next[child]!;
      stack.push(child);
    } else {
      stack.pop();
      result[found++] = order[node]!;
    }
  }
  return result;
}
