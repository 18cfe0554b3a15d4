import type { QuantileRows, QuantileSolution } from "./quantile_programme.ts";

/** Σ ρ_τ(y − x′b), where ρ_τ(u) is τ u above 0 and (τ − 1) u below. */
export function quantileLoss(
  { x, y, p }: QuantileRows,
  b: Float64Array,
  tau: number,
): number {
  let loss = 0;
  for (let i = 0; i < y.length; i++) {
    let residual = y[i]!;
    for (let j = 0; j < p; j++) residual -= x[i * p + j]! * b[j]!;
    loss += residual > 0 ? tau * residual : (tau - 1) * residual;
  }
  return loss;
}

/** A row that adds less than this part of its length to those chosen is no new one. */
const DEPENDENT = 1e-7;

/** Takes rows in turn until p independent ones are found; null where there are fewer. */
function independentRows(
  { x, p }: QuantileRows,
  order: readonly number[],
): readonly number[] | null {
  const chosen: number[] = [];
  const basis: Float64Array[] = [];
  for (const i of order) {
    const row = x.slice(i * p, (i + 1) * p);
    let whole = 0, left = 0;
    for (const value of row) whole += value * value;
    for (const direction of basis) {
      let along = 0;
      for (let j = 0; j < p; j++) along += row[j]! * direction[j]!;
      for (let j = 0; j < p; j++) row[j]! -= along * direction[j]!;
    }
    for (const value of row) left += value * value;
    if (!(left > DEPENDENT * DEPENDENT * whole)) continue;
    basis.push(row.map((value) => value / Math.sqrt(left)));
    chosen.push(i);
    if (chosen.length === p) return chosen;
  }
  return null;
}

/** Solves the p equations x′b = y of the rows by elimination with pivoting. */
function solveRows(
  { x, y, p }: QuantileRows,
  chosen: readonly number[],
): Float64Array {
  const width = p + 1;
  const rows = chosen.map((i) =>
    Float64Array.of(...x.subarray(i * p, (i + 1) * p), y[i]!)
  );
  for (let k = 0; k < p; k++) {
    let pivot = k;
    for (let i = k + 1; i < p; i++) {
      if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i;
    }
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (let i = 0; i < p; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j < width; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  return Float64Array.from(rows, (row, k) => row[p]! / row[k]!);
}

/** A vertex may lose this part of the loss to rounding and still be the solution. */
const ROUNDING = 1e-12;
/** Rows considered beyond the p needed. */
const SPARE = 40;

/** Places of the largest values, largest first. */
function largestPlaces(
  value: (i: number) => number,
  n: number,
  count: number,
): number[] {
  let places: number[] = [];
  let floor = -Infinity;
  for (let i = 0; i < n; i++) {
    if (!(value(i) > floor)) continue;
    places.push(i);
    if (places.length >= 4 * count) {
      places = places.sort((a, b) => value(b) - value(a)).slice(0, count);
      floor = value(places.at(-1)!);
    }
  }
  return places.sort((a, b) => value(b) - value(a)).slice(0, count);
}

/**
 * Moves a solution of the interior to the vertex beside it: the plane through p rows.
 *
 * A quantile regression passes through at least p rows; they are those whose share is
 * furthest from both 0 and 1. Where the vertex is worse (many rows on one plane), the
 * solution stays as it is.
 *
 * @returns Null where no vertex at least as good was found.
 */
export function toVertex(
  rows: QuantileRows,
  { coefficients, shares }: QuantileSolution,
  tau: number,
): Float64Array | null {
  const inside = (i: number) => Math.min(shares[i]!, 1 - shares[i]!);
  const order = largestPlaces(inside, shares.length, rows.p + SPARE);
  const chosen = independentRows(rows, order);
  if (chosen === null) return null;
  const vertex = solveRows(rows, chosen);
  const limit = quantileLoss(rows, coefficients, tau);
  return quantileLoss(rows, vertex, tau) <= limit * (1 + ROUNDING)
    ? vertex
    : null;
}
