import { choleskyInverse } from "#lib/numerics/mod.ts";
import type { Factorisation } from "./deviance.ts";
import type { EquationLayout } from "./equation_layout.ts";
import { backTransform, type FixedColumns } from "./fixed_columns.ts";
import { congruence } from "./small_matrices.ts";

/** Solution of the factored equations. */
export interface SolvedEffects {
  /** Spherical random effects u of the scalars, then the scaled fixed effects. */
  readonly scalars: Float64Array;
  /** Scaled fixed effects, length p. */
  readonly scaledFixed: Float64Array;
}

/** Solves backwards for the effects: the outcome's row of the factor is the right side. */
export function solveEffects(
  { factor }: Factorisation,
  { structure }: EquationLayout,
  p: number,
): SolvedEffects {
  const { size, panels, firstColumn, rowStart, rows, valueStart } = structure;
  const x = new Float64Array(size);
  for (let s = panels - 1; s >= 0; s--) {
    const first = firstColumn[s]!, width = firstColumn[s + 1]! - first;
    const begin = rowStart[s]!, count = rowStart[s + 1]! - begin;
    const base = valueStart[s]!;
    const outcome = base + (count - 1) * width;
    for (let c = width - 1; c >= 0; c--) {
      if (first + c === size - 1) continue;
      let value = factor[outcome + c]!;
      for (let r = c + 1; r < count - 1; r++) {
        value -= factor[base + r * width + c]! * x[rows[begin + r]!]!;
      }
      x[first + c] = value / factor[base + c * width + c]!;
    }
  }
  return { scalars: x, scaledFixed: x.slice(size - 1 - p, size - 1) };
}

/** (X′H⁻¹X)⁻¹ of the columns as given: the covariance of the coefficients over σ². */
export function fixedCovariance(
  { factor }: Factorisation,
  { structure }: EquationLayout,
  fixed: FixedColumns,
): Float64Array {
  const { size, panels, firstColumn, valueStart } = structure;
  const { p } = fixed;
  const first = firstColumn[panels - 1]!;
  const width = size - first, edge = size - 1 - p - first;
  const triangle = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      triangle[i * p + j] =
        factor[valueStart[panels - 1]! + (edge + i) * width + edge + j]!;
    }
  }
  return congruence(backTransform(fixed), choleskyInverse(triangle, p), p);
}

/** Coefficients of the columns as given. */
export function fixedCoefficients(
  scaledFixed: Float64Array,
  fixed: FixedColumns,
): Float64Array {
  const { p, constant, means, scales } = fixed;
  const back = backTransform(fixed);
  const coefficients = new Float64Array(p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      coefficients[i]! += back[i * p + j]! * scaledFixed[j]!;
    }
  }
  if (constant >= 0) coefficients[constant]! += means[p]! / scales[constant]!;
  return coefficients;
}
