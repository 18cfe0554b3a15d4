import { logPriorsOnGrid, type ModelOnGrid } from "./expectation.ts";
import { gridNodes } from "./grid.ts";
import { itemCurves } from "./item_curves.ts";
import type { ModelState } from "./parameter_layout.ts";
import type { Grid } from "./types.ts";

/**
 * Puts a model on the nodes of a grid.
 *
 * @param width Scores per row: the number of items, or 1 when rows hold sums and
 * all slopes are equal.
 */
export function modelOnGrid(
  { items, groups }: ModelState,
  grid: Grid,
  width: number,
): ModelOnGrid {
  const nodes = gridNodes(grid);
  return {
    nodes,
    step: grid.step,
    curves: items.map((item) => itemCurves(item, nodes)),
    rowSlopes: Float64Array.from(
      { length: width },
      (_, k) => items[k]!.slope,
    ),
    itemRanges: Float64Array.from(items, (item) => item.slope * item.maxScore),
    logPriors: logPriorsOnGrid(nodes, groups),
  };
}
