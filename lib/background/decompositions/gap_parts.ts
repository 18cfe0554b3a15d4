import type { ExpandedColumns } from "./expanded_columns.ts";

/** Parts that a gap is split into, in this order. */
export const GAP_PARTS = [
  "endowments",
  "coefficients",
  "interaction",
  "explained",
  "unexplained",
] as const;

/** Name of a part of a gap. */
export type GapPartName = typeof GAP_PARTS[number];

/** Means and coefficients of two groups, from the origin, and the mixture b* of both. */
export interface GapIngredients {
  /** Means of the first group and of the second, length p each. */
  readonly means: readonly [Float64Array, Float64Array];
  /** Coefficients, length p each. */
  readonly coefficients: readonly [Float64Array, Float64Array];
  /** Ω, p × p by rows. */
  readonly weights: Float64Array;
}

/** The product of a mixture of means, a m₁ + b m₂, and of coefficients, Q₁ b₁ + Q₂ b₂. */
interface Bilinear {
  readonly ofMeans: readonly [number, number];
  readonly ofCoefficients: readonly [Float64Array, Float64Array];
}

/** identity × I + omega × Ω. */
function combine(
  p: number,
  { identity, omega, weights }: {
    readonly identity: number;
    readonly omega: number;
    readonly weights: Float64Array;
  },
): Float64Array {
  const matrix = new Float64Array(p * p);
  if (omega !== 0) {
    for (let at = 0; at < matrix.length; at++) {
      matrix[at] = omega * weights[at]!;
    }
  }
  for (let j = 0; j < p; j++) matrix[j * p + j]! += identity;
  return matrix;
}

/** Each part as a sum of such products. */
function bilinears(
  p: number,
  weights: Float64Array,
): readonly (readonly Bilinear[])[] {
  const made = (identity: number, omega: number) =>
    combine(p, { identity, omega, weights });
  const none = made(0, 0), all = made(1, 0), minus = made(-1, 0);
  const omega = made(0, 1), rest = made(1, -1);
  return [
    [{ ofMeans: [1, -1], ofCoefficients: [none, all] }],
    [{ ofMeans: [0, 1], ofCoefficients: [all, minus] }],
    [{ ofMeans: [1, -1], ofCoefficients: [all, minus] }],
    [{ ofMeans: [1, -1], ofCoefficients: [omega, rest] }],
    [
      { ofMeans: [1, 0], ofCoefficients: [rest, made(-1, 1)] },
      { ofMeans: [0, 1], ofCoefficients: [omega, made(0, -1)] },
    ],
  ];
}

/** out += scale × matrix × vector; rows × columns by rows. */
function addProductInPlace(
  out: Float64Array,
  matrix: Float64Array,
  { vector, scale = 1 }: {
    readonly vector: Float64Array;
    readonly scale?: number;
  },
): void {
  const columns = vector.length;
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) {
      sum += matrix[i * columns + j]! * vector[j]!;
    }
    out[i]! += scale * sum;
  }
}

/** Both sides of a product, expanded. */
function sidesOf(
  { ofMeans, ofCoefficients }: Bilinear,
  { means, coefficients }: GapIngredients,
  expanded: ExpandedColumns,
): { readonly u: Float64Array; readonly v: Float64Array } {
  const { columns: p, count } = expanded;
  const mean = Float64Array.from(
    means[0],
    (m, j) => ofMeans[0] * m + ofMeans[1] * means[1][j]!,
  );
  const mixture = new Float64Array(p);
  ofCoefficients.forEach((matrix, g) =>
    addProductInPlace(mixture, matrix, { vector: coefficients[g]! })
  );
  const u = new Float64Array(count), v = new Float64Array(count);
  addProductInPlace(u, expanded.ofMeans, { vector: mean });
  addProductInPlace(v, expanded.ofCoefficients, { vector: mixture });
  return { u, v };
}

/**
 * Splits a gap: endowments (m₁ − m₂)′b₂, coefficients m₂′(b₁ − b₂), interaction
 * (m₁ − m₂)′(b₁ − b₂), which sum to it; explained (m₁ − m₂)′b* and unexplained
 * m₁′(b₁ − b*) + m₂′(b* − b₂), which sum to it as well.
 *
 * @returns Parts × expanded columns, by rows.
 */
export function gapParts(
  ingredients: GapIngredients,
  expanded: ExpandedColumns,
): Float64Array {
  const { count, columns: p } = expanded;
  const values = new Float64Array(GAP_PARTS.length * count);
  bilinears(p, ingredients.weights).forEach((terms, part) => {
    for (const term of terms) {
      const { u, v } = sidesOf(term, ingredients, expanded);
      for (let e = 0; e < count; e++) {
        values[part * count + e]! += u[e]! * v[e]!;
      }
    }
  });
  return values;
}

/**
 * Derivatives of a part, summed over some expanded columns, by m₁, m₂, b₁, b₂; those
 * of the mixture Ω are left out, as is customary.
 *
 * @param included 1 for the expanded columns to be summed, else 0.
 * @returns Length 4 p.
 */
export function gapGradient(
  part: number,
  included: Uint8Array,
  { ingredients, expanded }: {
    readonly ingredients: GapIngredients;
    readonly expanded: ExpandedColumns;
  },
): Float64Array {
  const { columns: p, count } = expanded;
  const gradient = new Float64Array(4 * p);
  for (const term of bilinears(p, ingredients.weights)[part]!) {
    const { u, v } = sidesOf(term, ingredients, expanded);
    const byMean = new Float64Array(p), byCoefficient = new Float64Array(p);
    for (let e = 0; e < count; e++) {
      if (included[e] === 0) continue;
      for (let j = 0; j < p; j++) {
        byMean[j]! += expanded.ofMeans[e * p + j]! * v[e]!;
        byCoefficient[j]! += expanded.ofCoefficients[e * p + j]! * u[e]!;
      }
    }
    for (let g = 0; g < 2; g++) {
      const matrix = term.ofCoefficients[g]!;
      for (let j = 0; j < p; j++) {
        gradient[g * p + j]! += term.ofMeans[g]! * byMean[j]!;
        let sum = 0;
        for (let i = 0; i < p; i++) {
          sum += matrix[i * p + j]! * byCoefficient[i]!;
        }
        gradient[(2 + g) * p + j]! += sum;
      }
    }
  }
  return gradient;
}
