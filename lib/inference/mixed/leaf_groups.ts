import type { MixedProblem } from "./mixed_problem.ts";
import type { UnitSums } from "./unit_sums.ts";

/**
 * Levels of the largest term that look alike: pupils of the same class and school
 * with the same waves. They leave the equations together, as one weighted sum, so
 * that the likelihood costs nothing per pupil.
 */
export interface LeafGroups {
  /** The term whose levels are grouped. */
  readonly term: number;
  /** Group of each level; −1 for a level that is alone of its kind or without rows. */
  readonly groupOf: Int32Array;
  /** Per group the nodes of other terms that it touches, ascending. */
  readonly neighbours: readonly (readonly number[])[];
  /** Per group its pattern. */
  readonly patternOf: Int32Array;
  /** Per pattern k × k: Σ w z z′ of one level. */
  readonly squares: readonly Float64Array[];
  /** Per pattern the sampling weight of one level. */
  readonly weights: readonly number[];
  /** Per pattern the number of levels. */
  readonly members: Float64Array;
}

/** First node of each term when the levels of all terms are numbered through. */
export function termNodes({ terms }: MixedProblem): Int32Array {
  const starts = new Int32Array(terms.length + 1);
  terms.forEach((term, t) => starts[t + 1] = starts[t]! + term.levelCount);
  return starts;
}

/** Σ w z z′ of one level of the leaf term, k × k. */
export function leafSquares(
  level: number,
  units: UnitSums,
  columnIds: readonly number[],
): Float64Array {
  const { firstUnit, nextUnit, columns, squares } = units;
  const k = columnIds.length;
  const sum = new Float64Array(k * k);
  for (let u = firstUnit[level]!; u >= 0; u = nextUnit[u]!) {
    for (let a = 0; a < k; a++) {
      const row = (u * columns + columnIds[a]!) * columns;
      for (let b = 0; b < k; b++) {
        sum[a * k + b]! += squares[row + columnIds[b]!]!;
      }
    }
  }
  return sum;
}

/** A function that numbers each sequence of values once, value by value from 0. */
export function createTrie(): (parent: number, value: number) => number {
  const children: Map<number, number>[] = [];
  let count = 0;
  return (parent, value) => {
    const map = children[parent] ??= new Map();
    const found = map.get(value);
    if (found !== undefined) return found;
    map.set(value, ++count);
    return count;
  };
}

/** Levels that look alike so far. */
interface Kind {
  readonly id: number;
  readonly first: number;
  readonly neighbours: readonly number[];
  count: number;
  group: number;
}

/**
 * A function that writes what a level looks like into `key`: the nodes of other terms
 * that it touches, ascending, its squares and its weight; it returns how many numbers.
 */
function levelKeys(
  problem: MixedProblem,
  units: UnitSums,
): {
  readonly write: (level: number) => number;
  readonly key: () => Float64Array;
} {
  const { columnIds, levelWeights } = problem.terms[units.leafTerm]!;
  const { levels, leafTerm, firstUnit, nextUnit, columns, squares } = units;
  const starts = termNodes(problem);
  const k = columnIds.length;
  let key = new Float64Array(64);
  const write = (level: number): number => {
    let count = 0;
    for (let u = firstUnit[level]!; u >= 0; u = nextUnit[u]!) {
      for (let t = 0; t < levels.length; t++) {
        if (t === leafTerm) continue;
        const node = starts[t]! + levels[t]![u]!;
        let at = count;
        while (at > 0 && key[at - 1]! > node) at--;
        if (at > 0 && key[at - 1] === node) continue;
        if (count + 1 + k * k + 1 > key.length) {
          const longer = new Float64Array(2 * key.length + k * k);
          longer.set(key);
          key = longer;
        }
        key.copyWithin(at + 1, at, count);
        key[at] = node;
        count++;
      }
    }
    key.fill(0, count, count + k * k);
    for (let u = firstUnit[level]!; u >= 0; u = nextUnit[u]!) {
      for (let a = 0; a < k; a++) {
        const row = (u * columns + columnIds[a]!) * columns;
        for (let b = 0; b < k; b++) {
          key[count + a * k + b]! += squares[row + columnIds[b]!]!;
        }
      }
    }
    key[count + k * k] = levelWeights === null ? 1 : levelWeights[level]!;
    return count + k * k + 1;
  };
  return { write, key: () => key };
}

/** The kind of each level by its weight, squares and neighbours; −1 without rows. */
function findKinds(
  problem: MixedProblem,
  units: UnitSums,
): { readonly kindOf: Int32Array; readonly kinds: Map<number, Kind> } {
  const { levelCount, size } = problem.terms[units.leafTerm]!;
  const step = createTrie();
  const kinds = new Map<number, Kind>();
  const kindOf = new Int32Array(levelCount).fill(-1);
  const keys = levelKeys(problem, units);
  // Levels in a row are mostly alike: the trie is asked only when something changes.
  let last = new Float64Array(0), lastLength = 0;
  let kind: Kind | undefined;
  for (let level = 0; level < levelCount; level++) {
    if (units.firstUnit[level]! < 0) continue;
    const length = keys.write(level);
    const key = keys.key();
    let same = 0;
    if (length === lastLength) {
      while (same < length && key[same] === last[same]) same++;
    }
    if (kind === undefined || same < length) {
      let id = 0;
      for (let i = 0; i < length; i++) id = step(id, key[i]!);
      kind = kinds.get(id);
      if (kind === undefined) {
        const neighbours = Array.from(
          key.subarray(0, length - size * size - 1),
        );
        kind = { id, first: level, neighbours, count: 0, group: -1 };
        kinds.set(id, kind);
      }
      if (last.length < length) last = new Float64Array(2 * length);
      for (let i = 0; i < length; i++) last[i] = key[i]!;
      lastLength = length;
    }
    kind.count++;
    kindOf[level] = kind.id;
  }
  return { kindOf, kinds };
}

/** Finds the levels that look alike; needs no outcome. */
export function findLeafGroups(
  problem: MixedProblem,
  units: UnitSums,
): LeafGroups {
  const { columnIds, levelWeights } = problem.terms[units.leafTerm]!;
  const { kindOf, kinds } = findKinds(problem, units);
  const neighbours: (readonly number[])[] = [];
  const patternOf: number[] = [];
  const squares: Float64Array[] = [];
  const weights: number[] = [];
  const patterns = new Map<number, number>();
  const patternStep = createTrie();
  for (const kind of kinds.values()) {
    if (kind.count < 2) continue;
    const square = leafSquares(kind.first, units, columnIds);
    const weight = levelWeights === null ? 1 : levelWeights[kind.first]!;
    let id = patternStep(0, weight);
    square.forEach((x) => id = patternStep(id, x));
    let pattern = patterns.get(id);
    if (pattern === undefined) {
      pattern = squares.push(square) - 1;
      weights.push(weight);
      patterns.set(id, pattern);
    }
    kind.group = patternOf.push(pattern) - 1;
    neighbours.push(kind.neighbours);
  }
  const members = new Float64Array(squares.length);
  const groupOf = kindOf.map((id) => id < 0 ? -1 : kinds.get(id)!.group);
  groupOf.forEach((g) => {
    if (g >= 0) members[patternOf[g]!]! += 1;
  });
  return {
    term: units.leafTerm,
    groupOf,
    neighbours,
    patternOf: Int32Array.from(patternOf),
    squares,
    weights,
    members,
  };
}
