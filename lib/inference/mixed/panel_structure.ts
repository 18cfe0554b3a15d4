import { eliminationOrder } from "./elimination_order.ts";
import {
  type EliminationTree,
  eliminationTree,
  postordered,
} from "./elimination_tree.ts";

/**
 * Where the entries of a sparse Cholesky factor lie: columns with the same rows are
 * kept together in panels, each a dense block by rows.
 */
export interface PanelStructure {
  /** Number of scalar unknowns. */
  readonly size: number;
  /** How many of them, the last ones, are the border. */
  readonly borders: number;
  /** First scalar of each node of the graph. */
  readonly nodeStart: Int32Array;
  /** Number of panels. */
  readonly panels: number;
  /** First column of each panel, length panels + 1. */
  readonly firstColumn: Int32Array;
  /** Panel of each column. */
  readonly panelOf: Int32Array;
  /** Where each panel's rows begin in `rows`, length panels + 1. */
  readonly rowStart: Int32Array;
  /** Rows of the panels, ascending; a panel's own columns come first. */
  readonly rows: Int32Array;
  /** Where each panel's values begin, length panels + 1. */
  readonly valueStart: Int32Array;
  /** Where the updates of each panel begin in `updates`, length panels + 1, in threes. */
  readonly updateStart: Int32Array;
  /** Threes: an earlier panel, the first of its rows among our columns and the one after the last. */
  readonly updates: Int32Array;
}

/** The graph of the unknowns. */
export interface NodeGraph {
  /** Unknowns per node. */
  readonly sizes: readonly number[];
  /** Neighbours of each node, without repeats. */
  readonly neighbours: readonly (readonly number[])[];
  /** Unknowns that touch all others and come last: fixed effects and outcome. */
  readonly borders: number;
  /** Order in which the nodes must leave. @default {one with few new entries} */
  readonly order?: Int32Array;
}

/** Values of a factor beyond which memory and time are no longer reasonable (0.5 GB). */
const MAX_VALUES = 64e6;

/** First place of each panel: a place joins the one before it if their rows agree. */
function panelPlaces({ below, parent }: EliminationTree): number[] {
  const first: number[] = [];
  for (let i = 0; i < below.length; i++) {
    const joins = i > 0 && parent[i - 1] === i &&
      below[i - 1]!.length === below[i]!.length + 1;
    if (!joins) first.push(i);
  }
  return first;
}

interface Layout {
  readonly firstColumn: Int32Array;
  readonly panelOf: Int32Array;
  readonly rowStart: Int32Array;
  readonly rows: Int32Array;
  readonly valueStart: Int32Array;
}

function layOut(
  tree: EliminationTree,
  { sizes, borders }: NodeGraph,
  { start, size }: { readonly start: Int32Array; readonly size: number },
): Layout {
  const places = panelPlaces(tree);
  const count = tree.order.length;
  // The border is the last panel; the last place always has the same rows as it.
  if (count === 0) places.push(0);
  const panels = places.length;
  const firstColumn = new Int32Array(panels + 1);
  const rowStart = new Int32Array(panels + 1);
  const valueStart = new Int32Array(panels + 1);
  const panelOf = new Int32Array(size);
  const rows: number[] = [];
  let values = 0;
  for (let s = 0; s < panels; s++) {
    const last = (places[s + 1] ?? count) - 1;
    firstColumn[s] = start[places[s]!]!;
    const end = s === panels - 1 ? size : start[last + 1]!;
    for (let c = firstColumn[s]!; c < end; c++) {
      panelOf[c] = s;
      rows.push(c);
    }
    if (s < panels - 1) {
      for (const place of tree.below[last]!) {
        const length = sizes[tree.order[place]!]!;
        for (let e = 0; e < length; e++) rows.push(start[place]! + e);
      }
      for (let b = size - borders; b < size; b++) rows.push(b);
    }
    values += (rows.length - rowStart[s]!) * (end - firstColumn[s]!);
    firstColumn[s + 1] = end;
    rowStart[s + 1] = rows.length;
    valueStart[s + 1] = values;
    if (values > MAX_VALUES) {
      throw new RangeError(
        `Cannot fit a mixed model: its crossed levels need more than ${MAX_VALUES} values in the factor, use fewer or nested levels`,
      );
    }
  }
  return {
    firstColumn,
    panelOf,
    rowStart,
    rows: Int32Array.from(rows),
    valueStart,
  };
}

/** For each panel the earlier panels that have rows among its columns. */
function listUpdates(
  { firstColumn, panelOf, rowStart, rows }: Layout,
): { readonly updateStart: Int32Array; readonly updates: Int32Array } {
  const panels = firstColumn.length - 1;
  const lists: number[][] = Array.from({ length: panels }, () => []);
  for (let d = 0; d < panels; d++) {
    const begin = rowStart[d]!, end = rowStart[d + 1]!;
    let r = begin + firstColumn[d + 1]! - firstColumn[d]!;
    while (r < end) {
      const target = panelOf[rows[r]!]!;
      const first = r;
      while (r < end && panelOf[rows[r]!] === target) r++;
      lists[target]!.push(d, first - begin, r - begin);
    }
  }
  const updateStart = new Int32Array(panels + 1);
  lists.forEach((l, s) => updateStart[s + 1] = updateStart[s]! + l.length);
  const updates = new Int32Array(updateStart[panels]!);
  lists.forEach((l, s) => updates.set(l, updateStart[s]!));
  return { updateStart, updates };
}

/** Orders the unknowns and lays out their factor; done once per design. */
export function panelStructure(graph: NodeGraph): PanelStructure {
  const { sizes, neighbours, borders } = graph;
  const order = graph.order ?? eliminationOrder(neighbours);
  const first = eliminationTree(order, neighbours);
  const tree = eliminationTree(postordered(first), neighbours);
  const count = sizes.length;
  const start = new Int32Array(count + 1);
  const nodeStart = new Int32Array(count);
  tree.order.forEach((node, i) => {
    nodeStart[node] = start[i]!;
    start[i + 1] = start[i]! + sizes[node]!;
  });
  const size = start[count]! + borders;
  const layout = layOut(tree, graph, { start, size });
  return {
    size,
    borders,
    nodeStart,
    panels: layout.firstColumn.length - 1,
    ...layout,
    ...listUpdates(layout),
  };
}

/** Where the entry of row r and column c ≤ r lies; it must be part of the structure. */
export function valuePosition(
  { panelOf, firstColumn, rowStart, rows, valueStart, size }: PanelStructure,
  row: number,
  column: number,
): number {
  const panel = panelOf[column]!;
  const first = firstColumn[panel]!;
  const width = firstColumn[panel + 1]! - first;
  const begin = rowStart[panel]!;
  let index = row - first;
  if (index >= width) {
    let low = begin + width, high = rowStart[panel + 1]! - 1;
    // The border is at the end of every panel: found at the first look.
    let middle = high - (size - 1 - row);
    if (middle < low) middle = low;
    while (rows[middle] !== row) {
      if (rows[middle]! < row) low = middle + 1;
      else high = middle - 1;
      if (low > high) {
        throw new RangeError(
          `Cannot find row ${row} of column ${column}: it is not part of the factor`,
        );
      }
      middle = (low + high) >> 1;
    }
    index = middle - begin;
  }
  return valueStart[panel]! + index * width + column - first;
}
