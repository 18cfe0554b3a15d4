import {
  choleskyInPlace,
  choleskySolveInPlace,
  type Matrix,
  mirrorLowerInPlace,
  symmetricRankUpdateInPlace,
} from "#lib/numerics/mod.ts";
import type { LikelihoodPoint } from "./marginal_likelihood.ts";

/** A likelihood whose parameters are map × fewer parameters. */
export interface ConstrainedLikelihood {
  readonly evaluate: (reduced: Float64Array) => LikelihoodPoint;
  /** The reduced parameters nearest to full ones. */
  readonly reduce: (full: Float64Array) => Float64Array;
  /** map × reduced. */
  readonly expand: (reduced: Float64Array) => Float64Array;
}

/**
 * Restricts a likelihood to a linear subspace of its parameters.
 *
 * The gradient is map′ × gradient. The EM step is the full one projected on the
 * subspace, P J⁻¹ P′ with P = (map′ map)⁻¹ map′: symmetric and positive, all that
 * quasi-Newton needs to begin with.
 */
export function constrainLikelihood(
  evaluate: (full: Float64Array) => LikelihoodPoint,
  map: Matrix,
): ConstrainedLikelihood {
  const { rows, columns, values } = map;
  const factor = new Float64Array(columns * columns);
  for (let i = 0; i < rows; i++) {
    const row = values.subarray(i * columns, (i + 1) * columns);
    symmetricRankUpdateInPlace(factor, row);
  }
  mirrorLowerInPlace(factor, columns);
  choleskyInPlace(factor, columns);
  const expand = (reduced: Float64Array): Float64Array => {
    const full = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        full[i]! += values[i * columns + j]! * reduced[j]!;
      }
    }
    return full;
  };
  const pull = (full: Float64Array): Float64Array => {
    const reduced = new Float64Array(columns);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        reduced[j]! += values[i * columns + j]! * full[i]!;
      }
    }
    return reduced;
  };
  const reduce = (full: Float64Array): Float64Array => {
    const reduced = pull(full);
    choleskySolveInPlace(factor, columns, reduced);
    return reduced;
  };
  return {
    expand,
    reduce,
    evaluate: (reduced) => {
      const point = evaluate(expand(reduced));
      return {
        ...point,
        parameters: reduced,
        gradient: pull(point.gradient),
        precondition: (vector) => {
          const solved = vector.slice();
          choleskySolveInPlace(factor, columns, solved);
          const full = expand(solved);
          point.precondition(full);
          vector.set(reduce(full));
        },
      };
    },
  };
}
