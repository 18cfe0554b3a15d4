import type { EquationLayout } from "./equation_layout.ts";

/** Covariance factors per term, and how many effects each term has. */
export interface Scaling {
  /** Per term T, k × k by rows. */
  readonly factors: readonly Float64Array[];
  /** Per term k. */
  readonly sizes: readonly number[];
}

/** Per scalar its θ when every term has one effect; 1 in the border. */
function scalarScales(
  { termOf }: EquationLayout,
  { factors }: Scaling,
): Float64Array {
  return Float64Array.from(termOf, (t) => t < 0 ? 1 : factors[t]![0]!);
}

function hasOneEffect({ sizes }: Scaling): boolean {
  return sizes.every((k) => k === 1);
}

function mirrorDiagonal(
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
function mixRows(
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
function mixColumns(
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

/** Replaces C by Λ′ C Λ + W, with the sampling weights W on the random effects' diagonal. */
export function scalePanelsInPlace(
  values: Float64Array,
  layout: EquationLayout,
  scaling: Scaling,
): void {
  const { structure, weightOf } = layout;
  const { panels, firstColumn, rowStart, rows, valueStart } = structure;
  const isSimple = hasOneEffect(scaling);
  const scales = isSimple ? scalarScales(layout, scaling) : new Float64Array(0);
  for (let s = 0; s < panels; s++) {
    const first = firstColumn[s]!, width = firstColumn[s + 1]! - first;
    const begin = rowStart[s]!, count = rowStart[s + 1]! - begin;
    const base = valueStart[s]!;
    if (isSimple) {
      for (let r = 0; r < count; r++) {
        const scale = scales[rows[begin + r]!]!;
        for (let c = 0; c < width; c++) {
          values[base + r * width + c]! *= scale * scales[first + c]!;
        }
      }
    } else {
      mirrorDiagonal(values, base, width);
      const how = { layout, scaling, transposed: false };
      mixColumns(values, { base, width, first, count }, how);
      mixRows(values, { base, width, rows, begin, count }, how);
    }
    for (let c = 0; c < width; c++) {
      values[base + c * width + c]! += weightOf[first + c]!;
    }
  }
}

/** Adds left′ right of the rows of each node to its term's adjoint. */
function addRowProducts(
  left: Float64Array,
  right: Float64Array,
  {
    begin,
    count,
    width,
    rows,
    layout: { termOf, effectOf },
    scaling,
    adjoints,
  }: {
    readonly begin: number;
    readonly count: number;
    readonly width: number;
    readonly rows: Int32Array;
    readonly layout: EquationLayout;
    readonly scaling: Scaling;
    readonly adjoints: readonly Float64Array[];
  },
): void {
  for (let r = 0; r < count; r++) {
    const scalar = rows[begin + r]!;
    const term = termOf[scalar]!;
    if (term < 0 || effectOf[scalar] !== 0) continue;
    const k = scaling.sizes[term]!;
    for (let e = 0; e < k; e++) {
      for (let f = 0; f <= e; f++) {
        let sum = 0;
        for (let c = 0; c < width; c++) {
          sum += left[(r + e) * width + c]! * right[(r + f) * width + c]!;
        }
        adjoints[term]![e * k + f]! += sum;
      }
    }
  }
}

/** One panel of {@linkcode reverseScalingInPlace} when terms have several effects. */
function reversePanel(
  s: number,
  { adjoint, source, layout, scaling, adjoints }: {
    readonly adjoint: Float64Array;
    readonly source: Float64Array;
    readonly layout: EquationLayout;
    readonly scaling: Scaling;
    readonly adjoints: readonly Float64Array[];
  },
): void {
  const { firstColumn, rowStart, rows, valueStart } = layout.structure;
  const first = firstColumn[s]!, width = firstColumn[s + 1]! - first;
  const begin = rowStart[s]!, count = rowStart[s + 1]! - begin;
  const from = valueStart[s]!, to = valueStart[s + 1]!;
  const own = adjoint.slice(from, to);
  for (let r = 0; r < width; r++) {
    for (let c = 0; c < r; c++) {
      own[r * width + c]! /= 2;
      own[c * width + r] = own[r * width + c]!;
    }
  }
  const values = source.slice(from, to);
  mirrorDiagonal(values, 0, width);
  const mixed = Float64Array.from(values);
  const block = { base: 0, width, count };
  const forward = { layout, scaling, transposed: false };
  const back = { layout, scaling, transposed: true };
  mixColumns(mixed, { ...block, first }, forward);
  addRowProducts(mixed, own, {
    begin,
    count,
    width,
    rows,
    layout,
    scaling,
    adjoints,
  });
  mixRows(own, { ...block, rows, begin }, back);
  // By columns: Σ over rows of value[r][e] × own[r][f], on transposed copies.
  const columns = rows.subarray(begin, begin + width);
  const turn = (a: Float64Array): Float64Array => {
    const turned = new Float64Array(a.length);
    for (let r = 0; r < count; r++) {
      for (let c = 0; c < width; c++) turned[c * count + r] = a[r * width + c]!;
    }
    return turned;
  };
  addRowProducts(turn(values), turn(own), {
    begin: 0,
    count: width,
    width: count,
    rows: columns,
    layout,
    scaling,
    adjoints,
  });
  mixColumns(own, { ...block, first }, back);
  for (let r = 0; r < width; r++) {
    for (let c = 0; c < r; c++) {
      own[r * width + c]! += own[c * width + r]!;
      own[c * width + r] = 0;
    }
  }
  adjoint.set(own, from);
}

/**
 * Reverse of {@linkcode scalePanelsInPlace}: replaces ∂f/∂(Λ′CΛ) by ∂f/∂C and adds
 * ∂f/∂T to `adjoints`, one k × k matrix per term.
 *
 * @param source C, as it was before scaling.
 */
export function reverseScalingInPlace(
  adjoint: Float64Array,
  source: Float64Array,
  { layout, scaling, adjoints }: {
    readonly layout: EquationLayout;
    readonly scaling: Scaling;
    readonly adjoints: readonly Float64Array[];
  },
): void {
  const { structure: { panels, firstColumn, rowStart, rows, valueStart } } =
    layout;
  if (!hasOneEffect(scaling)) {
    for (let s = 0; s < panels; s++) {
      reversePanel(s, { adjoint, source, layout, scaling, adjoints });
    }
    return;
  }
  const scales = scalarScales(layout, scaling);
  const sums = new Float64Array(scales.length);
  for (let s = 0; s < panels; s++) {
    const first = firstColumn[s]!, width = firstColumn[s + 1]! - first;
    const begin = rowStart[s]!, count = rowStart[s + 1]! - begin;
    for (let r = 0; r < count; r++) {
      const row = rows[begin + r]!;
      for (let c = 0; c < width && first + c <= row; c++) {
        const at = valueStart[s]! + r * width + c;
        const product = adjoint[at]! * source[at]!;
        sums[row]! += product * scales[first + c]!;
        sums[first + c]! += product * scales[row]!;
        adjoint[at]! *= scales[row]! * scales[first + c]!;
      }
    }
  }
  layout.termOf.forEach((t, scalar) => {
    if (t >= 0) adjoints[t]![0]! += sums[scalar]!;
  });
}
