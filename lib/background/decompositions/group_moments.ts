import {
  columnFactor,
  constantFactor,
  type Origins,
  scoreFactor,
  type Term,
  withinGroup,
} from "#lib/inference/mod.ts";
import {
  choleskyInPlace,
  choleskySolveInPlace,
  mirrorLowerInPlace,
} from "#lib/numerics/mod.ts";

/**
 * Weighted sums of products of a group's columns 1, x₁ …, and of its scores, all counted
 * from an origin that is the same in every group.
 */
export interface GroupMoments {
  /** Number of columns, the constant among them; p. */
  readonly columns: number;
  /** X′WX, p × p by rows; its first element is the sum of weights. */
  readonly cross: Float64Array;
  /** X′Wy, length p. */
  readonly withScores: Float64Array;
  /** y′Wy. */
  readonly scoreSquare: number;
}

/** Number of sums behind {@linkcode GroupMoments}. */
export function momentCount(names: readonly string[]): number {
  const p = names.length + 1;
  return p * (p + 1) / 2 + p + 1;
}

/** Products whose sums {@linkcode readMoments} reads: X′WX by its lower triangle, X′Wy, y′Wy. */
export function momentTerms(
  names: readonly string[],
  where?: string,
): readonly Term[] {
  const columns = [constantFactor, ...names.map(columnFactor)];
  const inGroup = columns.map((column) => withinGroup(column, where));
  return [
    ...columns.flatMap((_, i) =>
      columns.slice(0, i + 1).map((column): Term => [inGroup[i]!, column])
    ),
    ...inGroup.map((column): Term => [column, scoreFactor]),
    [withinGroup(scoreFactor, where), scoreFactor],
  ];
}

/** Reads a group's sums, which begin at `offset`. */
export function readMoments(
  sums: Float64Array,
  offset: number,
  { columns: p }: { readonly columns: number },
): GroupMoments {
  const cross = new Float64Array(p * p);
  let at = offset;
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) cross[i * p + j] = sums[at++]!;
  }
  mirrorLowerInPlace(cross, p);
  return {
    columns: p,
    cross,
    withScores: sums.slice(at, at + p),
    scoreSquare: sums[at + p]!,
  };
}

/** Sums over two groups together. */
export function addMoments(a: GroupMoments, b: GroupMoments): GroupMoments {
  return {
    columns: a.columns,
    cross: a.cross.map((x, k) => x + b.cross[k]!),
    withScores: a.withScores.map((x, k) => x + b.withScores[k]!),
    scoreSquare: a.scoreSquare + b.scoreSquare,
  };
}

/** Means of the columns from the origin, the first of them 1. */
export function meansOf({ columns, cross }: GroupMoments): Float64Array {
  return Float64Array.from(
    { length: columns },
    (_, j) => cross[j]! / cross[0]!,
  );
}

/**
 * Factor L of a matrix of cross products, L L′.
 *
 * @returns `null` where columns are constant, depend on each other, or nobody is there.
 */
export function factorOf(
  cross: Float64Array,
  columns: number,
): Float64Array | null {
  const factor = cross.slice();
  try {
    choleskyInPlace(factor, columns);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  return factor;
}

/** Cross products of the first columns only, count × count by rows. */
export function leadingCross(
  { cross, columns }: GroupMoments,
  count: number,
): Float64Array {
  return Float64Array.from(
    { length: count * count },
    (_, at) => cross[Math.floor(at / count) * columns + at % count]!,
  );
}

/** Coefficients of the scores on the columns, from the origin; `null` as {@linkcode factorOf}. */
export function coefficientsOf(
  { cross, columns, withScores }: GroupMoments,
): Float64Array | null {
  const factor = factorOf(cross, columns);
  if (factor === null) return null;
  const coefficients = withScores.slice();
  choleskySolveInPlace(factor, columns, coefficients);
  return coefficients;
}

/** Origins of the columns, the constant's being 0. */
export function columnOrigins(
  names: readonly string[],
  { centre }: Pick<Origins, "centre">,
): Float64Array {
  return Float64Array.of(0, ...names.map(centre));
}
