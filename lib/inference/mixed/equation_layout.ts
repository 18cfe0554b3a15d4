import { findLeafGroups, type LeafGroups, termNodes } from "./leaf_groups.ts";
import type { MixedProblem } from "./mixed_problem.ts";
import { type PanelStructure, panelStructure } from "./panel_structure.ts";
import type { UnitSums } from "./unit_sums.ts";

/** The unknowns of the mixed-model equations and their order; no outcome in it. */
export interface EquationLayout {
  /** First node of each term, length terms + 1. */
  readonly termStart: Int32Array;
  /** Levels that leave together, before all others. */
  readonly groups: LeafGroups;
  /** Place in the graph of each node; −1 when grouped or without rows. */
  readonly graphNode: Int32Array;
  /** Where the factor's entries lie. */
  readonly structure: PanelStructure;
  /** Per scalar its term; −1 for the border. */
  readonly termOf: Int32Array;
  /** Per scalar which of its node's effects it is. */
  readonly effectOf: Int32Array;
  /** Per scalar the sampling weight of its node; 0 in the border. */
  readonly weightOf: Float64Array;
}

/** All pairs of ungrouped nodes that share a unit or a group. */
function buildNeighbours(
  units: UnitSums,
  { groups, termStart, graphNode, count }: {
    readonly groups: LeafGroups;
    readonly termStart: Int32Array;
    readonly graphNode: Int32Array;
    readonly count: number;
  },
): number[][] {
  const sets: Set<number>[] = Array.from({ length: count }, () => new Set());
  const link = (nodes: readonly number[]): void => {
    for (const a of nodes) for (const b of nodes) if (a !== b) sets[a]!.add(b);
  };
  for (const nodes of groups.neighbours) link(nodes.map((n) => graphNode[n]!));
  const { levels, leafTerm } = units;
  for (let u = 0; u < units.count; u++) {
    if (groups.groupOf[levels[leafTerm]![u]!]! >= 0) continue;
    link(levels.map((l, t) => graphNode[termStart[t]! + l[u]!]!));
  }
  return sets.map((set) => [...set]);
}

/**
 * With level weights the order of the nodes: a level's determinant counts with its own
 * weight, and it is that of its members only if they have left before.
 */
function innermostFirst(
  { terms }: MixedProblem,
  keptTerm: readonly number[],
): { readonly order?: Int32Array } {
  if (terms.every((term) => term.levelWeights === null)) return {};
  const sizes = keptTerm.map((t) => terms[t]!.levelCount);
  const order = Int32Array.from(keptTerm, (_, g) => g)
    .sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  return { order };
}

/** Lays the equations out: groups, order of elimination, panels. */
export function layOutEquations(
  problem: MixedProblem,
  units: UnitSums,
): EquationLayout {
  const { terms } = problem;
  const termStart = termNodes(problem);
  const groups = findLeafGroups(problem, units);
  const nodes = termStart[terms.length]!;
  const hasRows = new Uint8Array(nodes);
  units.levels.forEach((levels, t) => {
    for (const level of levels) hasRows[termStart[t]! + level] = 1;
  });
  groups.groupOf.forEach((g, level) => {
    if (g >= 0) hasRows[termStart[units.leafTerm]! + level] = 0;
  });
  const graphNode = new Int32Array(nodes).fill(-1);
  const kept: number[] = [], keptTerm: number[] = [];
  terms.forEach((_, t) => {
    for (let node = termStart[t]!; node < termStart[t + 1]!; node++) {
      if (!hasRows[node]) continue;
      graphNode[node] = kept.push(node) - 1;
      keptTerm.push(t);
    }
  });
  const structure = panelStructure({
    sizes: keptTerm.map((t) => terms[t]!.size),
    neighbours: buildNeighbours(units, {
      groups,
      termStart,
      graphNode,
      count: kept.length,
    }),
    borders: units.width,
    ...innermostFirst(problem, keptTerm),
  });
  const termOf = new Int32Array(structure.size).fill(-1);
  const effectOf = new Int32Array(structure.size);
  const weightOf = new Float64Array(structure.size);
  kept.forEach((node, g) => {
    const term = terms[keptTerm[g]!]!;
    const start = structure.nodeStart[g]!;
    for (let e = 0; e < term.size; e++) {
      termOf[start + e] = keptTerm[g]!;
      effectOf[start + e] = e;
      weightOf[start + e] = term.levelWeights === null
        ? 1
        : term.levelWeights[node - termStart[keptTerm[g]!]!]!;
    }
  });
  return {
    termStart,
    groups,
    graphNode,
    structure,
    termOf,
    effectOf,
    weightOf,
  };
}
