import { exp, ln } from "#lib/numerics/mod.ts";
import type { ResponseRows, RowSegment } from "./collapse_responses.ts";
import { addPart, type RowModel } from "./expectation/add_part.ts";
import type { PosteriorSink } from "./expectation/add_rows_directly.ts";
import { type ItemPack, packScores } from "./expectation/packed_scores.ts";
import {
  addSums,
  cutIntoParts,
  lengthOfSums,
  type PartSums,
  sumsIn,
} from "./expectation/part_sums.ts";
import { type RowTeam, sumSizes } from "./expectation/row_team.ts";
import type { ItemCurves } from "./item_curves.ts";

export { bookletBase } from "./expectation/booklet_densities.ts";

/** A model at the nodes of a grid: what the E-step and the items' gradients need. */
export interface ModelOnGrid extends RowModel {
  readonly curves: readonly ItemCurves[];
}

/** Expected counts and the log-likelihood, without the constant intercept terms. */
export interface Expectation {
  readonly logLikelihood: number;
  /** items × nodes: expected number of persons who answered the item. */
  readonly itemCounts: Float64Array;
  /** groups × nodes: expected number of persons. */
  readonly groupCounts: Float64Array;
  /** Σ weight · score · posterior mean of θ, per score of a row. */
  readonly scoreMoments: Float64Array;
  /** Largest posterior probability of an end node. */
  readonly endMass: number;
}

/**
 * ln Σ over the nodes of the prior in logarithms: normal, normalised on the grid.
 *
 * @param distributions Mean and standard deviation of each group; NaN gives zeros.
 */
export function logPriorsOnGrid(
  nodes: Float64Array,
  distributions: readonly {
    readonly mean: number;
    readonly standardDeviation: number;
  }[],
): Float64Array {
  const Q = nodes.length;
  const result = new Float64Array(distributions.length * Q);
  distributions.forEach(({ mean, standardDeviation }, g) => {
    if (!(standardDeviation > 0)) return;
    let total = 0;
    for (let q = 0; q < Q; q++) {
      const z = (nodes[q]! - mean) / standardDeviation;
      result[g * Q + q] = -0.5 * z * z;
      total += exp(-0.5 * z * z);
    }
    const logTotal = ln(total);
    for (let q = 0; q < Q; q++) result[g * Q + q]! -= logTotal;
  });
  return result;
}

/** The weighted sum of a row's scores. */
export function rowScore(
  { scores, width }: ResponseRows,
  rowSlopes: Float64Array,
  row: number,
): number {
  let score = 0;
  for (let k = 0; k < width; k++) {
    score += rowSlopes[k]! * scores[row * width + k]!;
  }
  return score;
}

/** Rows made ready for many passes. */
export interface PreparedRows extends ResponseRows {
  readonly packs: readonly ItemPack[];
  readonly parts: readonly (readonly RowSegment[])[];
}

/** Cuts rows into parts and packs their scores; rows of sums need no packing. */
export function prepareRows(rows: ResponseRows): PreparedRows {
  return {
    ...rows,
    packs: rows.width > 1 ? packScores(rows) : [],
    parts: cutIntoParts(rows),
  };
}

/**
 * One E-step: posteriors of all rows, expected counts, log-likelihood.
 *
 * The likelihood of a pattern in the GPCM is e^(sθ) / Π D_i(θ), where s is the
 * sum of slope × score: all patterns of a booklet share the denominators and differ
 * in one number. Few rows are summed over the nodes, on which e^(sθ) is a geometric
 * sequence; where there are many, the sum is expanded in s once and a row costs a
 * short polynomial, however many items and nodes there are. The expected counts per
 * category are not needed: the gradient asks only for the number of persons at a
 * node and for Σ score × posterior mean.
 *
 * Sums are made by fixed parts of the rows and added in their order.
 *
 * @param options.sink Filled with mean and variance per row when given.
 * @param options.team Threads that help; without, the calling thread does all.
 * @see Bock & Aitkin (1981), Psychometrika 46, 443–459.
 */
export function expectation(
  data: PreparedRows,
  model: RowModel,
  { sink, team }: {
    readonly sink?: PosteriorSink;
    readonly team?: RowTeam | null;
  } = {},
): Expectation {
  const sizes = sumSizes({
    items: model.curves.length,
    groups: model.logPriors.length / model.nodes.length,
    nodes: model.nodes.length,
  }, data.width);
  const empty = (): PartSums =>
    sumsIn(new Float64Array(lengthOfSums(sizes)), sizes);
  const ofPart = (segments: readonly RowSegment[]): PartSums => {
    const sums = empty();
    addPart(data, model, { segments, sums, ...(sink && { sink }) });
    return sums;
  };
  const parts = team && !sink ? team.sumParts(model) : data.parts.map(ofPart);
  const result = empty();
  for (const sums of parts) addSums(result, sums);
  const { totals, ...counts } = result;
  return { logLikelihood: totals[0]!, endMass: totals[1]!, ...counts };
}
