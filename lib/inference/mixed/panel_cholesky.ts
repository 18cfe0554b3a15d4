import type { PanelStructure } from "./panel_structure.ts";

/** Thrown to the optimiser: a step too far, not an error of the user's. */
function checkPivot(pivot: number, column: number): void {
  if (!(pivot > 0)) {
    throw new RangeError(
      `Cannot factor the mixed-model equations: pivot ${column} is ${pivot}, it must be positive`,
    );
  }
}

/**
 * Product of two rows of a panel. Four sums at a time: one alone would wait for each
 * addition to end before the next.
 */
function rowProduct(
  values: Float64Array,
  rows: { readonly left: number; readonly right: number },
  count: number,
): number {
  const { left, right } = rows;
  let a = 0, b = 0, c = 0, d = 0, k = 0;
  for (; k + 3 < count; k += 4) {
    a += values[left + k]! * values[right + k]!;
    b += values[left + k + 1]! * values[right + k + 1]!;
    c += values[left + k + 2]! * values[right + k + 2]!;
    d += values[left + k + 3]! * values[right + k + 3]!;
  }
  for (; k < count; k++) a += values[left + k]! * values[right + k]!;
  return a + b + (c + d);
}

/** Takes the products of earlier panels out of panel s; `place` maps rows to its own. */
function subtractUpdates(
  s: number,
  values: Float64Array,
  { structure, place }: {
    readonly structure: PanelStructure;
    readonly place: Int32Array;
  },
): void {
  const { firstColumn, rowStart, rows, valueStart, updateStart, updates } =
    structure;
  const first = firstColumn[s]!;
  const width = firstColumn[s + 1]! - first;
  const base = valueStart[s]!;
  for (let u = updateStart[s]!; u < updateStart[s + 1]!; u += 3) {
    const d = updates[u]!, low = updates[u + 1]!, high = updates[u + 2]!;
    const begin = rowStart[d]!, count = rowStart[d + 1]! - begin;
    const inner = firstColumn[d + 1]! - firstColumn[d]!;
    const source = valueStart[d]!;
    for (let r = low; r < count; r++) {
      const target = base + place[rows[begin + r]!]! * width - first;
      const left = source + r * inner;
      const end = r < high ? r + 1 : high;
      if (inner === 1) {
        const x = values[left]!;
        for (let q = low; q < end; q++) {
          values[target + rows[begin + q]!]! -= x * values[source + q]!;
        }
        continue;
      }
      for (let q = low; q < end; q++) {
        const right = source + q * inner;
        let dot = 0;
        for (let c = 0; c < inner; c++) {
          dot += values[left + c]! * values[right + c]!;
        }
        values[target + rows[begin + q]!]! -= dot;
      }
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
  const { panels, size, firstColumn, rowStart, rows, valueStart } = structure;
  const place = new Int32Array(size);
  for (let s = 0; s < panels; s++) {
    const begin = rowStart[s]!, count = rowStart[s + 1]! - begin;
    const width = firstColumn[s + 1]! - firstColumn[s]!;
    const base = valueStart[s]!;
    for (let r = 0; r < count; r++) place[rows[begin + r]!] = r;
    subtractUpdates(s, values, { structure, place });
    for (let r = 0; r < count; r++) {
      const left = base + r * width;
      const end = r < width ? r : width;
      for (let c = 0; c < end; c++) {
        const right = base + c * width;
        const value = values[left + c]! -
          rowProduct(values, { left, right }, c);
        values[left + c] = value / values[right + c]!;
      }
      if (r < width) {
        let pivot = values[left + r]!;
        for (let k = 0; k < r; k++) {
          pivot -= values[left + k]! * values[left + k]!;
        }
        checkPivot(pivot, firstColumn[s]! + r);
        values[left + r] = Math.sqrt(pivot);
      }
    }
  }
}

/** Reverse of the dense part of one panel. */
function reversePanel(
  s: number,
  { factor, adjoint, structure }: {
    readonly factor: Float64Array;
    readonly adjoint: Float64Array;
    readonly structure: PanelStructure;
  },
): void {
  const { firstColumn, rowStart, valueStart } = structure;
  const count = rowStart[s + 1]! - rowStart[s]!;
  const width = firstColumn[s + 1]! - firstColumn[s]!;
  const base = valueStart[s]!;
  for (let r = count - 1; r >= 0; r--) {
    const left = base + r * width;
    if (r < width) {
      const half = adjoint[left + r]! / (2 * factor[left + r]!);
      for (let k = 0; k < r; k++) {
        adjoint[left + k]! -= 2 * half * factor[left + k]!;
      }
      adjoint[left + r] = half;
    }
    for (let c = (r < width ? r : width) - 1; c >= 0; c--) {
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
  const { panels, size, firstColumn, rowStart, rows, valueStart } = structure;
  const { updateStart, updates } = structure;
  const place = new Int32Array(size);
  for (let s = panels - 1; s >= 0; s--) {
    reversePanel(s, { factor, adjoint, structure });
    for (let r = rowStart[s]!; r < rowStart[s + 1]!; r++) {
      place[rows[r]!] = r - rowStart[s]!;
    }
    const first = firstColumn[s]!;
    const width = firstColumn[s + 1]! - first;
    for (let u = updateStart[s]!; u < updateStart[s + 1]!; u += 3) {
      const d = updates[u]!, low = updates[u + 1]!, high = updates[u + 2]!;
      const begin = rowStart[d]!, count = rowStart[d + 1]! - begin;
      const inner = firstColumn[d + 1]! - firstColumn[d]!;
      const source = valueStart[d]!;
      for (let r = low; r < count; r++) {
        const target = valueStart[s]! + place[rows[begin + r]!]! * width -
          first;
        const left = source + r * inner;
        const end = r < high ? r + 1 : high;
        if (inner === 1) {
          const x = factor[left]!;
          let sum = 0;
          for (let q = low; q < end; q++) {
            const own = adjoint[target + rows[begin + q]!]!;
            sum += own * factor[source + q]!;
            adjoint[source + q]! -= own * x;
          }
          adjoint[left]! -= sum;
          continue;
        }
        for (let q = low; q < end; q++) {
          const own = adjoint[target + rows[begin + q]!]!;
          const right = source + q * inner;
          for (let c = 0; c < inner; c++) {
            adjoint[left + c]! -= own * factor[right + c]!;
            adjoint[right + c]! -= own * factor[left + c]!;
          }
        }
      }
    }
  }
}
