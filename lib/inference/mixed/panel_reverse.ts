import type { PanelStructure } from "./panel_structure.ts";
import { type PanelUpdate, panelUpdates } from "./panel_update.ts";

/** The factor and the derivatives by its elements, in panels. */
interface Reverse {
  readonly factor: Float64Array;
  readonly adjoint: Float64Array;
}

/** Gives one column of an earlier panel its share. */
function reverseColumn(
  { factor, adjoint }: Reverse,
  update: PanelUpdate,
): void {
  const { target, width, source, begin, low, high, count, rows, place } =
    update;
  for (let r = low; r < count; r++) {
    const to = target + place[rows[begin + r]!]! * width;
    const x = factor[source + r]!;
    const end = r < high ? r + 1 : high;
    let sum = 0;
    for (let q = low; q < end; q++) {
      const own = adjoint[to + rows[begin + q]!]!;
      sum += own * factor[source + q]!;
      adjoint[source + q]! -= own * x;
    }
    adjoint[source + r]! -= sum;
  }
}

/** The same of several columns, from row r and columns `from` to `end` − 1. */
function reverseRow(
  { factor, adjoint }: Reverse,
  { target, width, source, inner, begin, rows, place }: PanelUpdate,
  { r, from, end }: {
    readonly r: number;
    readonly from: number;
    readonly end: number;
  },
): void {
  const to = target + place[rows[begin + r]!]! * width;
  const left = source + r * inner;
  for (let q = from; q < end; q++) {
    const own = adjoint[to + rows[begin + q]!]!;
    const right = source + q * inner;
    for (let c = 0; c < inner; c++) {
      adjoint[left + c]! -= own * factor[right + c]!;
      adjoint[right + c]! -= own * factor[left + c]!;
    }
  }
}

/** Four rows and one more, and what each of the four takes from it. */
interface FourRows {
  /** Where the first of the four begins; the others follow at `step`. */
  readonly left: number;
  readonly step: number;
  readonly right: number;
  /** Columns. */
  readonly count: number;
  readonly own0: number;
  readonly own1: number;
  readonly own2: number;
  readonly own3: number;
}

/** Subtracts own × the other row's factor from both adjoints, four rows at a time. */
function reverseProducts(
  { factor, adjoint }: Reverse,
  { left, step, right, count, own0, own1, own2, own3 }: FourRows,
): void {
  const left1 = left + step, left2 = left1 + step, left3 = left2 + step;
  for (let k = 0; k < count; k++) {
    const x = factor[right + k]!;
    adjoint[right + k]! -= own0 * factor[left + k]! +
      own1 * factor[left1 + k]! + own2 * factor[left2 + k]! +
      own3 * factor[left3 + k]!;
    adjoint[left + k]! -= own0 * x;
    adjoint[left1 + k]! -= own1 * x;
    adjoint[left2 + k]! -= own2 * x;
    adjoint[left3 + k]! -= own3 * x;
  }
}

/** {@linkcode reverseRow} for rows r to r + 3, as far as all four have it. */
function reverseFourRows(
  reverse: Reverse,
  { target, width, source, inner, begin, low, rows, place }: PanelUpdate,
  { r, end }: { readonly r: number; readonly end: number },
): void {
  const { adjoint } = reverse;
  const to = [0, 1, 2, 3].map((i) =>
    target + place[rows[begin + r + i]!]! * width
  );
  const [to0, to1, to2, to3] = to as [number, number, number, number];
  const left = source + r * inner;
  for (let q = low; q < end; q++) {
    const column = rows[begin + q]!;
    reverseProducts(reverse, {
      left,
      step: inner,
      right: source + q * inner,
      count: inner,
      own0: adjoint[to0 + column]!,
      own1: adjoint[to1 + column]!,
      own2: adjoint[to2 + column]!,
      own3: adjoint[to3 + column]!,
    });
  }
}

/** Gives an earlier panel its share of the panel's adjoint. */
function reverseUpdate(reverse: Reverse, update: PanelUpdate): void {
  if (update.inner === 1) return reverseColumn(reverse, update);
  const { low, high, count } = update;
  let r = low;
  for (; r + 3 < count; r += 4) {
    // A row that is its own partner, q = r, must not be one of four.
    const end = r < high ? r : high;
    reverseFourRows(reverse, update, { r, end });
    for (let i = 0; i < 4 && end < high; i++) {
      const own = r + i < high ? r + i + 1 : high;
      reverseRow(reverse, update, { r: r + i, from: end, end: own });
    }
  }
  for (; r < count; r++) {
    const end = r < high ? r + 1 : high;
    reverseRow(reverse, update, { r, from: low, end });
  }
}

