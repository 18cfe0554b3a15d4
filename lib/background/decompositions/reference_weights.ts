import { choleskySolveInPlace } from "#lib/numerics/mod.ts";
import { addMoments, factorOf, type GroupMoments } from "./group_moments.ts";

/**
 * Whose return to background the explained part of a gap is counted at.
 *
 * - a number w: w times the first group's coefficients and 1 − w times the second's.
 * - "pooled": those of both groups together, with an indicator of the group.
 * - "pooled without group": the same without the indicator (Neumark's omega). Part of
 *   what the groups differ in for other reasons is then counted as explained.
 */
export type GapReference = number | "pooled" | "pooled without group";

/** Cross products of all columns but the constant, from the group's own means. */
function centredCross({ cross, columns: p }: GroupMoments): Float64Array {
  const q = p - 1;
  const centred = new Float64Array(q * q);
  for (let i = 0; i < q; i++) {
    for (let j = 0; j < q; j++) {
      centred[i * q + j] = cross[(i + 1) * p + j + 1]! -
        cross[i + 1]! * cross[j + 1]! / cross[0]!;
    }
  }
  return centred;
}

/** The matrix (A + B)⁻¹ A, by rows. */
function shareOf(
  a: Float64Array,
  both: Float64Array,
  n: number,
): Float64Array | null {
  const factor = factorOf(both, n);
  if (factor === null) return null;
  const share = new Float64Array(n * n);
  const column = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) column[i] = a[i * n + j]!;
    choleskySolveInPlace(factor, n, column);
    for (let i = 0; i < n; i++) share[i * n + j] = column[i]!;
  }
  return share;
}

function scaledIdentity(p: number, scale: number): Float64Array {
  const matrix = new Float64Array(p * p);
  for (let j = 0; j < p; j++) matrix[j * p + j] = scale;
  return matrix;
}

/**
 * The matrix Ω by which reference coefficients b* = Ω b₁ + (I − Ω) b₂ are made of those
 * of two groups. Each of the references is such a mixture, exactly.
 *
 * The constant of b* is in no part of a gap; with "pooled" it is the first group's.
 *
 * @returns p × p by rows; `null` where columns depend on each other.
 * @see Jann (2008), Stata Journal 8, 453–479, section 2.
 */
export function referenceWeights(
  first: GroupMoments,
  second: GroupMoments,
  { reference }: { readonly reference: GapReference },
): Float64Array | null {
  const p = first.columns;
  if (typeof reference === "number") return scaledIdentity(p, reference);
  if (reference === "pooled without group") {
    return shareOf(first.cross, addMoments(first, second).cross, p);
  }
  const q = p - 1;
  const a = centredCross(first), b = centredCross(second);
  const share = shareOf(a, a.map((x, k) => x + b[k]!), q);
  if (share === null) return null;
  const weights = scaledIdentity(p, 1);
  for (let i = 0; i < q; i++) {
    weights.set(share.subarray(i * q, (i + 1) * q), (i + 1) * p + 1);
  }
  return weights;
}
