import type { EquationLayout } from "./equation_layout.ts";
import type { MixedProblem } from "./mixed_problem.ts";
import type { UnitSums } from "./unit_sums.ts";

/** Products of one level's effects with all that it touches. */
export interface LeafCross {
  /** Effects of the level. */
  readonly k: number;
  /** Number of scalars of other terms that it touches. */
  readonly own: number;
  /** Fixed columns and outcome. */
  readonly width: number;
  /** Those scalars, ascending; only the first `own` hold. */
  readonly scalars: Int32Array;
  /** k × (own + width) by rows; overwritten by the next call. */
  readonly values: Float64Array;
}

/**
 * A function that gathers the cross products of any level of the largest term; its
 * result lives until the next call.
 */
export function leafCross(
  { terms }: MixedProblem,
  units: UnitSums,
  { structure, graphNode, termStart }: EquationLayout,
): (level: number) => LeafCross {
  const { firstUnit, nextUnit, columns, width, squares, products } = units;
  const { leafTerm } = units;
  const ids = terms[leafTerm]!.columnIds;
  const k = ids.length;
  const place = new Int32Array(structure.size);
  let scalars = new Int32Array(64);
  let values = new Float64Array(64);
  return (level) => {
    let own = 0;
    for (let u = firstUnit[level]!; u >= 0; u = nextUnit[u]!) {
      for (let t = 0; t < terms.length; t++) {
        if (t === leafTerm) continue;
        const node = graphNode[termStart[t]! + units.levels[t]![u]!]!;
        const start = structure.nodeStart[node]!;
        let i = 0;
        while (i < own && scalars[i] !== start) i++;
        if (i < own) continue;
        const size = terms[t]!.size;
        if (own + size > scalars.length) {
          const longer = new Int32Array(2 * scalars.length + size);
          longer.set(scalars);
          scalars = longer;
        }
        for (let e = 0; e < size; e++) scalars[own++] = start + e;
      }
    }
    for (let i = 1; i < own; i++) {
      const scalar = scalars[i]!;
      let j = i - 1;
      for (; j >= 0 && scalars[j]! > scalar; j--) scalars[j + 1] = scalars[j]!;
      scalars[j + 1] = scalar;
    }
    for (let i = 0; i < own; i++) place[scalars[i]!] = i;
    const length = own + width;
    if (k * length > values.length) values = new Float64Array(2 * k * length);
    else values.fill(0, 0, k * length);
    for (let u = firstUnit[level]!; u >= 0; u = nextUnit[u]!) {
      for (let a = 0; a < k; a++) {
        const square = (u * columns + ids[a]!) * columns;
        for (let t = 0; t < terms.length; t++) {
          if (t === leafTerm) continue;
          const node = graphNode[termStart[t]! + units.levels[t]![u]!]!;
          const at = a * length + place[structure.nodeStart[node]!]!;
          const others = terms[t]!.columnIds;
          for (let e = 0; e < others.length; e++) {
            values[at + e]! += squares[square + others[e]!]!;
          }
        }
        const product = (u * columns + ids[a]!) * width;
        for (let j = 0; j < width; j++) {
          values[a * length + own + j]! += products[product + j]!;
        }
      }
    }
    return { k, own, width, scalars, values };
  };
}