/** One row of the dense part of a panel, from its diagonal down to column `from`. */
function reverseDenseRow(
  { factor, adjoint }: Reverse,
  { base, width, r, from }: {
    readonly base: number;
    readonly width: number;
    readonly r: number;
    readonly from: number;
  },
): void {
  const left = base + r * width;
  if (r < width) {
    const half = adjoint[left + r]! / (2 * factor[left + r]!);
    for (let k = 0; k < r; k++) {
      adjoint[left + k]! -= 2 * half * factor[left + k]!;
    }
    adjoint[left + r] = half;
  }
  for (let c = (r < width ? r : width) - 1; c >= from; c--) {
    const right = base + c * width;
    const own = adjoint[left + c]! / factor[right + c]!;
    if (own !== 0) {
      adjoint[right + c]! -= own * factor[left + c]!;
      for (let k = 0; k < c; k++) {
        adjoint[left + k]! -= own * factor[right + k]!;
        adjoint[right + k]! -= own * factor[left + k]!;
      }
    }
    adjoint[left + c] = own;
  }
}

/** Columns `end` − 1 to 0 of rows r to r + 3 of the dense part. */
function reverseFourDenseRows(
  reverse: Reverse,
  { base, width, r, end }: {
    readonly base: number;
    readonly width: number;
    readonly r: number;
    readonly end: number;
  },
): void {
  const { factor, adjoint } = reverse;
  const left = base + r * width, left1 = left + width;
  const left2 = left1 + width, left3 = left2 + width;
  for (let c = end - 1; c >= 0; c--) {
    const right = base + c * width;
    const pivot = factor[right + c]!;
    const own0 = adjoint[left + c]! / pivot, own1 = adjoint[left1 + c]! / pivot;
    const own2 = adjoint[left2 + c]! / pivot;
    const own3 = adjoint[left3 + c]! / pivot;
    adjoint[right + c]! -= own0 * factor[left + c]! +
      own1 * factor[left1 + c]! + own2 * factor[left2 + c]! +
      own3 * factor[left3 + c]!;
    reverseProducts(reverse, {
      left,
      step: width,
      right,
      count: c,
      own0,
      own1,
      own2,
      own3,
    });
    adjoint[left + c] = own0;
    adjoint[left1 + c] = own1;
    adjoint[left2 + c] = own2;
    adjoint[left3 + c] = own3;
  }
}

/** Reverse of the dense part of one panel, its last rows first, four at a time. */
function reversePanel(
  s: number,
  reverse: Reverse,
  { firstColumn, rowStart, valueStart }: PanelStructure,
): void {
  const count = rowStart[s + 1]! - rowStart[s]!;
  const width = firstColumn[s + 1]! - firstColumn[s]!;
  const base = valueStart[s]!;
  for (let above = count; above > 0;) {
    const rows = above > 3 ? 4 : 1;
    const r = above - rows;
    const end = rows === 4 ? (r < width ? r : width) : 0;
    for (let i = rows - 1; i >= 0; i--) {
      reverseDenseRow(reverse, { base, width, r: r + i, from: end });
    }
    if (end > 0) reverseFourDenseRows(reverse, { base, width, r, end });
    above = r;
  }
}

/**
 * Derivatives of a function of a Cholesky factor with respect to the matrix, by
 * walking the factorisation backwards; the cost is that of two factorisations.
 *
 * With f = Σ log L_jj² over some columns these are the elements of their inverse, on
 * the structure: no other way to the traces of a gradient is cheaper.
 *
 * @param adjoint On entry ∂f/∂L; on return ∂f/∂A of the lower triangle, an element
 * off the diagonal counting for both of its places.
 * @see Smith (1995), Journal of Computational and Graphical Statistics 4, 134–147.
 */
export function reverseFactorInPlace(
  adjoint: Float64Array,
  factor: Float64Array,
  structure: PanelStructure,
): void {
  const place = new Int32Array(structure.size);
  const reverse = { factor, adjoint };
  for (let s = structure.panels - 1; s >= 0; s--) {
    reversePanel(s, reverse, structure);
    for (const update of panelUpdates(s, structure, place)) {
      reverseUpdate(reverse, update);
    }
  }
}
