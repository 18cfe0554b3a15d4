import { alignResponses } from "../align_responses.ts";
import { collapseResponses, type ResponseRows } from "../collapse_responses.ts";
import type { ModelOnGrid } from "../expectation.ts";
import {
  forEachRowPosterior,
  type RowVisit,
} from "../expectation/row_posterior.ts";
import { modelOnGrid } from "../model_on_grid.ts";
import type { Calibration, ScaleResponses } from "../types.ts";

export type { RowVisit };

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

/** Gives every row its posterior over the nodes under its group's distribution. */
export function forEachPosterior(
  { rows, model }: FittedRows,
  visit: (visit: RowVisit) => void,
): void {
  forEachRowPosterior(rows, model, visit);
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
