import { gridHalfWidth, type GridSpec } from "./grid.ts";
import { drawingGrid } from "./theta_tables.ts";
import type { Calibration } from "./types.ts";

/**
 * As few nodes as sum the narrowest posterior of a fit to 1e-8, as far out as the
 * fit's: for further fits of nearly the same answers.
 */
export function economicalGrid(fit: Calibration): GridSpec {
  const { nodes } = drawingGrid(fit);
  return { ...gridOf(fit), nodes: Math.min(nodes, fit.grid.nodes) };
}

/** The grid of a fit, as further fits of nearly the same answers ask for it. */
export function gridOf(
  { grid, groups, model, reference }: Calibration,
): GridSpec {
  const unit = model === "PCM" ? groups[reference]!.standardDeviation : 1;
  return { nodes: grid.nodes, halfWidth: gridHalfWidth(grid) / unit };
}
