import { alignResponses, collapseRule } from "./align_responses.ts";
import { collapseResponses, type ResponseRows } from "./collapse_responses.ts";
import { expectation, prepareRows, rowScore } from "./expectation.ts";
import { modelOnGrid } from "./model_on_grid.ts";
import {
  eapReliability,
  type ScoreMoments,
  wleReliability,
} from "./reliability.ts";
import type { Calibration, ItemParameters, ScaleResponses } from "./types.ts";
import { type WarmEstimate, warmEstimate } from "./warm_estimate.ts";
import { type WarmFunction, warmTable } from "./warm_table.ts";

/** Scores of all persons in θ units; NaN for persons without an answer. */
export interface PersonScores {
  /** Weighted likelihood estimate: for feedback to one person or class. */
  readonly wle: Float64Array;
  /** Standard error of the WLE. */
  readonly wleStandardError: Float64Array;
  /** Posterior mean under the person's group: shrunk, never for group results. */
  readonly eap: Float64Array;
  /** Posterior standard deviation. */
  readonly posteriorStandardDeviation: Float64Array;
  /** Over all persons; NaN with fewer than two. */
  readonly reliability: { readonly eap: number; readonly wle: number };
}

/** A booklet with more scores than this is worth a table. */
const TABLE_FROM = 700;

/** How the scores of one booklet are turned into estimates. */
function estimatorOf(
  items: readonly ItemParameters[],
  scores: readonly number[],
): WarmFunction {
  const known = new Map<number, WarmEstimate>();
  let solve: WarmFunction = (score) => warmEstimate(items, score);
  if (scores.length > TABLE_FROM) {
    let [lowest, highest] = [Infinity, -Infinity];
    for (const score of scores) {
      lowest = Math.min(lowest, score);
      highest = Math.max(highest, score);
    }
    solve = warmTable(items, { lowest, highest });
  }
  return (score) => {
    let estimate = known.get(score);
    if (!estimate) known.set(score, estimate = solve(score));
    return estimate;
  };
}

/** WLE and standard error of every row; equal booklets and scores share one. */
function scoreRows(
  rows: ResponseRows,
  calibration: Calibration,
  rowSlopes: Float64Array,
): ScoreMoments {
  const value = new Float64Array(rows.rows);
  const error = new Float64Array(rows.rows);
  let start = 0;
  while (start < rows.rows) {
    const booklet = rows.booklet[start]!;
    const scores: number[] = [];
    while (rows.booklet[start + scores.length] === booklet) {
      scores.push(rowScore(rows, rowSlopes, start + scores.length));
    }
    const items = rows.booklets[booklet]!.map((i) => calibration.items[i]!);
    const estimate = estimatorOf(items, scores);
    scores.forEach((score, j) => {
      const found = estimate(score);
      value[start + j] = found.estimate;
      error[start + j] = found.standardError;
    });
    start += scores.length;
  }
  return { value, error };
}

/** Spreads values of rows to persons. */
function spread(rows: ResponseRows, values: Float64Array): Float64Array {
  const { rowOfPerson } = rows;
  const result = new Float64Array(rowOfPerson.length).fill(NaN);
  for (let p = 0; p < result.length; p++) {
    if (rowOfPerson[p]! >= 0) result[p] = values[rowOfPerson[p]!]!;
  }
  return result;
}

/**
 * Scores the persons of a scale: WLE and EAP with their standard errors.
 *
 * Each distinct answer row is scored once. EAP uses the person's group as prior;
 * WLE uses no prior. Neither replaces plausible values in statistics of groups.
 *
 * @throws {RangeError} If the answers do not fit the calibration.
 */
export function personScores(
  calibration: Calibration,
  responses: ScaleResponses,
): PersonScores {
  const aligned = alignResponses(calibration, responses);
  const rows = collapseResponses(aligned, collapseRule(calibration));
  const model = modelOnGrid(calibration, calibration.grid, rows.width);
  const eap = {
    mean: new Float64Array(rows.rows),
    variance: new Float64Array(rows.rows),
  };
  expectation(prepareRows(rows), model, { sink: eap });
  const wle = scoreRows(rows, calibration, model.rowSlopes);
  const deviation = eap.variance.map(Math.sqrt);
  return {
    wle: spread(rows, wle.value),
    wleStandardError: spread(rows, wle.error),
    eap: spread(rows, eap.mean),
    posteriorStandardDeviation: spread(rows, deviation),
    reliability: {
      eap: eapReliability({ value: eap.mean, error: deviation }, rows.weight),
      wle: wleReliability(wle, rows.weight),
    },
  };
}
