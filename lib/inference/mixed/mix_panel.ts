import type { EquationLayout } from "./equation_layout.ts";

/** Covariance factors per term, and how many effects each term has. */
export interface Scaling {
  /** Per term T, k × k by rows. */
  readonly factors: readonly Float64Array[];
  /** Per term k. */
  readonly sizes: readonly number[];
}

/** Copies the lower triangle of the first rows of a panel to the upper one. */
export function mirrorDiagonal(
  values: Float64Array,
  base: number,
  width: number,
): void {
  for (let r = 0; r < width; r++) {
    for (let c = 0; c < r; c++) {
      values[base + c * width + r] = values[base + r * width + c]!;
    }
  }
}

/**
 * Replaces each row by T′ × the rows of its node, or (`transposed`) by T × them.
 * Rows of a node are neighbours; `count` rows of `width` values from `base`.
 */
export function mixRows(
  values: Float64Array,
  { base, width, rows, begin, count }: {
    readonly base: number;
    readonly width: number;
    readonly rows: Int32Array;
    readonly begin: number;
    readonly count: number;
  },
  { layout: { termOf, effectOf }, scaling, transposed }: {
    readonly layout: EquationLayout;
    readonly scaling: Scaling;
    readonly transposed: boolean;
  },
): void {
  for (let r = 0; r < count; r++) {
    const scalar = rows[begin + r]!;
    const term = termOf[scalar]!;
    if (term < 0 || effectOf[scalar] !== 0) continue;
    const k = scaling.sizes[term]!, factor = scaling.factors[term]!;
    for (let c = 0; c < width; c++) {
      const at = base + r * width + c;
      for (let step = 0; step < k; step++) {
        const e = transposed ? k - 1 - step : step;
        let value = 0;
        if (transposed) {
          for (let f = 0; f <= e; f++) {
            value += factor[e * k + f]! * values[at + f * width]!;
          }
        } else {
          for (let f = e; f < k; f++) {
            value += factor[f * k + e]! * values[at + f * width]!;
          }
        }
        values[at + e * width] = value;
      }
    }
  }
}

/** The same for the columns of a panel: values × T, or values × T′. */
export function mixColumns(
  values: Float64Array,
  { base, width, first, count }: {
    readonly base: number;
    readonly width: number;
    readonly first: number;
    readonly count: number;
  },
  { layout: { termOf, effectOf }, scaling, transposed }: {
    readonly layout: EquationLayout;
    readonly scaling: Scaling;
    readonly transposed: boolean;
  },
): void {
  for (let c = 0; c < width; c++) {
    const term = termOf[first + c]!;
    if (term < 0 || effectOf[first + c] !== 0) continue;
    const k = scaling.sizes[term]!, factor = scaling.factors[term]!;
    for (let r = 0; r < count; r++) {
      const at = base + r * width + c;
      for (let step = 0; step < k; step++) {
        const e = transposed ? k - 1 - step : step;
        let value = 0;
        if (transposed) {
          for (let f = 0; f <= e; f++) {
            value += factor[e * k + f]! * values[at + f]!;
          }
        } else {
          for (let f = e; f < k; f++) {
            value += factor[f * k + e]! * values[at + f]!;
          }
        }
        values[at + e] = value;
      }
    }
  }
}
