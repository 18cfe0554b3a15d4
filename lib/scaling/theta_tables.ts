import { exp } from "#lib/numerics/mod.ts";
import type { ResponseRows } from "./collapse_responses.ts";
import { gridHalfWidth, gridNodes, makeGrid } from "./grid.ts";
import { itemCurves } from "./item_curves.ts";
import type { Calibration, Grid, ItemParameters } from "./types.ts";

/**
 * The grid of a person is shifted by one of this many parts of a step. Every
 * shifted grid sums a smooth density to rounding, so the draws lie as densely as
 * on a grid eight times finer, at no cost.
 */
export const SHIFTS = 8;

/** Step as a part of the narrowest posterior: a normal density is summed to 2 e^(−2π²) = 5e-9. */
const STEP_PER_DEVIATION = 1;
/** Share of a group's variance that the conditioning model leaves at least. */
const LEAST_RESIDUAL_SHARE = 0.4;

/** Likelihoods of booklets on the shifted grids, ready to be tilted by a score. */
export interface ThetaTables {
  readonly grid: Grid;
  /** shifts × nodes. */
  readonly nodes: Float64Array;
  /** booklets × shifts × nodes: ln of e^(tilt θ) / Π D_i(θ), maximum 0. */
  readonly logLikelihoods: Float64Array;
  /** Weighted score at which the table needs no tilting, per booklet. */
  readonly tilts: Float64Array;
}

/** Largest test information over the grid. */
function largestInformation(
  items: readonly ItemParameters[],
  nodes: Float64Array,
): number {
  const information = new Float64Array(nodes.length);
  for (const item of items) {
    const { categories, probabilities } = itemCurves(item, nodes);
    for (let q = 0; q < nodes.length; q++) {
      let first = 0;
      let second = 0;
      categories.forEach((k, c) => {
        const p = probabilities[c * nodes.length + q]!;
        first += k * p;
        second += k * k * p;
      });
      information[q]! += item.slope * item.slope * (second - first * first);
    }
  }
  return information.reduce((a, b) => Math.max(a, b));
}

/** The coarsest grid that still sums the narrowest posterior to rounding of the draws. */
export function drawingGrid({ items, groups, grid }: Calibration): Grid {
  const deviations = groups.map((g) => g.standardDeviation)
    .filter((sd) => sd > 0);
  const least = Math.min(...deviations);
  const precision = largestInformation(items, gridNodes(grid)) +
    1 / (LEAST_RESIDUAL_SHARE * least * least);
  const step = STEP_PER_DEVIATION / Math.sqrt(precision);
  const halfWidth = gridHalfWidth(grid);
  const half = Math.max(8, Math.ceil(halfWidth / step));
  return makeGrid({ nodes: 2 * half + 1, halfWidth });
}

/** Tabulates the booklets' likelihoods on all shifted grids. */
export function thetaTables(
  calibration: Calibration,
  rows: ResponseRows,
): ThetaTables {
  const grid = drawingGrid(calibration);
  const centred = gridNodes(grid);
  const Q = grid.nodes;
  const nodes = Float64Array.from(
    { length: SHIFTS * Q },
    (_, i) =>
      centred[i % Q]! + ((Math.floor(i / Q) + 0.5) / SHIFTS - 0.5) * grid.step,
  );
  const curves = calibration.items.map((item) => itemCurves(item, nodes));
  const size = nodes.length;
  const logLikelihoods = new Float64Array(rows.booklets.length * size);
  const tilts = rows.booklets.map((items, b) => {
    const table = logLikelihoods.subarray(b * size, (b + 1) * size);
    let tilt = 0;
    for (const i of items) {
      const { slope, maxScore } = calibration.items[i]!;
      tilt += slope * maxScore / 2;
      const { logDenominators } = curves[i]!;
      for (let q = 0; q < size; q++) table[q]! -= logDenominators[q]!;
    }
    let top = -Infinity;
    for (let q = 0; q < size; q++) {
      table[q]! += tilt * nodes[q]!;
      top = Math.max(top, table[q]!);
    }
    for (let q = 0; q < size; q++) table[q]! -= top;
    return tilt;
  });
  return { grid, nodes, logLikelihoods, tilts: Float64Array.from(tilts) };
}

/** e to every element. */
export function exponentials(logarithms: Float64Array): Float64Array {
  return logarithms.map((x) => exp(x));
}
