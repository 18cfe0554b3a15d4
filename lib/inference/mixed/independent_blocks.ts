import { createTrie } from "./leaf_groups.ts";
import { leafCross } from "./leaf_cross.ts";
import type { PreparedModel } from "./prepared_model.ts";

/** Random effects that have rows in common, with none in common with other blocks. */
export interface DenseBlock {
  /** Number of scalars, q. */
  readonly size: number;
  /** Term of each scalar. */
  readonly termOf: Int32Array;
  /** Which of its level's effects each scalar is; a level's are neighbours. */
  readonly effectOf: Int32Array;
  /** Z′WZ, q × q. */
  readonly squares: Float64Array;
  /** Z′WX of the scaled columns, q × p. */
  readonly products: Float64Array;
}

/** Differences between levels that look alike: they touch nothing but fixed effects. */
export interface ContrastBundle {
  /** Term they belong to. */
  readonly term: number;
  /** Number of differences, levels − 1. */
  readonly count: number;
  /** Z′WZ of each, k × k. */
  readonly squares: Float64Array;
  /** (k p) × (k p): Σ over them of products, effect by effect. */
  readonly products: Float64Array;
}

/** A model cut into independent pieces. */
export interface IndependentBlocks {
  /** E.g. one per school. */
  readonly blocks: readonly DenseBlock[];
  /** E.g. one per class and pattern of waves. */
  readonly bundles: readonly ContrastBundle[];
}

/** Levels with the same squares and the same cross products. */
interface AlikeSet {
  readonly pattern: number;
  readonly scalars: Int32Array;
  /** k × scalars of one level. */
  readonly cross: Float64Array;
  count: number;
  /** k × p. */
  readonly sum: Float64Array;
  /** (k p) × (k p). */
  readonly squares: Float64Array;
}

/** Blocks above this make q × q matrices of which several are needed too slow to form. */
const MAX_BLOCK = 4000;

function findAlikeSets(model: PreparedModel): AlikeSet[] {
  const { problem, units, layout } = model;
  const { groups } = layout;
  const { p } = problem.fixed;
  const cross = leafCross(problem, units, layout);
  const step = createTrie();
  const sets = new Map<number, AlikeSet>();
  groups.groupOf.forEach((g, level) => {
    if (g < 0) return;
    const { k, own, width, scalars, values } = cross(level);
    const length = own + width;
    let id = step(0, g);
    for (let a = 0; a < k; a++) {
      for (let i = 0; i < own; i++) id = step(id, values[a * length + i]!);
    }
    let set = sets.get(id);
    if (!set) {
      set = {
        pattern: groups.patternOf[g]!,
        scalars: scalars.slice(0, own),
        cross: new Float64Array(k * own),
        count: 0,
        sum: new Float64Array(k * p),
        squares: new Float64Array(k * p * k * p),
      };
      for (let a = 0; a < k; a++) {
        set.cross.set(values.subarray(a * length, a * length + own), a * own);
      }
      sets.set(id, set);
    }
    set.count++;
    for (let a = 0; a < k; a++) {
      for (let j = 0; j < p; j++) {
        const x = values[a * length + own + j]!;
        set.sum[a * p + j]! += x;
        for (let b = 0; b < k; b++) {
          const row = (a * p + j) * k * p + b * p;
          for (let m = 0; m < p; m++) {
            set.squares[row + m]! += x * values[b * length + own + m]!;
          }
        }
      }
    }
  });
  return [...sets.values()];
}

function find(parent: Int32Array, i: number): number {
  while (parent[i] !== i) {
    parent[i] = parent[parent[i]!]!;
    i = parent[i]!;
  }
  return i;
}

/** Root of each scalar, then of each set; scalars that share an entry have the same. */
function findRoots(
  model: PreparedModel,
  sets: readonly AlikeSet[],
): Int32Array {
  const { structure } = model.layout;
  const edge = structure.size - model.units.width;
  const parent = Int32Array.from({ length: edge + sets.length }, (_, i) => i);
  const join = (a: number, b: number): void => {
    parent[find(parent, a)] = find(parent, b);
  };
  for (let s = 0; s < structure.panels; s++) {
    const begin = structure.rowStart[s]!;
    for (let r = begin + 1; r < structure.rowStart[s + 1]!; r++) {
      if (structure.rows[r]! < edge) {
        join(structure.rows[r]!, structure.rows[begin]!);
      }
    }
  }
  sets.forEach((set, i) => set.scalars.forEach((c) => join(c, edge + i)));
  return parent.map((_, i) => find(parent, i));
}

