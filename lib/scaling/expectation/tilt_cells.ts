import { type Halves, LARGEST_TILT, tiltInto, tiltLogsInto } from "../tilt.ts";
import { ratioExponential } from "../ratio_exponential.ts";

/** Highest power kept. */
export const DEGREE = 12;
/** Numbers kept of each cell. */
export const TERMS: number = DEGREE + 1;
/**
 * Largest |tilt − middle of its cell| × half-width of the grid. The first power left
 * out is then 0.375¹³ / 13! = 4.7e-16 of the sum, and 0.375¹² / 12! = 1.6e-14
 * of its derivative.
 */
export const REACH = 0.375;

/** A density on the grid, tilted to the middle of each cell of a range of tilts. */
export interface TiltCells {
  /** Tilt at the lower end of the first cell. */
  readonly lowest: number;
  /** Width of a cell. */
  readonly width: number;
  /** cells × nodes: base · e^(tilt of the middle · θ), apart from the scale. */
  readonly densities: Float64Array;
  /** Per cell: what to add to the logarithm of a sum of its densities. */
  readonly logScales: Float64Array;
  /** cells × TERMS: Σ over nodes of density · (θ / half-width)^k / k!. */
  readonly moments: Float64Array;
}

/** (θ_q / half-width)^k / k!, TERMS × (middle + 1), for the nodes from the middle up. */
export function powersOverFactorials(nodes: number): Float64Array {
  const middle = (nodes - 1) >> 1;
  const result = new Float64Array(TERMS * (middle + 1)).fill(1, 0, middle + 1);
  for (let k = 1; k < TERMS; k++) {
    for (let j = 0; j <= middle; j++) {
      result[k * (middle + 1) + j] = result[(k - 1) * (middle + 1) + j]! *
        (j / middle) / k;
    }
  }
  return result;
}

/** A density, its logarithm and the nodes it lies on. */
export interface TiltBase {
  readonly base: Float64Array;
  readonly logBase: Float64Array;
  /** What the base was divided by, in logarithms. */
  readonly logScale: number;
  readonly step: number;
}

/**
 * Expands a density for all tilts of a range at once.
 *
 * Within a cell e^((m + δ) θ) = e^(mθ) Σ_k (δθ)^k / k!, so that the sum over the nodes
 * for any tilt is a polynomial in δ whose coefficients are moments: a row costs a
 * polynomial of degree {@linkcode DEGREE} instead of a sum over the nodes. All terms
 * of the sums are positive, so that the relative error is that of the series.
 *
 * @param used Rows in each cell; cells without stay zero.
 */
export function tiltCells(
  { base, logBase, logScale, step }: TiltBase,
  powers: Float64Array,
  { lowest, width, used }: {
    readonly lowest: number;
    readonly width: number;
    readonly used: Int32Array;
  },
): TiltCells {
  const Q = base.length;
  const middle = (Q - 1) >> 1;
  const densities = new Float64Array(used.length * Q);
  const logScales = new Float64Array(used.length);
  const moments = new Float64Array(used.length * TERMS);
  const even = new Float64Array(middle + 1);
  const odd = new Float64Array(middle + 1);
  const halves: Halves = { below: 0, rest: 0 };
  for (let cell = 0; cell < used.length; cell++) {
    if (used[cell] === 0) continue;
    const tilt = lowest + (cell + 0.5) * width;
    const density = densities.subarray(cell * Q, (cell + 1) * Q);
    if (Math.abs(tilt) * middle * step <= LARGEST_TILT) {
      tiltInto(density, base, 0, ratioExponential(tilt * step), halves);
      logScales[cell] = logScale;
    } else {
      logScales[cell] = tiltLogsInto(density, logBase, 0, tilt * step, halves);
    }
    even[0] = density[middle]!;
    for (let j = 1; j <= middle; j++) {
      even[j] = density[middle + j]! + density[middle - j]!;
      odd[j] = density[middle + j]! - density[middle - j]!;
    }
    for (let k = 0; k < TERMS; k++) {
      const side = k % 2 === 0 ? even : odd;
      const at = k * (middle + 1);
      let total = 0;
      for (let j = 0; j <= middle; j++) total += side[j]! * powers[at + j]!;
      moments[cell * TERMS + k] = total;
    }
  }
  return { lowest, width, densities, logScales, moments };
}

/**
 * Adds to `counts` the posteriors of all rows: Σ over cells of density ·
 * Σ_k share_k · (θ / half-width)^k / k!.
 *
 * @param shares cells × TERMS: Σ over the rows of a cell of share · (δ · half-width)^k.
 */
export function addCellCounts(
  { densities }: TiltCells,
  powers: Float64Array,
  { shares, used, counts }: {
    readonly shares: Float64Array;
    readonly used: Int32Array;
    readonly counts: Float64Array;
  },
): void {
  const Q = counts.length;
  const middle = (Q - 1) >> 1;
  for (let cell = 0; cell < used.length; cell++) {
    if (used[cell] === 0) continue;
    const from = cell * Q + middle;
    for (let j = 0; j <= middle; j++) {
      let even = 0;
      let odd = 0;
      for (let k = 0; k < TERMS; k += 2) {
        even += shares[cell * TERMS + k]! * powers[k * (middle + 1) + j]!;
      }
      for (let k = 1; k < TERMS; k += 2) {
        odd += shares[cell * TERMS + k]! * powers[k * (middle + 1) + j]!;
      }
      counts[middle + j]! += densities[from + j]! * (even + odd);
      if (j > 0) counts[middle - j]! += densities[from - j]! * (even - odd);
    }
  }
}
