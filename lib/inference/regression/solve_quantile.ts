import { pow } from "#lib/numerics/mod.ts";
import {
  type QuantileRows,
  sizeOf,
  solveQuantileProgramme,
} from "./quantile_programme.ts";
import { quantileLoss, toVertex } from "./quantile_vertex.ts";

/** The coefficients of one quantile. */
export interface QuantileCoefficients {
  /** Length p. */
  readonly coefficients: Float64Array;
  /** Σ ρ_τ of the residuals. */
  readonly loss: number;
  /** Bound on what the loss could still fall by, relative to Σ |y|. */
  readonly relativeGap: number;
  /** Whether the fit goes through p rows, so that it is exact. */
  readonly isVertex: boolean;
  /** Steps of the last search. */
  readonly iterations: number;
}

/** Small enough for the rows of the vertex to be told from the others. */
const TOLERANCE = 1e-10;
/** With fewer rows, looking for those that matter costs more than it saves. */
const LARGE = 4000;
const MAXIMUM_ROUNDS = 8;
/** Rows in the band as part of those in the sample. */
const BAND = 0.8;

function solveAll(
  rows: QuantileRows,
  tau: number,
  from: { readonly start?: Float64Array; readonly scale?: number } = {},
): QuantileCoefficients {
  const solution = solveQuantileProgramme(rows, tau, {
    tolerance: TOLERANCE,
    ...from,
  });
  const vertex = toVertex(rows, solution, tau);
  const coefficients = vertex ?? solution.coefficients;
  return {
    coefficients,
    loss: quantileLoss(rows, coefficients, tau),
    relativeGap: solution.gap / sizeOf(rows),
    isVertex: vertex !== null,
    iterations: solution.iterations,
  };
}

function pickRows(
  { x, y, p }: QuantileRows,
  picked: Int32Array | readonly number[],
): QuantileRows {
  const part = {
    x: new Float64Array(picked.length * p),
    y: new Float64Array(picked.length),
    p,
  };
  for (let k = 0; k < picked.length; k++) {
    const i = picked[k]!;
    part.y[k] = y[i]!;
    for (let j = 0; j < p; j++) part.x[k * p + j] = x[i * p + j]!;
  }
  return part;
}

function residualsOf(
  { x, y, p }: QuantileRows,
  b: Float64Array,
): Float64Array {
  const residuals = new Float64Array(y.length);
  for (let i = 0; i < y.length; i++) {
    let value = y[i]!;
    for (let j = 0; j < p; j++) value -= x[i * p + j]! * b[j]!;
    residuals[i] = value;
  }
  return residuals;
}

/** Rows close to the plane, and the sums of those far above and far below it. */
interface Band {
  readonly side: Int8Array;
  readonly kept: number;
}

/**
 * The rows near the plane of a first guess: −1 below the band, 1 above it, 0 within.
 * The band holds `width` rows, as many of them below the plane as the quantile wants.
 */
function bandOf(residuals: Float64Array, tau: number, width: number): Band {
  const n = residuals.length;
  const sorted = residuals.slice().sort();
  const centre = Math.round(tau * n);
  const low = Math.max(0, centre - Math.ceil(width / 2));
  const high = Math.min(n - 1, centre + Math.ceil(width / 2));
  const from = low === 0 ? -Infinity : sorted[low]!;
  const to = high === n - 1 ? Infinity : sorted[high]!;
  let kept = 0;
  const side = Int8Array.from(residuals, (r) => {
    if (r < from) return -1;
    if (r > to) return 1;
    kept++;
    return 0;
  });
  return { side, kept };
}

/** The rows of the band and two more: all above it, and all below it, added up. */
function reduced(rows: QuantileRows, { side, kept }: Band): QuantileRows {
  const { x, y, p } = rows;
  const part = {
    x: new Float64Array((kept + 2) * p),
    y: new Float64Array(kept + 2),
    p,
  };
  let next = 0;
  for (let i = 0; i < side.length; i++) {
    const at = side[i] === 0 ? next++ : side[i] === 1 ? kept : kept + 1;
    part.y[at]! += y[i]!;
    for (let j = 0; j < p; j++) part.x[at * p + j]! += x[i * p + j]!;
  }
  return part;
}

/** Mean |residual| of the rows of the band. */
function meanWithin(
  residuals: Float64Array,
  side: Int8Array,
  kept: number,
): number {
  let total = 0;
  for (let i = 0; i < side.length; i++) {
    if (side[i] === 0) total += Math.abs(residuals[i]!);
  }
  return total / kept;
}

/** Takes rows into the band that the solution puts on the other side; returns their number. */
function admitMisplaced(side: Int8Array, residuals: Float64Array): number {
  let moved = 0;
  for (let i = 0; i < side.length; i++) {
    if (side[i]! * residuals[i]! < 0) {
      side[i] = 0;
      moved++;
    }
  }
  return moved;
}

/** Roughly the coefficients; null where the sample lacks a rare category. */
function guessFrom(rows: QuantileRows, tau: number): Float64Array | null {
  try {
    return solveQuantileProgramme(rows, tau, { tolerance: 1e-5 }).coefficients;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Residuals in units of what the plane may move at their row, √(x′x) in an orthonormal basis. */
function inLeverages(
  { x, p }: QuantileRows,
  residuals: Float64Array,
): Float64Array {
  const scaled = new Float64Array(residuals.length);
  for (let i = 0; i < residuals.length; i++) {
    let square = 0;
    for (let j = 0; j < p; j++) square += x[i * p + j]! * x[i * p + j]!;
    scaled[i] = square > 0 ? residuals[i]! / Math.sqrt(square) : 0;
  }
  return scaled;
}

/** A guess from every k-th row, then only the rows near it, until all others keep their side. */
function solveLarge(
  rows: QuantileRows,
  tau: number,
): QuantileCoefficients | null {
  const n = rows.y.length;
  const size = pow((rows.p + 1) * n, 2 / 3);
  const stride = Math.max(2, Math.floor(n / size));
  const sample = Int32Array.from(
    { length: Math.floor(n / stride) },
    (_, k) => k * stride,
  );
  const guess = guessFrom(pickRows(rows, sample), tau);
  if (guess === null) return null;
  const residuals = residualsOf(rows, guess);
  const { side, ...band } = bandOf(
    inLeverages(rows, residuals),
    tau,
    BAND * sample.length,
  );
  const scale = meanWithin(residuals, side, band.kept);
  let kept = band.kept;
  for (let round = 0; round < MAXIMUM_ROUNDS; round++) {
    const solution = solveAll(reduced(rows, { side, kept }), tau, {
      start: guess,
      scale,
    });
    const moved = admitMisplaced(
      side,
      residualsOf(rows, solution.coefficients),
    );
    if (moved === 0) return solution;
    kept += moved;
    if (kept > n / 2) return null;
  }
  return null;
}

/**
 * Solves a quantile regression, with many rows by way of those near its plane.
 *
 * Rows known to lie above or below the plane enter only as their sums; whether they
 * do is checked for each of them afterwards.
 *
 * @throws {RangeError} If the search does not converge.
 * @see Portnoy & Koenker (1997), section 5.
 */
export function solveQuantile(
  rows: QuantileRows,
  tau: number,
): QuantileCoefficients {
  const large = rows.y.length > LARGE ? solveLarge(rows, tau) : null;
  return large ?? solveAll(rows, tau);
}
