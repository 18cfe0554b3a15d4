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

/** Nodes of other terms in the units of one level, ascending. */
function neighboursOf(
  level: number,
  units: UnitSums,
  starts: Int32Array,
): number[] {
  const nodes: number[] = [];
  for (let u = units.firstUnit[level]!; u >= 0; u = units.nextUnit[u]!) {
    for (let t = 0; t < units.levels.length; t++) {
      if (t === units.leafTerm) continue;
      const node = starts[t]! + units.levels[t]![u]!;
      if (!nodes.includes(node)) nodes.push(node);
    }
  }
  return nodes.length > 1 ? nodes.sort((a, b) => a - b) : nodes;
}

/** Finds the levels that look alike; needs no outcome. */
export function findLeafGroups(
  problem: MixedProblem,
  units: UnitSums,
): LeafGroups {
  const { levelCount, columnIds, levelWeights, size } = problem
    .terms[units.leafTerm]!;
  const starts = termNodes(problem);
  const step = createTrie();
  const kinds = new Map<
    number,
    { first: number; count: number; group: number }
  >();
  const kindOf = new Int32Array(levelCount).fill(-1);
  for (let level = 0; level < levelCount; level++) {
    if (units.firstUnit[level]! < 0) continue;
    const square = leafSquares(level, units, columnIds);
    let id = step(0, levelWeights === null ? 1 : levelWeights[level]!);
    for (let a = 0; a < size; a++) {
      for (let b = 0; b <= a; b++) id = step(id, square[a * size + b]!);
    }
    for (const node of neighboursOf(level, units, starts)) id = step(id, node);
    kindOf[level] = id;
    const kind = kinds.get(id);
    if (kind) kind.count++;
    else kinds.set(id, { first: level, count: 1, group: -1 });
  }
  const neighbours: number[][] = [];
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
    neighbours.push(neighboursOf(kind.first, units, starts));
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
