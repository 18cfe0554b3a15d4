import { choleskyInPlace, solveLowerInPlace } from "#lib/numerics/mod.ts";
import type { Calibration } from "../types.ts";
import { itemMoments } from "./item_moments.ts";
import {
  type FittedRows,
  forEachPosterior,
  type RowVisit,
} from "./row_posteriors.ts";

/** Derivatives of each row's log-likelihood, turned to be uncorrelated. */
export interface RowScores {
  readonly size: number;
  /** rows × size; over all persons the sum of squares is 1 and of products 0. */
  readonly values: Float64Array;
}

/** First parameter of every item and group; −1 where it has none. */
interface Places {
  readonly size: number;
  readonly slope: readonly number[];
  readonly intercepts: readonly number[];
  readonly mean: readonly number[];
  readonly spread: readonly number[];
}

function placeParameters(
  { items, groups, model, reference }: Calibration,
  { model: { curves } }: FittedRows,
): Places {
  let size = 0;
  // Without a reference group the items were given, not estimated.
  const free = reference >= 0;
  const slope = items.map(() => free && model === "GPCM" ? size++ : -1);
  const intercepts = curves.map(({ categories }) => {
    const at = size;
    if (free) size += categories.length - 1;
    return free ? at : -1;
  });
  const mean = groups.map(({ estimated }) => estimated ? size++ : -1);
  const spread = groups.map(({ estimated }, g) =>
    estimated || (model === "PCM" && g === reference) ? size++ : -1
  );
  return { size, slope, intercepts, mean, spread };
}

/** Keeps the factor regular where a parameter is hardly determined. */
const RIDGE = 1e-9;

/** Replaces rows of scores by L⁻¹ × score, where L L′ is their cross-product. */
function decorrelateInPlace(
  values: Float64Array,
  weight: Float64Array,
  size: number,
): void {
  const information = new Float64Array(size * size);
  for (let row = 0; row < weight.length; row++) {
    const s = values.subarray(row * size, (row + 1) * size);
    for (let a = 0; a < size; a++) {
      const part = weight[row]! * s[a]!;
      if (part === 0) continue;
      for (let b = 0; b <= a; b++) information[a * size + b]! += part * s[b]!;
    }
  }
  for (let a = 0; a < size; a++) {
    information[a * size + a] = information[a * size + a]! * (1 + RIDGE) +
      RIDGE;
  }
  choleskyInPlace(information, size);
  for (let row = 0; row < weight.length; row++) {
    solveLowerInPlace(
      information,
      size,
      values.subarray(row * size, (row + 1) * size),
    );
  }
}

/**
 * The scores of all free parameters, per distinct answer row.
 *
 * By Fisher's identity a row's score is the posterior mean of the complete-data
 * score: θ (x − E) for a slope, 1[x = k] − P_k for an intercept, (θ − μ) / σ² and
 * ((θ − μ)² / σ² − 1) / σ for a group.
 */
export function rowScores(
  calibration: Calibration,
  fitted: FittedRows,
): RowScores {
  const { rows, model } = fitted;
  const places = placeParameters(calibration, fitted);
  const values = new Float64Array(rows.rows * places.size);
  const moments = model.curves.map((curve) => itemMoments(curve).expected);
  forEachPosterior(fitted, (visit) => {
    const at = visit.row * places.size;
    const out = values.subarray(at, at + places.size);
    for (const i of visit.items) {
      scoreItemInto(out, visit, {
        fitted,
        places,
        expected: moments[i]!,
        item: i,
      });
    }
    scoreGroupInto(out, visit, { places, calibration, nodes: model.nodes });
  });
  decorrelateInPlace(values, rows.weight, places.size);
  return { size: places.size, values };
}

function scoreItemInto(
  out: Float64Array,
  { row, posterior }: RowVisit,
  { fitted: { rows, model }, places, expected, item }: {
    readonly fitted: FittedRows;
    readonly places: Places;
    readonly expected: Float64Array;
    readonly item: number;
  },
): void {
  const x = rows.scores[row * rows.width + item]!;
  const slope = places.slope[item]!;
  const Q = posterior.length;
  if (slope >= 0) {
    let sum = 0;
    for (let q = 0; q < Q; q++) {
      sum += posterior[q]! * model.nodes[q]! * (x - expected[q]!);
    }
    out[slope] = sum;
  }
  const first = places.intercepts[item]!;
  if (first < 0) return;
  const { categories, probabilities } = model.curves[item]!;
  for (let c = 1; c < categories.length; c++) {
    let sum = x === categories[c] ? 1 : 0;
    for (let q = 0; q < Q; q++) {
      sum -= posterior[q]! * probabilities[c * Q + q]!;
    }
    out[first + c - 1] = sum;
  }
}

function scoreGroupInto(
  out: Float64Array,
  { group, posterior }: RowVisit,
  { places, calibration, nodes }: {
    readonly places: Places;
    readonly calibration: Calibration;
    readonly nodes: Float64Array;
  },
): void {
  const { mean, standardDeviation: sd } = calibration.groups[group]!;
  let [first, second] = [0, 0];
  for (let q = 0; q < nodes.length; q++) {
    const z = (nodes[q]! - mean) / sd;
    first += posterior[q]! * z;
    second += posterior[q]! * z * z;
  }
  if (places.mean[group]! >= 0) out[places.mean[group]!] = first / sd;
  if (places.spread[group]! >= 0) {
    out[places.spread[group]!] = (second - 1) / sd;
  }
}
