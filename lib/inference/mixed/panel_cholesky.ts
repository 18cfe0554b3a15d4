import type { PanelStructure } from "./panel_structure.ts";
import { type PanelUpdate, panelUpdates } from "./panel_update.ts";

/** Thrown to the optimiser: a step too far, not an error of the user's. */
function checkPivot(pivot: number, column: number): void {
  if (!(pivot > 0)) {
    throw new RangeError(
      `Cannot factor the mixed-model equations: pivot ${column} is ${pivot}, it must be positive`,
    );
  }
}

/** Takes the products of one column of an earlier panel out of the panel. */
function subtractColumn(values: Float64Array, update: PanelUpdate): void {
  const { target, width, source, begin, low, high, count, rows, place } =
    update;
  for (let r = low; r < count; r++) {
    const to = target + place[rows[begin + r]!]! * width;
    const x = values[source + r]!;
    const end = r < high ? r + 1 : high;
    for (let q = low; q < end; q++) {
      values[to + rows[begin + q]!]! -= x * values[source + q]!;
    }
  }
}

/** The same of several columns, for row r and columns `from` to `end` − 1. */
function subtractRow(
  values: Float64Array,
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
    const right = source + q * inner;
    let dot = 0;
    for (let c = 0; c < inner; c++) {
      dot += values[left + c]! * values[right + c]!;
    }
    values[to + rows[begin + q]!]! -= dot;
  }
}

/**
 * The same for rows r to r + 3, as far as all four have it: what is read of another
 * row serves four sums, and none waits for the last addition of another.
 */
function subtractFourRows(
  values: Float64Array,
  { target, width, source, inner, begin, low, rows, place }: PanelUpdate,
  { r, end }: { readonly r: number; readonly end: number },
): void {
  const to0 = target + place[rows[begin + r]!]! * width;
  const to1 = target + place[rows[begin + r + 1]!]! * width;
  const to2 = target + place[rows[begin + r + 2]!]! * width;
  const to3 = target + place[rows[begin + r + 3]!]! * width;
  const left0 = source + r * inner, left1 = left0 + inner;
  const left2 = left1 + inner, left3 = left2 + inner;
  for (let q = low; q < end; q++) {
    const right = source + q * inner;
    let dot0 = 0, dot1 = 0, dot2 = 0, dot3 = 0;
    for (let c = 0; c < inner; c++) {
      const x = values[right + c]!;
      dot0 += values[left0 + c]! * x;
      dot1 += values[left1 + c]! * x;
      dot2 += values[left2 + c]! * x;
      dot3 += values[left3 + c]! * x;
    }
    const column = rows[begin + q]!;
    values[to0 + column]! -= dot0;
    values[to1 + column]! -= dot1;
    values[to2 + column]! -= dot2;
    values[to3 + column]! -= dot3;
  }
}

/** Takes the products of an earlier panel out of the panel. */
function subtractUpdate(values: Float64Array, update: PanelUpdate): void {
  if (update.inner === 1) return subtractColumn(values, update);
  const { low, high, count } = update;
  let r = low;
  for (; r + 3 < count; r += 4) {
    const end = r < high ? r + 1 : high;
    subtractFourRows(values, update, { r, end });
    for (let i = 1; i < 4 && end < high; i++) {
      const own = r + i < high ? r + i + 1 : high;
      subtractRow(values, update, { r: r + i, from: end, end: own });
    }
  }
  for (; r < count; r++) {
    const end = r < high ? r + 1 : high;
    subtractRow(values, update, { r, from: low, end });
  }
}

/** Columns 0 to `end` − 1 of rows r to r + 3 of the dense factor, by what is left of them. */
function factorFourRows(
  values: Float64Array,
  { base, width, r, end }: {
    readonly base: number;
    readonly width: number;
    readonly r: number;
    readonly end: number;
  },
): void {
  const left0 = base + r * width, left1 = left0 + width;
  const left2 = left1 + width, left3 = left2 + width;
  for (let c = 0; c < end; c++) {
    const right = base + c * width;
    let dot0 = 0, dot1 = 0, dot2 = 0, dot3 = 0;
    for (let k = 0; k < c; k++) {
      const x = values[right + k]!;
      dot0 += values[left0 + k]! * x;
      dot1 += values[left1 + k]! * x;
      dot2 += values[left2 + k]! * x;
      dot3 += values[left3 + k]! * x;
    }
    const pivot = values[right + c]!;
    values[left0 + c] = (values[left0 + c]! - dot0) / pivot;
    values[left1 + c] = (values[left1 + c]! - dot1) / pivot;
    values[left2 + c] = (values[left2 + c]! - dot2) / pivot;
    values[left3 + c] = (values[left3 + c]! - dot3) / pivot;
  }
}

/** Columns `from` to the diagonal of row r; the pivot if it has one. */
function factorRow(
  values: Float64Array,
  { base, width, r, from, column }: {
    readonly base: number;
    readonly width: number;
    readonly r: number;
    readonly from: number;
    /** Of the whole matrix, for the message. */
    readonly column: number;
  },
): void {
  const left = base + r * width;
  for (let c = from; c < width && c <= r; c++) {
    const right = base + c * width;
    let value = values[left + c]!;
    for (let k = 0; k < c; k++) value -= values[left + k]! * values[right + k]!;
    if (c < r) values[left + c] = value / values[right + c]!;
    else {
      checkPivot(value, column + r);
      values[left + r] = Math.sqrt(value);
    }
  }
}

/**
 * Replaces a symmetric positive definite matrix in panels by its Cholesky factor.
 *
 * @param values Lower triangles of the panels.
 * @throws {RangeError} If a pivot is not positive.
 */
export function factorPanelsInPlace(
  values: Float64Array,
  structure: PanelStructure,
): void {
  const { panels, size, firstColumn, rowStart, valueStart } = structure;
  const place = new Int32Array(size);
  for (let s = 0; s < panels; s++) {
    for (const update of panelUpdates(s, structure, place)) {
      subtractUpdate(values, update);
    }
    const base = valueStart[s]!, column = firstColumn[s]!;
    const width = firstColumn[s + 1]! - column;
    const count = rowStart[s + 1]! - rowStart[s]!;
    for (let r = 0; r < count;) {
      const rows = r + 3 < count ? 4 : 1;
      const end = rows === 4 ? (r < width ? r : width) : 0;
      if (end > 0) factorFourRows(values, { base, width, r, end });
      for (let i = 0; i < rows; i++) {
        factorRow(values, { base, width, r: r + i, from: end, column });
      }
      r += rows;
    }
  }
}
