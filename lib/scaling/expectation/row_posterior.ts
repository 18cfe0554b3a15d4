import type { ResponseRows } from "../collapse_responses.ts";
import { ratioExponential } from "../ratio_exponential.ts";
import { type Halves, LARGEST_TILT, tiltInto, tiltLogsInto } from "../tilt.ts";
import type { RowModel } from "./add_part.ts";
import { bookletDensities } from "./booklet_densities.ts";

/** One row with its posterior; the array is reused and must not be kept. */
export interface RowVisit {
  readonly row: number;
  readonly group: number;
  readonly items: readonly number[];
  /** Sums to 1 over the nodes. */
  readonly posterior: Float64Array;
}

/**
 * Gives every distinct answer row's posterior over the nodes, under its group's
 * distribution, to a visitor.
 */
export function forEachRowPosterior(
  { segments, booklets, scores, width }: ResponseRows,
  model: RowModel,
  visit: (visit: RowVisit) => void,
): void {
  const { nodes, step, rowSlopes } = model;
  const halfWidth = ((nodes.length - 1) >> 1) * step;
  const posterior = new Float64Array(nodes.length);
  const halves: Halves = { below: 0, rest: 0 };
  const densityOf = bookletDensities(model);
  for (const { start, end, booklet, group } of segments) {
    const items = booklets[booklet]!;
    const { base, logBase, middle } = densityOf(items, group);
    for (let row = start; row < end; row++) {
      let tilt = -middle;
      for (let k = 0; k < width; k++) {
        tilt += rowSlopes[k]! * scores[row * width + k]!;
      }
      if (Math.abs(tilt) * halfWidth <= LARGEST_TILT) {
        tiltInto(posterior, base, 0, ratioExponential(tilt * step), halves);
      } else tiltLogsInto(posterior, logBase, 0, tilt * step, halves);
      const share = 1 / (halves.below + halves.rest);
      for (let q = 0; q < posterior.length; q++) posterior[q]! *= share;
      visit({ row, group, items, posterior });
    }
  }
}
