import { alignResponses } from "../align_responses.ts";
import { collapseResponses, type ResponseRows } from "../collapse_responses.ts";
import { bookletBase, type ModelOnGrid, rowScore } from "../expectation.ts";
import { modelOnGrid } from "../model_on_grid.ts";
import { type Halves, tiltLogsInto } from "../tilt.ts";
import type { Calibration, ScaleResponses } from "../types.ts";

/** The distinct answer patterns of a scale and the model at the nodes of its grid. */
export interface FittedRows {
  readonly rows: ResponseRows;
  readonly model: ModelOnGrid;
}

/**
 * Collapses the answers to patterns, whatever the model: fit looks at single items.
 *
 * @throws {RangeError} If the answers do not fit the calibration.
 */
export function fittedRows(
  calibration: Calibration,
  responses: ScaleResponses,
): FittedRows {
  const aligned = alignResponses(calibration, responses);
  const rows = collapseResponses(aligned, "pattern");
  return {
    rows,
    model: modelOnGrid(calibration, calibration.grid, rows.width),
  };
}

/** One row with its posterior; the array is reused and must not be kept. */
export interface RowVisit {
  readonly row: number;
  readonly group: number;
  readonly items: readonly number[];
  /** Sums to 1 over the nodes. */
  readonly posterior: Float64Array;
}

/** Gives every row its posterior over the nodes under its group's distribution. */
export function forEachPosterior(
  { rows, model }: FittedRows,
  visit: (visit: RowVisit) => void,
): void {
  const Q = model.nodes.length;
  const base = new Float64Array(Q);
  const posterior = new Float64Array(Q);
  const halves: Halves = { below: 0, rest: 0 };
  for (const { start, end, booklet, group } of rows.segments) {
    const items = rows.booklets[booklet]!;
    bookletBase(model, items, base);
    for (let q = 0; q < Q; q++) base[q]! += model.logPriors[group * Q + q]!;
    for (let row = start; row < end; row++) {
      const score = rowScore(rows, model.rowSlopes, row);
      tiltLogsInto(posterior, base, 0, score * model.step, halves);
      const total = halves.below + halves.rest;
      for (let q = 0; q < Q; q++) posterior[q]! /= total;
      visit({ row, group, items, posterior });
    }
  }
}

/** The value of each row, from values of persons; rows hold like persons. */
export function valuesOfRows(
  { rowOfPerson, rows }: ResponseRows,
  values: ArrayLike<number>,
): Float64Array {
  const result = new Float64Array(rows);
  for (let p = 0; p < rowOfPerson.length; p++) {
    if (rowOfPerson[p]! >= 0) result[rowOfPerson[p]!] = values[p]!;
  }
  return result;
}
