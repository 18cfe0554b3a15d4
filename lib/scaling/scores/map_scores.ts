import { alignResponses, collapseRule } from "../align_responses.ts";
import { collapseResponses } from "../collapse_responses.ts";
import { rowScore } from "../expectation.ts";
import type {
  Calibration,
  GroupDistribution,
  ItemParameters,
  ScaleResponses,
} from "../types.ts";
import { scoreMoment } from "./item_moments.ts";

/** Posterior modes of all persons in θ units; NaN for persons without an answer. */
export interface MapScores {
  /** The θ at which the posterior is highest. */
  readonly map: Float64Array;
  /** 1 / √(test information at the mode + 1 / prior variance). */
  readonly standardError: Float64Array;
}

/** Absolute precision of θ. */
const TOLERANCE = 1e-11;
const MOST_STEPS = 200;

interface Mode {
  readonly estimate: number;
  readonly standardError: number;
}

/**
 * The mode of one posterior.
 *
 * The log posterior is concave, so its derivative score − expected(θ) −
 * (θ − mean) / variance falls: Newton inside a bracket cannot miss the root, and
 * the bracket is known, as the weighted score is bounded.
 */
function posteriorMode(
  items: readonly ItemParameters[],
  score: number,
  { mean, standardDeviation }: GroupDistribution,
): Mode {
  const precision = 1 / (standardDeviation * standardDeviation);
  let range = Math.abs(score);
  for (const { slope, maxScore } of items) range += Math.abs(slope) * maxScore;
  let low = mean - range / precision;
  let high = mean + range / precision;
  let theta = mean;
  let information = precision;
  for (let n = 0; n < MOST_STEPS; n++) {
    let value = score - (theta - mean) * precision;
    information = precision;
    for (const item of items) {
      const { expected, variance } = scoreMoment(item, theta);
      value -= item.slope * expected;
      information += item.slope * item.slope * variance;
    }
    if (value > 0) low = theta;
    else high = theta;
    let next = theta + value / information;
    if (!(next >= low && next <= high)) next = (low + high) / 2;
    const moved = Math.abs(next - theta);
    theta = next;
    if (moved < TOLERANCE) break;
  }
  return { estimate: theta, standardError: 1 / Math.sqrt(information) };
}

/**
 * Scores the persons by the mode of their posterior (MAP), with standard errors.
 *
 * Like the EAP it uses the person's group as prior and is shrunk towards its mean:
 * not for statistics of groups. Equal booklets, scores and groups are solved once.
 *
 * @throws {RangeError} If the answers do not fit the calibration.
 * @see Bock & Aitkin (1981), Psychometrika 46, 443–459.
 */
export function mapScores(
  calibration: Calibration,
  responses: ScaleResponses,
): MapScores {
  const aligned = alignResponses(calibration, responses);
  const rows = collapseResponses(aligned, collapseRule(calibration));
  const slopes = Float64Array.from(
    { length: rows.width },
    (_, k) => calibration.items[k]!.slope,
  );
  const modes: Mode[] = [];
  for (const { start, end, booklet, group } of rows.segments) {
    const items = rows.booklets[booklet]!.map((i) => calibration.items[i]!);
    const known = new Map<number, Mode>();
    for (let row = start; row < end; row++) {
      const score = rowScore(rows, slopes, row);
      let mode = known.get(score);
      if (!mode) {
        mode = posteriorMode(items, score, calibration.groups[group]!);
        known.set(score, mode);
      }
      modes.push(mode);
    }
  }
  const spread = (value: (mode: Mode) => number): Float64Array =>
    Float64Array.from(
      rows.rowOfPerson,
      (row) => row < 0 ? NaN : value(modes[row]!),
    );
  return {
    map: spread(({ estimate }) => estimate),
    standardError: spread(({ standardError }) => standardError),
  };
}
