import type { EquationLayout } from "./equation_layout.ts";
import {
  mirrorDiagonal,
  mixColumns,
  mixRows,
  type Scaling,
} from "./mix_panel.ts";

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
    layout: { structure, termOf, effectOf },
    scaling,
    adjoints,
  }: PanelReverse,
): void {
  for (let r = 0; r < count; r++) {
    const scalar = structure.rows[begin + r]!;
    const term = termOf[scalar]!;
    if (term < 0 || effectOf[scalar] !== 0) continue;
    const k = scaling.sizes[term]!, target = adjoints[term]!;
    for (let e = 0; e < k; e++) {
      for (let f = 0; f <= e; f++) {
        const a = (r + e) * width, b = (r + f) * width;
        let sum = 0;
        for (let c = 0; c < width; c++) sum += left[a + c]! * right[b + c]!;
        target[e * k + f]! += sum;
      }
    }
  }
}

/** The same of the columns of each node. */
function addColumnProducts(
  left: Float64Array,
  right: Float64Array,
  { first, count, width, layout: { termOf, effectOf }, scaling, adjoints }:
    PanelReverse,
): void {
  for (let c = 0; c < width; c++) {
    const term = termOf[first + c]!;
    if (term < 0 || effectOf[first + c] !== 0) continue;
    const k = scaling.sizes[term]!, target = adjoints[term]!;
    for (let e = 0; e < k; e++) {
      for (let f = 0; f <= e; f++) {
        let sum = 0;
        for (let r = 0; r < count; r++) {
          sum += left[r * width + c + e]! * right[r * width + c + f]!;
        }
        target[e * k + f]! += sum;
      }
    }
  }
}

/** One panel on its way back, and room for three copies of it. */
interface PanelReverse {
  readonly first: number;
  readonly width: number;
  readonly begin: number;
  readonly count: number;
  readonly layout: EquationLayout;
  readonly scaling: Scaling;
  readonly adjoints: readonly Float64Array[];
  readonly own: Float64Array;
  readonly values: Float64Array;
  readonly mixed: Float64Array;
}

/** One panel of {@linkcode reverseScalingInPlace} when terms have several effects. */
function reversePanel(
  adjoint: Float64Array,
  { source, from }: { readonly source: Float64Array; readonly from: number },
  panel: PanelReverse,
): void {
  const { first, width, begin, count, layout, scaling } = panel;
  const { own, values, mixed } = panel;
  const length = count * width;
  for (let i = 0; i < length; i++) {
    own[i] = adjoint[from + i]!;
    values[i] = source[from + i]!;
  }
  for (let r = 0; r < width; r++) {
    for (let c = 0; c < r; c++) {
      own[r * width + c]! /= 2;
      own[c * width + r] = own[r * width + c]!;
    }
  }
  mirrorDiagonal(values, 0, width);
  for (let i = 0; i < length; i++) mixed[i] = values[i]!;
  const block = { base: 0, width, count, first };
  const rows = { ...block, rows: layout.structure.rows, begin };
  const forward = { layout, scaling, transposed: false };
  const back = { layout, scaling, transposed: true };
  mixColumns(mixed, block, forward);
  addRowProducts(mixed, own, panel);
  mixRows(own, rows, back);
  addColumnProducts(values, own, panel);
  mixColumns(own, block, back);
  for (let r = 0; r < width; r++) {
    for (let c = 0; c < r; c++) {
      own[r * width + c]! += own[c * width + r]!;
      own[c * width + r] = 0;
    }
  }
  for (let i = 0; i < length; i++) adjoint[from + i] = own[i]!;
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
    let longest = 0;
    for (let s = 0; s < panels; s++) {
      longest = Math.max(longest, valueStart[s + 1]! - valueStart[s]!);
    }
    const [own, values, mixed] = [1, 2, 3].map(() =>
      new Float64Array(longest)
    ) as [Float64Array, Float64Array, Float64Array];
    for (let s = 0; s < panels; s++) {
      const first = firstColumn[s]!, width = firstColumn[s + 1]! - first;
      const begin = rowStart[s]!, count = rowStart[s + 1]! - begin;
      const room = { own, values, mixed, layout, scaling, adjoints };
      const panel = { first, width, begin, count, ...room };
      reversePanel(adjoint, { source, from: valueStart[s]! }, panel);
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
