import { choleskySolveInPlace } from "#lib/numerics/mod.ts";
import { factorOf, type GroupMoments, leadingCross } from "./group_moments.ts";

/** Regressions with few and with all columns, counted from the origin. */
export interface AddedColumns {
  /** Columns that are always there, the constant among them. */
  readonly baseCount: number;
  /** Columns that are added. */
  readonly addedCount: number;
  /** Coefficients with the base columns alone. */
  readonly base: Float64Array;
  /** Coefficients with all columns. */
  readonly full: Float64Array;
  /** Γ: coefficients of each added column on the base columns; baseCount × addedCount by rows. */
  readonly auxiliary: Float64Array;
  /** Cholesky factor of the base columns' cross products. */
  readonly baseFactor: Float64Array;
  /** Cholesky factor of all columns' cross products. */
  readonly fullFactor: Float64Array;
}

/**
 * Regresses the scores on the first columns and on all, and the others on the first.
 *
 * @param baseCount Number of first columns, the constant among them.
 * @returns `null` where columns depend on each other.
 */
export function addColumns(
  moments: GroupMoments,
  baseCount: number,
): AddedColumns | null {
  const { columns: p, cross, withScores } = moments;
  const addedCount = p - baseCount;
  const baseFactor = factorOf(leadingCross(moments, baseCount), baseCount);
  const fullFactor = factorOf(cross, p);
  if (baseFactor === null || fullFactor === null) return null;
  const base = withScores.slice(0, baseCount), full = withScores.slice();
  choleskySolveInPlace(baseFactor, baseCount, base);
  choleskySolveInPlace(fullFactor, p, full);
  const auxiliary = new Float64Array(baseCount * addedCount);
  const column = new Float64Array(baseCount);
  for (let k = 0; k < addedCount; k++) {
    for (let j = 0; j < baseCount; j++) {
      column[j] = cross[j * p + baseCount + k]!;
    }
    choleskySolveInPlace(baseFactor, baseCount, column);
    for (let j = 0; j < baseCount; j++) {
      auxiliary[j * addedCount + k] = column[j]!;
    }
  }
  return {
    baseCount,
    addedCount,
    base,
    full,
    auxiliary,
    baseFactor,
    fullFactor,
  };
}

/** What the added columns from `start` up to `end` change in base coefficient j: Σ Γ_jk b_k. */
export function changeBy(
  { baseCount, addedCount, full, auxiliary }: AddedColumns,
  j: number,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  let change = 0;
  for (let k = start; k < end; k++) {
    change += auxiliary[j * addedCount + k]! * full[baseCount + k]!;
  }
  return change;
}

/** Where each block's columns are among the added ones. */
export function blockRanges(
  blocks: readonly { readonly columns: readonly string[] }[],
): readonly { readonly start: number; readonly end: number }[] {
  let end = 0;
  return blocks.map(({ columns }) => {
    const start = end;
    end += columns.length;
    return { start, end };
  });
}