interface OpenBlock {
  readonly scalars: number[];
  readonly sets: number[];
}

/** Copies the panels' entries and the sets' means into dense matrices. */
function fillBlock(
  { scalars, sets: own }: OpenBlock,
  model: PreparedModel,
  { sets, place }: {
    readonly sets: readonly AlikeSet[];
    readonly place: Int32Array;
  },
): DenseBlock {
  const { layout, equations, problem: { fixed: { p } }, units: { width } } =
    model;
  const { structure, groups } = layout;
  const { panelOf, firstColumn, rowStart, rows, valueStart } = structure;
  const edge = structure.size - width;
  const k = model.problem.terms[groups.term]!.size;
  const size = scalars.length + k * own.length;
  if (size > MAX_BLOCK) {
    throw new RangeError(
      `Cannot find Kenward–Roger degrees of freedom: ${size} random effects hang together, at most ${MAX_BLOCK} are possible, use Satterthwaite's`,
    );
  }
  const squares = new Float64Array(size * size);
  const products = new Float64Array(size * p);
  const termOf = new Int32Array(size).fill(groups.term);
  const effectOf = Int32Array.from(
    { length: size },
    (_, i) =>
      i < scalars.length
        ? layout.effectOf[scalars[i]!]!
        : (i - scalars.length) % k,
  );
  scalars.forEach((column, c) => {
    termOf[c] = layout.termOf[column]!;
    const s = panelOf[column]!, first = firstColumn[s]!;
    const panelWidth = firstColumn[s + 1]! - first;
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
      const row = rows[r]!;
      const value = equations.base[
        valueStart[s]! + (r - rowStart[s]!) * panelWidth + column - first
      ]!;
      if (row < column) continue;
      if (row >= edge) {
        if (row - edge < p) products[c * p + row - edge] = value;
      } else {
        squares[c * size + place[row]!] = value;
        squares[place[row]! * size + c] = value;
      }
    }
  });
  own.forEach((i, at) => {
    const { count, cross, scalars: touched, sum, pattern } = sets[i]!;
    const root = Math.sqrt(count), start = scalars.length + at * k;
    for (let a = 0; a < k; a++) {
      for (let b = 0; b < k; b++) {
        squares[(start + a) * size + start + b] = groups
          .squares[pattern]![a * k + b]!;
      }
      touched.forEach((scalar, j) => {
        const value = root * cross[a * touched.length + j]!;
        squares[(start + a) * size + place[scalar]!] = value;
        squares[place[scalar]! * size + start + a] = value;
      });
      for (let j = 0; j < p; j++) {
        products[(start + a) * p + j] = sum[a * p + j]! / root;
      }
    }
  });
  return { size, termOf, effectOf, squares, products };
}

/**
 * Cuts a model into blocks that share no rows, and rotates levels that look alike into
 * their mean, which stays in the block, and differences, which touch nothing: a school
 * of 300 pupils in 12 classes becomes a block of 25 effects.
 */
export function independentBlocks(model: PreparedModel): IndependentBlocks {
  const { groups, structure } = model.layout;
  const { p } = model.problem.fixed;
  const k = model.problem.terms[groups.term]!.size;
  const sets = findAlikeSets(model);
  const roots = findRoots(model, sets);
  const edge = structure.size - model.units.width;
  const open = new Map<number, OpenBlock>();
  const place = new Int32Array(edge);
  roots.forEach((root, i) => {
    let block = open.get(root);
    if (!block) open.set(root, block = { scalars: [], sets: [] });
    if (i < edge) place[i] = block.scalars.push(i) - 1;
    else block.sets.push(i - edge);
  });
  const bundles = sets.filter((set) => set.count > 1).map((set) => ({
    term: groups.term,
    count: set.count - 1,
    squares: groups.squares[set.pattern]!,
    products: set.squares.map((x, at) =>
      x -
      set.sum[Math.floor(at / (k * p))]! * set.sum[at % (k * p)]! / set.count
    ),
  }));
  return {
    blocks: [...open.values()].map((b) => fillBlock(b, model, { sets, place })),
    bundles,
  };
}
