import type { ResponseRows, RowSegment } from "../collapse_responses.ts";
import { addRowsByCells, rangeOfTilts } from "./add_rows_by_cells.ts";
import { addRowsDirectly, type PosteriorSink } from "./add_rows_directly.ts";
import { bookletDensities } from "./booklet_densities.ts";
import {
  addScoreMoments,
  type ItemPack,
  weightedScores,
} from "./packed_scores.ts";
import type { PartSums } from "./part_sums.ts";
import { powersOverFactorials } from "./tilt_cells.ts";

/** A model at the nodes of a grid: what the rows need of the parameters. */
export interface RowModel {
  readonly nodes: Float64Array;
  readonly step: number;
  /** Per item: ln of the denominators at the nodes. */
  readonly curves: readonly { readonly logDenominators: Float64Array }[];
  /** Slope that multiplies each score of a row: per item, or one for sums. */
  readonly rowSlopes: Float64Array;
  /** Slope × highest score per item: the range of the weighted sum. */
  readonly itemRanges: Float64Array;
  /** groups × nodes, normalised: ln of the prior probabilities. */
  readonly logPriors: Float64Array;
}

/** Fewer rows of a booklet and group than these are never worth a table. */
const FEWEST_ROWS = 64;

/**
 * Adds one part of the rows to (empty) sums.
 *
 * @param packs Empty where rows hold sums.
 */
export function addPart(
  data: ResponseRows & { readonly packs: readonly ItemPack[] },
  model: RowModel,
  { segments, sums, sink }: {
    readonly segments: readonly RowSegment[];
    readonly sums: PartSums;
    readonly sink?: PosteriorSink;
  },
): void {
  const { nodes, step, rowSlopes } = model;
  const { packs, width, scores } = data;
  const Q = nodes.length;
  const halfWidth = ((Q - 1) >> 1) * step;
  const tables = packs.map((pack) => weightedScores(pack, rowSlopes));
  const momentOfCode = packs.map(({ size }) => new Float64Array(size));
  const powers = packs.length > 0
    ? powersOverFactorials(Q)
    : new Float64Array();
  const densityOf = bookletDensities(model);
  const counts = new Float64Array(Q);
  let tilts = new Float64Array(0);
  for (const segment of segments) {
    const { start, end, group, booklet } = segment;
    const tilted = densityOf(data.booklets[booklet]!, group);
    const { middle } = tilted;
    const rows = end - start;
    if (tilts.length < rows) tilts = new Float64Array(rows);
    tilts.fill(-middle, 0, rows);
    if (packs.length > 0) {
      for (let k = 0; k < packs.length; k++) {
        addByCode(tilts, tables[k]!, packs[k]!.codes.subarray(start, end));
      }
    } else {
      for (let i = 0; i < rows; i++) {
        for (let k = 0; k < width; k++) {
          tilts[i]! += rowSlopes[k]! * scores[(start + i) * width + k]!;
        }
      }
    }
    counts.fill(0);
    const range = packs.length > 0 && rows >= FEWEST_ROWS && !sink
      ? rangeOfTilts(tilts, rows, halfWidth)
      : null;
    const part = { start, end, tilts, counts, sums };
    if (range) {
      addRowsByCells(data, tilted, {
        ...part,
        range,
        powers,
        packs,
        momentOfCode,
      });
    } else {
      addRowsDirectly(data, tilted, { ...part, ...(sink && { sink }) });
    }
    for (let q = 0; q < Q; q++) sums.groupCounts[group * Q + q]! += counts[q]!;
    for (const item of data.booklets[booklet]!) {
      for (let q = 0; q < Q; q++) sums.itemCounts[item * Q + q]! += counts[q]!;
    }
  }
  packs.forEach((pack, k) =>
    addScoreMoments(pack, momentOfCode[k]!, sums.scoreMoments)
  );
}

function addByCode(
  into: Float64Array,
  table: Float64Array,
  codes: Uint16Array,
): void {
  for (let i = 0; i < codes.length; i++) into[i]! += table[codes[i]!]!;
}
