import { choleskyInPlace, choleskyInverse, ln } from "#lib/numerics/mod.ts";
import { congruence, multiply } from "./small_matrices.ts";
import type { Equations } from "./equations.ts";
import { valuePosition } from "./panel_structure.ts";

/** Small matrices of one pattern of grouped levels, all k × k by rows. */
export interface LeafPattern {
  /** (T′AT + wI)⁻¹. */
  readonly inverse: Float64Array;
  /** T (T′AT + wI)⁻¹ T′: the weight of the level's sums. */
  readonly shrinkage: Float64Array;
  /** w (log |T′AT + wI| − k log w) of one level. */
  readonly logDeterminant: number;
}

/** What one level with the squares A and the weight w adds and takes. */
export function leafPattern(
  squares: Float64Array,
  { factor, weight }: {
    readonly factor: Float64Array;
    readonly weight: number;
  },
): LeafPattern {
  const k = Math.round(Math.sqrt(squares.length));
  const system = multiply(factor, multiply(squares, factor, { k }), {
    k,
    transposed: true,
  });
  for (let a = 0; a < k; a++) system[a * k + a]! += weight;
  choleskyInPlace(system, k);
  let log = -k * ln(weight);
  for (let a = 0; a < k; a++) log += 2 * ln(system[a * k + a]!);
  const inverse = choleskyInverse(system, k);
  return {
    inverse,
    shrinkage: congruence(factor, inverse, k),
    logDeterminant: weight * log,
  };
}

/** Places of the border's triangle in the panels, row by row. */
export function borderTargets(
  { layout: { structure } }: Equations,
  width: number,
): Int32Array {
  const border = structure.size - width;
  const targets: number[] = [];
  for (let j = 0; j < width; j++) {
    for (let i = 0; i <= j; i++) {
      targets.push(valuePosition(structure, border + j, border + i));
    }
  }
  return Int32Array.from(targets);
}

/** Weights of the pairs of effects, the lower triangle by rows. */
function pairWeights(shrinkage: Float64Array, k: number): Float64Array {
  const weights = new Float64Array(k * (k + 1) / 2);
  let pair = 0;
  for (let a = 0; a < k; a++) {
    for (let b = 0; b <= a; b++) weights[pair++] = shrinkage[a * k + b]!;
  }
  return weights;
}

/** Takes the grouped levels out of the panels. */
export function eliminateLeavesInPlace(
  values: Float64Array,
  { entryStart, targets, entries, borderEntries, layout: { groups } }:
    Equations,
  { patterns, border, k }: {
    readonly patterns: readonly LeafPattern[];
    readonly border: Int32Array;
    readonly k: number;
  },
): void {
  const pairs = k * (k + 1) / 2;
  const weights = patterns.map((p) => pairWeights(p.shrinkage, k));
  for (let g = 0; g < groups.patternOf.length; g++) {
    const weight = weights[groups.patternOf[g]!]!;
    for (let e = entryStart[g]!; e < entryStart[g + 1]!; e++) {
      let sum = 0;
      for (let pair = 0; pair < pairs; pair++) {
        sum += weight[pair]! * entries[e * pairs + pair]!;
      }
      values[targets[e]!]! -= sum;
    }
  }
  borderEntries.forEach((own, p) => {
    for (let e = 0; e < border.length; e++) {
      for (let pair = 0; pair < pairs; pair++) {
        values[border[e]!]! -= weights[p]![pair]! * own[e * pairs + pair]!;
      }
    }
  });
}

/** ∂f/∂(shrinkage) of each pattern, symmetric, from ∂f/∂ of the panels. */
export function shrinkageAdjoints(
  adjoint: Float64Array,
  { entryStart, targets, entries, borderEntries, layout: { groups } }:
    Equations,
  { border, k }: { readonly border: Int32Array; readonly k: number },
): Float64Array[] {
  const pairs = k * (k + 1) / 2;
  const sums = borderEntries.map(() => new Float64Array(pairs));
  for (let g = 0; g < groups.patternOf.length; g++) {
    const sum = sums[groups.patternOf[g]!]!;
    for (let e = entryStart[g]!; e < entryStart[g + 1]!; e++) {
      const own = adjoint[targets[e]!]!;
      for (let pair = 0; pair < pairs; pair++) {
        sum[pair]! -= own * entries[e * pairs + pair]!;
      }
    }
  }
  return sums.map((sum, p) => {
    for (let e = 0; e < border.length; e++) {
      for (let pair = 0; pair < pairs; pair++) {
        sum[pair]! -= adjoint[border[e]!]! *
          borderEntries[p]![e * pairs + pair]!;
      }
    }
    const full = new Float64Array(k * k);
    let pair = 0;
    for (let a = 0; a < k; a++) {
      for (let b = 0; b <= a; b++) {
        const value = a === b ? sum[pair]! : sum[pair]! / 2;
        full[a * k + b] = value;
        full[b * k + a] = value;
        pair++;
      }
    }
    return full;
  });
}

/**
 * Adds ∂f/∂T of one pattern: through the shrinkage S = T E T′ it is 2 (I − A S) S̄ T E,
 * through the log determinants of its members 2 m A T E.
 */
export function addLeafAdjoint(
  target: Float64Array,
  pattern: LeafPattern,
  { squares, factor, adjoint, members, k }: {
    readonly squares: Float64Array;
    readonly factor: Float64Array;
    readonly adjoint: Float64Array;
    readonly members: number;
    readonly k: number;
  },
): void {
  const te = multiply(factor, pattern.inverse, { k });
  const through = multiply(adjoint, te, { k });
  const taken = multiply(squares, multiply(pattern.shrinkage, through, { k }), {
    k,
  });
  const own = multiply(squares, te, { k });
  for (let i = 0; i < k * k; i++) {
    target[i]! += 2 * (through[i]! - taken[i]! + members * own[i]!);
  }
}
