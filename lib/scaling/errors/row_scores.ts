import { createMatrix, type Matrix } from "#lib/numerics/mod.ts";
import type { ResponseRows } from "../collapse_responses.ts";
import type { ItemCurves } from "../item_curves.ts";
import { modelOnGrid } from "../model_on_grid.ts";
import type { ParameterLayout } from "../parameter_layout.ts";
import type { Calibration } from "../types.ts";
import { forEachRowPosterior } from "../expectation/row_posterior.ts";
import { priorMoments } from "./prior_moments.ts";

/** θ × expected score of an item at every node. */
function weightedExpectedScore(
  { categories, probabilities }: ItemCurves,
  nodes: Float64Array,
): Float64Array {
  const Q = nodes.length;
  return nodes.map((theta, q) => {
    let expected = 0;
    categories.forEach((k, c) => expected += k * probabilities[c * Q + q]!);
    return theta * expected;
  });
}

/** Σ_q posterior × values[from + q]. */
function average(
  posterior: Float64Array,
  values: Float64Array,
  from: number,
): number {
  let total = 0;
  for (let q = 0; q < posterior.length; q++) {
    total += posterior[q]! * values[from + q]!;
  }
  return total;
}

/**
 * The score vector of one person per distinct answer row.
 *
 * By Fisher's identity the derivative of a person's marginal log-likelihood is the
 * posterior mean of the complete-data derivative: 1[x = k] − E P_k(θ) for an
 * intercept, E θ (x − E(x | θ)) for a slope, and the excess of the posterior's
 * moments over the prior's for a mean and a log standard deviation.
 *
 * @param rows Distinct patterns, not sums.
 * @returns rows × layout size.
 * @see Louis (1982), Journal of the Royal Statistical Society B 44, 226–233.
 */
export function rowScores(
  calibration: Calibration,
  rows: ResponseRows,
  layout: ParameterLayout,
): Matrix {
  const model = modelOnGrid(calibration, calibration.grid, rows.width);
  const { nodes, curves } = model;
  const Q = nodes.length;
  const size = layout.size;
  const scores = createMatrix({ rows: rows.rows, columns: size });
  const thetaTimesExpected = curves.map((c) => weightedExpectedScore(c, nodes));
  const priors = calibration.groups.map(({ mean }, g) =>
    priorMoments(model, g, mean)
  );
  const squares = new Float64Array(Q);
  forEachRowPosterior(rows, model, ({ row, group, items, posterior }) => {
    const at = row * size;
    const mean = average(posterior, nodes, 0);
    for (const i of items) {
      const { slope, intercepts, categories } = layout.items[i]!;
      const answer = rows.scores[row * rows.width + i]!;
      if (slope >= 0) {
        scores.values[at + slope] = answer * mean -
          average(posterior, thetaTimesExpected[i]!, 0);
      }
      for (let c = 0; c < intercepts.length; c++) {
        scores.values[at + intercepts[c]!] =
          (answer === categories[c + 1] ? 1 : 0) -
          average(posterior, curves[i]!.probabilities, (c + 1) * Q);
      }
    }
    const place = layout.groups[group]!;
    if (place.mean < 0) return;
    const { mean: centre, standardDeviation: sd } = calibration.groups[group]!;
    const prior = priors[group]!;
    for (let q = 0; q < Q; q++) {
      squares[q] = (nodes[q]! - centre) * (nodes[q]! - centre);
    }
    const second = average(posterior, squares, 0);
    scores.values[at + place.mean] = (mean - centre - prior.first) / (sd * sd);
    scores.values[at + place.spread] = (second - prior.second) / (sd * sd);
  });
  return scores;
}
