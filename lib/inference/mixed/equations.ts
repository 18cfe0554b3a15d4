import type { EquationLayout } from "./equation_layout.ts";
import { type LeafCross, leafCross } from "./leaf_cross.ts";
import type { MixedProblem } from "./mixed_problem.ts";
import { type PanelStructure, valuePosition } from "./panel_structure.ts";
import type { UnitSums } from "./unit_sums.ts";

/** The equations' numbers before the variances enter. */
export interface Equations {
  /** Same for every outcome. */
  readonly layout: EquationLayout;
  /** Z′WZ, Z′W(X y), (X y)′W(X y) of what is not grouped, in panels. */
  readonly base: Float64Array;
  /** Where the entries of each group begin, length groups + 1. */
  readonly entryStart: Int32Array;
  /** Place in the panels of each entry. */
  readonly targets: Int32Array;
  /** Per entry k (k + 1) / 2 sums of products, one per pair of the leaf's effects. */
  readonly entries: Float64Array;
  /** Per pattern the same for the border's triangle, (p + 1)(p + 2) / 2 × pairs. */
  readonly borderEntries: readonly Float64Array[];
}

/** Which of a unit's sums go where, for the nodes that a unit has. */
interface UnitTargets {
  /** Threes: place in the panels, and two random columns. */
  readonly squares: readonly number[];
  /** Threes: place in the panels, a random column, and a column of the border. */
  readonly products: readonly number[];
}

function unitTargets(
  nodes: Int32Array,
  { terms }: MixedProblem,
  structure: PanelStructure,
): UnitTargets {
  const squares: number[] = [], products: number[] = [];
  const width = structure.borders, border = structure.size - width;
  nodes.forEach((node, t) => {
    if (node < 0) return;
    const start = structure.nodeStart[node]!;
    terms[t]!.columnIds.forEach((a, e) => {
      nodes.forEach((other, v) => {
        if (other < 0) return;
        terms[v]!.columnIds.forEach((b, f) => {
          const column = structure.nodeStart[other]! + f;
          if (start + e < column) return;
          squares.push(valuePosition(structure, start + e, column), a, b);
        });
      });
      for (let j = 0; j < width; j++) {
        products.push(valuePosition(structure, border + j, start + e), a, j);
      }
    });
  });
  return { squares, products };
}

/** Adds the units' sums to the panels; units in a row often share their place. */
function sumBase(
  problem: MixedProblem,
  units: UnitSums,
  { structure, graphNode, termStart }: EquationLayout,
): Float64Array {
  const { columns, width, total, levels } = units;
  const base = new Float64Array(structure.valueStart[structure.panels]!);
  const nodes = new Int32Array(levels.length).fill(-2);
  let targets: UnitTargets = { squares: [], products: [] };
  for (let u = 0; u < units.count; u++) {
    let isSame = true;
    for (let t = 0; t < nodes.length; t++) {
      const node = graphNode[termStart[t]! + levels[t]![u]!]!;
      if (node !== nodes[t]) isSame = false;
      nodes[t] = node;
    }
    if (!isSame) targets = unitTargets(nodes, problem, structure);
    const { squares, products } = targets;
    for (let i = 0; i < squares.length; i += 3) {
      base[squares[i]!]! += units
        .squares[(u * columns + squares[i + 1]!) * columns + squares[i + 2]!]!;
    }
    for (let i = 0; i < products.length; i += 3) {
      base[products[i]!]! += units
        .products[(u * columns + products[i + 1]!) * width + products[i + 2]!]!;
    }
  }
  const border = structure.size - width;
  for (let j = 0; j < width; j++) {
    for (let k = 0; k <= j; k++) {
      const at = valuePosition(structure, border + j, border + k);
      base[at]! += total[j * width + k]!;
    }
  }
  return base;
}

/** Places of the products of the scalars that a group touches, a triangle and then the border's rows. */
function groupTargets(
  scalars: readonly number[],
  { structure }: EquationLayout,
  width: number,
): number[] {
  const border = structure.size - width;
  const targets: number[] = [];
  scalars.forEach((row, r) => {
    for (let c = 0; c <= r; c++) {
      targets.push(valuePosition(structure, row, scalars[c]!));
    }
  });
  for (let j = 0; j < width; j++) {
    for (const c of scalars) {
      targets.push(valuePosition(structure, border + j, c));
    }
  }
  return targets;
}

/**
 * Adds, per pair of the leaf's effects, the products of one level's cross sums: the
 * triangle of what it touches and the border's rows to `entries`, the rest to `border`.
 */
function addProducts(
  { values, own, width, k }: LeafCross,
  { entries, start, border }: {
    readonly entries: Float64Array;
    readonly start: number;
    readonly border: Float64Array;
  },
): void {
  const length = own + width, pairs = k * (k + 1) / 2;
  let pair = 0;
  for (let a = 0; a < k; a++) {
    for (let b = 0; b <= a; b++) {
      const left = a * length, right = b * length;
      const both = a === b ? 0 : 1;
      let at = start * pairs + pair, edge = pair;
      for (let r = 0; r < length; r++) {
        const x = values[left + r]!, y = both * values[right + r]!;
        const end = r < own ? r + 1 : own;
        for (let c = 0; c < end; c++) {
          entries[at]! += x * values[right + c]! + y * values[left + c]!;
          at += pairs;
        }
        for (let c = own; c <= r; c++) {
          border[edge]! += x * values[right + c]! + y * values[left + c]!;
          edge += pairs;
        }
      }
      pair++;
    }
  }
}

/** Sums all that the likelihood needs; once per outcome. */
export function sumEquations(
  problem: MixedProblem,
  units: UnitSums,
  layout: EquationLayout,
): Equations {
  const { groups, structure, graphNode } = layout;
  const { terms } = problem;
  const k = terms[groups.term]!.size;
  const pairs = k * (k + 1) / 2;
  const { width } = units;
  const entryStart = new Int32Array(groups.neighbours.length + 1);
  const targets: number[] = [];
  groups.neighbours.forEach((nodes, g) => {
    const scalars = nodes.flatMap((node) => {
      const start = structure.nodeStart[graphNode[node]!]!;
      const term = layout.termOf[start]!;
      return terms[term]!.columnIds.map((_, e) => start + e);
    }).sort((a, b) => a - b);
    for (const target of groupTargets(scalars, layout, width)) {
      targets.push(target);
    }
    entryStart[g + 1] = targets.length;
  });
  const entries = new Float64Array(targets.length * pairs);
  const borderEntries = groups.squares.map(() =>
    new Float64Array(pairs * width * (width + 1) / 2)
  );
  const cross = leafCross(problem, units, layout);
  groups.groupOf.forEach((g, level) => {
    if (g < 0) return;
    addProducts(cross(level), {
      entries,
      start: entryStart[g]!,
      border: borderEntries[groups.patternOf[g]!]!,
    });
  });
  return {
    layout,
    base: sumBase(problem, units, layout),
    entryStart,
    targets: Int32Array.from(targets),
    entries,
    borderEntries,
  };
}
