import { exp, ln } from "#lib/numerics/mod.ts";
import type { ResponseRows } from "../collapse_responses.ts";
import { bookletBase, type ModelOnGrid, rowScore } from "../expectation.ts";
import { ratioExponential } from "../ratio_exponential.ts";
import { type Halves, LARGEST_TILT, tiltInto, tiltLogsInto } from "../tilt.ts";

/** Persons in the order of their answer rows. */
export interface RegressionPersons {
  readonly rows: ResponseRows;
  /** Row of each person, ascending. */
  readonly row: Int32Array;
  readonly weight: Float64Array;
  /** persons × columns: the centred regressors. */
  readonly design: Float64Array;
  readonly columns: number;
}

/** What the E-step of a latent regression gives. */
export interface RegressionExpectation {
  /** Without the constant intercept terms. */
  readonly logLikelihood: number;
  /** items × nodes: expected number of persons who answered the item. */
  readonly itemCounts: Float64Array;
  /** Σ weight · score · posterior mean of θ, per score of a row. */
  readonly scoreMoments: Float64Array;
  /** Σ weight · (posterior mean − prediction) · regressor. */
  readonly residualMoments: Float64Array;
  /** Σ weight · posterior mean of (θ − prediction)². */
  readonly residualSquares: number;
  /** Largest posterior probability of an end node. */
  readonly endMass: number;
}

/**
 * Posteriors of all persons under N(regressors · coefficients, SD²).
 *
 * On an equally spaced grid e^(−(θ − μ)² / 2σ²) is e^(−θ² / 2σ²) times a geometric
 * sequence with exponent μ / σ², so a person's prediction only adds to the tilt of
 * the weighted score: one exponential per person, whatever the regressors.
 */
export function regressionExpectation(
  people: RegressionPersons,
  model: ModelOnGrid,
  { coefficients, standardDeviation: sd }: {
    readonly coefficients: ArrayLike<number>;
    readonly standardDeviation: number;
  },
): RegressionExpectation {
  const { rows, columns, design } = people;
  const { nodes, step, rowSlopes, curves } = model;
  const Q = nodes.length;
  const middle = (Q - 1) >> 1;
  const halfWidth = middle * step;
  const precision = 1 / (sd * sd);
  const logUnit = ln(step / (sd * Math.sqrt(2 * Math.PI)));
  const itemCounts = new Float64Array(curves.length * Q);
  const scoreMoments = new Float64Array(rows.width);
  const residualMoments = new Float64Array(columns);
  const bookletLogs = new Float64Array(Q);
  const logBase = new Float64Array(Q);
  const base = new Float64Array(Q);
  const values = new Float64Array(Q);
  const counts = new Float64Array(Q);
  const halves: Halves = { below: 0, rest: 0 };
  let logLikelihood = 0;
  let residualSquares = 0;
  let endMass = 0;
  let top = 0;
  let tilt = 0;
  let booklet = -1;
  const closeBooklet = (): void => {
    if (booklet < 0) return;
    for (const item of rows.booklets[booklet]!) {
      for (let q = 0; q < Q; q++) itemCounts[item * Q + q]! += counts[q]!;
    }
    for (let q = 0; q < Q; q++) {
      residualSquares += counts[q]! * nodes[q]! * nodes[q]!;
    }
    counts.fill(0);
  };
  for (let p = 0; p < people.row.length; p++) {
    const row = people.row[p]!;
    if (rows.booklet[row] !== booklet) {
      closeBooklet();
      booklet = rows.booklet[row]!;
      tilt = bookletBase(model, rows.booklets[booklet]!, bookletLogs);
      top = -Infinity;
      for (let q = 0; q < Q; q++) {
        logBase[q] = bookletLogs[q]! + nodes[q]! * tilt -
          0.5 * precision * nodes[q]! * nodes[q]!;
        if (logBase[q]! > top) top = logBase[q]!;
      }
      for (let q = 0; q < Q; q++) base[q] = exp(logBase[q]! - top);
    }
    let prediction = 0;
    for (let j = 0; j < columns; j++) {
      prediction += coefficients[j]! * design[p * columns + j]!;
    }
    const difference = rowScore(rows, rowSlopes, row) - tilt +
      prediction * precision;
    let logScale = top;
    if (Math.abs(difference) * halfWidth <= LARGEST_TILT) {
      tiltInto(values, base, 0, ratioExponential(difference * step), halves);
    } else {
      logScale = tiltLogsInto(values, logBase, 0, difference * step, halves);
    }
    const total = halves.below + halves.rest;
    const weight = people.weight[p]!;
    const share = weight / total;
    let first = 0;
    for (let q = 0; q < Q; q++) {
      const count = share * values[q]!;
      counts[q]! += count;
      first += (q - middle) * count;
    }
    first *= step;
    logLikelihood += weight *
      (ln(total) + logScale + logUnit -
        0.5 * precision * prediction * prediction);
    const ends = Math.max(values[0]!, values[Q - 1]!) / total;
    if (ends > endMass) endMass = ends;
    for (let k = 0; k < rows.width; k++) {
      scoreMoments[k]! += first * rows.scores[row * rows.width + k]!;
    }
    const residual = first - weight * prediction;
    residualSquares -= prediction * (first + residual);
    for (let j = 0; j < columns; j++) {
      residualMoments[j]! += residual * design[p * columns + j]!;
    }
  }
  closeBooklet();
  return {
    logLikelihood,
    itemCounts,
    scoreMoments,
    residualMoments,
    residualSquares,
    endMass,
  };
}
