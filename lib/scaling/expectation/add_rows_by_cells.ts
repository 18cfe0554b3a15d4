import { ln } from "#lib/numerics/mod.ts";
import type { ResponseRows } from "../collapse_responses.ts";
import { ratioExponential } from "../ratio_exponential.ts";
import { type Halves, LARGEST_TILT, tiltInto, tiltLogsInto } from "../tilt.ts";
import type { RowRange } from "./add_rows_directly.ts";
import type { ItemPack } from "./packed_scores.ts";
import type { PartSums } from "./part_sums.ts";
import {
  addCellCounts,
  DEGREE,
  REACH,
  TERMS,
  type TiltBase,
  tiltCells,
} from "./tilt_cells.ts";

/** Fewer rows per cell of tilts than these are summed one by one. */
const FEWEST_ROWS_PER_CELL = 3;
/**
 * Ratios between e^−0.4 and e^0.4 are multiplied so many times before a logarithm is
 * taken; those of rows with a small whole weight so often as it says.
 */
const RATIOS_PER_LOGARITHM = 1024;
const LARGEST_MULTIPLIED = 8;

/** Lowest and highest tilt, and how many cells lie between. */
export interface TiltRange {
  readonly lowest: number;
  readonly highest: number;
  readonly width: number;
  readonly cells: number;
}

/** The cells that a range of tilts takes; null when they do not pay or a tilt is not finite. */
export function rangeOfTilts(
  tilts: Float64Array,
  rows: number,
  halfWidth: number,
): TiltRange | null {
  const width = 2 * REACH / halfWidth;
  let lowest = Infinity;
  let highest = -Infinity;
  for (let i = 0; i < rows; i++) {
    const tilt = tilts[i]!;
    if (tilt < lowest) lowest = tilt;
    if (tilt > highest) highest = tilt;
    if (tilt !== tilt) return null;
  }
  const cells = Math.floor((highest - lowest) / width) + 1;
  return cells * FEWEST_ROWS_PER_CELL <= rows
    ? { lowest, highest, width, cells }
    : null;
}

/** Sums that belong to cells and to codes of scores. */
export interface CellSums extends RowRange {
  readonly range: TiltRange;
  readonly powers: Float64Array;
  readonly packs: readonly ItemPack[];
  /** Per pack and code: Σ weight × posterior mean, added to. */
  readonly momentOfCode: readonly Float64Array[];
  readonly sums: PartSums;
}

/**
 * Adds rows to the sums by the expansion of {@linkcode tiltCells}.
 *
 * A row's total is T(δ) = Σ_k moment_k δ^k, its posterior mean T′/T; what it adds to
 * the expected counts is kept as powers of δ per cell until all rows are through.
 *
 * The limit is arithmetic, not memory: a part's columns stay in the second-level
 * cache. Two lanes of SIMD were judged on the polynomial and the powers, which are
 * two thirds of a row's operations: compiled C takes 18.7 ns per row with one lane
 * and 10.9 with two, this language 27.3, of 70 to 80 that a row takes in all. WASM
 * could save a fifth of a pass, for bytes that nobody can read; it is not used.
 */
export function addRowsByCells(
  { weight }: ResponseRows,
  base: TiltBase,
  { start, end, tilts, counts, range, powers, packs, momentOfCode, sums }:
    CellSums,
): void {
  const { lowest, width, cells } = range;
  const halfWidth = ((base.base.length - 1) >> 1) * base.step;
  const rows = end - start;
  const perCell = 1 / width;
  const used = new Int32Array(cells);
  for (let i = 0; i < rows; i++) {
    used[Math.floor((tilts[i]! - lowest) * perCell)]! += 1;
  }
  const expansion = tiltCells(base, powers, { lowest, width, used });
  const { moments, logScales } = expansion;
  const shares = new Float64Array(cells * TERMS);
  const weightOfCell = new Float64Array(cells);
  const firsts = new Float64Array(rows);
  let logarithms = 0;
  let product = 1;
  let ratios = 0;
  for (let i = 0; i < rows; i++) {
    const place = (tilts[i]! - lowest) * perCell;
    const cell = Math.floor(place);
    const delta = (place - cell - 0.5) * 2 * REACH;
    const at = cell * TERMS;
    let total = moments[at + DEGREE]!;
    let slope = 0;
    for (let k = DEGREE - 1; k >= 0; k--) {
      slope = slope * delta + total;
      total = total * delta + moments[at + k]!;
    }
    const w = weight[start + i]!;
    const share = w / total;
    firsts[i] = share * slope * halfWidth;
    let power = share;
    for (let k = 0; k < DEGREE; k++) {
      shares[at + k]! += power;
      power *= delta;
    }
    shares[at + DEGREE]! += power;
    weightOfCell[cell]! += w;
    const ratio = total / moments[at]!;
    if (w <= LARGEST_MULTIPLIED && Math.floor(w) === w) {
      for (let k = 0; k < w; k++) product *= ratio;
      ratios += w;
    } else logarithms += w * ln(ratio);
    if (ratios >= RATIOS_PER_LOGARITHM) {
      logarithms += ln(product);
      product = 1;
      ratios = 0;
    }
  }
  logarithms += ln(product);
  for (let cell = 0; cell < cells; cell++) {
    if (used[cell] === 0) continue;
    logarithms += weightOfCell[cell]! *
      (ln(moments[cell * TERMS]!) + logScales[cell]!);
  }
  sums.totals[0]! += logarithms;
  packs.forEach(({ codes }, k) => {
    const into = momentOfCode[k]!;
    for (let i = 0; i < rows; i++) into[codes[start + i]!]! += firsts[i]!;
  });
  addCellCounts(expansion, powers, { shares, used, counts });
  // The mass at an end grows with the tilt towards it: the extreme rows have the most.
  sums.totals[1] = Math.max(
    sums.totals[1]!,
    endMassAt(base, range.lowest),
    endMassAt(base, range.highest),
  );
}

/** Larger posterior probability of the two end nodes, at one tilt. */
function endMassAt(
  { base, logBase, step }: TiltBase,
  tilt: number,
): number {
  const Q = base.length;
  const values = new Float64Array(Q);
  const halves: Halves = { below: 0, rest: 0 };
  if (Math.abs(tilt) * step * ((Q - 1) >> 1) <= LARGEST_TILT) {
    tiltInto(values, base, 0, ratioExponential(tilt * step), halves);
  } else tiltLogsInto(values, logBase, 0, tilt * step, halves);
  return Math.max(values[0]!, values[Q - 1]!) / (halves.below + halves.rest);
}
