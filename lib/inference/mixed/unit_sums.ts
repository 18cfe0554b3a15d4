import type { MixedProblem } from "./mixed_problem.ts";

/**
 * Sums over units: the rows that share their level in every term. All that the
 * likelihood needs of the rows, in one pass.
 */
export interface UnitSums extends Units {
  /** Number of distinct random columns, c. */
  readonly columns: number;
  /** Fixed columns and the outcome, p + 1. */
  readonly width: number;
  /** Per unit c × c: Σ w z z′. */
  readonly squares: Float64Array;
  /** Per unit c × (p + 1): Σ w z (x, y)′. */
  readonly products: Float64Array;
  /** (p + 1) × (p + 1): Σ w (x, y)(x, y)′ over all rows. */
  readonly total: Float64Array;
}

/** Which rows share all their levels; a list per level of the largest term, no hashing. */
export interface Units {
  /** Number of units. */
  readonly count: number;
  /** Per term: level of each unit. */
  readonly levels: readonly Int32Array[];
  /** Unit of each row. */
  readonly unitOfRow: Int32Array;
  /** Term with the most levels. */
  readonly leafTerm: number;
  /** First unit of each level of that term, −1 if none. */
  readonly firstUnit: Int32Array;
  /** The next unit of the same level, −1 if none. */
  readonly nextUnit: Int32Array;
}

/** Finds the units; the work is the rows times the units per level of the largest term. */
export function findUnits({ n, terms }: MixedProblem): Units {
  let leafTerm = 0;
  terms.forEach((term, t) => {
    if (term.levelCount > terms[leafTerm]!.levelCount) leafTerm = t;
  });
  const firstUnit = new Int32Array(terms[leafTerm]!.levelCount).fill(-1);
  const nextUnit = new Int32Array(n);
  const unitOfRow = new Int32Array(n);
  const firstRow = new Int32Array(n);
  const leafLevels = terms[leafTerm]!.levels;
  const others = terms.filter((_, t) => t !== leafTerm).map((t) => t.levels);
  let count = 0;
  for (let i = 0; i < n; i++) {
    const leaf = leafLevels[i]!;
    let unit = firstUnit[leaf]!;
    search: while (unit >= 0) {
      const row = firstRow[unit]!;
      for (let t = 0; t < others.length; t++) {
        if (others[t]![row] !== others[t]![i]) {
          unit = nextUnit[unit]!;
          continue search;
        }
      }
      break;
    }
    if (unit < 0) {
      unit = count++;
      firstRow[unit] = i;
      nextUnit[unit] = firstUnit[leaf]!;
      firstUnit[leaf] = unit;
    }
    unitOfRow[i] = unit;
  }
  const levels = terms.map((term) => {
    const own = new Int32Array(count);
    for (let u = 0; u < count; u++) own[u] = term.levels[firstRow[u]!]!;
    return own;
  });
  return {
    count,
    levels,
    unitOfRow,
    leafTerm,
    firstUnit,
    nextUnit: nextUnit.slice(0, count),
  };
}

/** Adds the rows up, one pass. */
export function sumUnits(problem: MixedProblem, units: Units): UnitSums {
  const { n, columns: sources, rowWeights, fixed: { p, values } } = problem;
  const columns = sources.length, width = p + 1;
  const squares = new Float64Array(units.count * columns * columns);
  const products = new Float64Array(units.count * columns * width);
  const total = new Float64Array(width * width);
  const z = new Float64Array(columns);
  for (let i = 0; i < n; i++) {
    const w = rowWeights === null ? 1 : rowWeights[i]!;
    const unit = units.unitOfRow[i]!;
    const row = i * width;
    for (let a = 0; a < columns; a++) {
      const source = sources[a]!;
      z[a] = source === null ? 1 : source[i]!;
    }
    for (let a = 0; a < columns; a++) {
      const factor = w * z[a]!;
      const square = (unit * columns + a) * columns;
      for (let b = 0; b <= a; b++) squares[square + b]! += factor * z[b]!;
      const product = (unit * columns + a) * width;
      for (let j = 0; j < width; j++) {
        products[product + j]! += factor * values[row + j]!;
      }
    }
    for (let j = 0; j < width; j++) {
      const factor = w * values[row + j]!;
      for (let k = 0; k <= j; k++) {
        total[j * width + k]! += factor * values[row + k]!;
      }
    }
  }
  for (let unit = 0; unit < units.count; unit++) {
    const start = unit * columns * columns;
    for (let a = 0; a < columns; a++) {
      for (let b = 0; b < a; b++) {
        squares[start + b * columns + a] = squares[start + a * columns + b]!;
      }
    }
  }
  for (let j = 0; j < width; j++) {
    for (let k = 0; k < j; k++) total[k * width + j] = total[j * width + k]!;
  }
  return { ...units, columns, width, squares, products, total };
}
