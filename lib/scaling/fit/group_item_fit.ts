import type { Calibration, ScaleResponses } from "../types.ts";
import { itemMoments } from "./item_moments.ts";
import { rowScores } from "./row_scores.ts";
import { fittedRows, forEachPosterior } from "./row_posteriors.ts";

/** How far the answers of one group to one item lie from the common curve. */
export interface GroupItemFit {
  /** Id of the item. */
  readonly item: string;
  /** Number of the group in the answers, or the number it is judged as. */
  readonly group: number;
  /** Weight of the group's persons who answered the item. */
  readonly persons: number;
  /**
   * Root mean square distance of the expected-score curves, in scores (for two
   * categories a probability).
   */
  readonly rmsd: number;
  /** The same with the part that sampling alone would give taken off, at least 0. */
  readonly correctedRmsd: number;
  /** Mean square minus its sampling part: has mean about 0 where the item fits. */
  readonly correctedSquare: number;
  /** Mean signed distance in scores: above 0, more than the model says. */
  readonly meanDifference: number;
}

/** Expected counts over groups × items × nodes. */
interface CurveSums {
  /** What fitting the parameters has taken out of the squares. */
  readonly fitted: Float64Array;
  /** Persons at the node. */
  readonly persons: Float64Array;
  /** Their score minus the model's. */
  readonly residual: Float64Array;
  /** Squares of the persons' contributions to it. */
  readonly square: Float64Array;
}

/** Sum of squares of each of `count` runs of equal length. */
function squaredLengths(products: Float64Array, count: number): Float64Array {
  const result = new Float64Array(count);
  const size = products.length / count;
  for (let j = 0; j < count; j++) {
    for (let a = 0; a < size; a++) {
      const product = products[j * size + a]!;
      result[j]! += product * product;
    }
  }
  return result;
}

/** Options for {@linkcode groupItemFit}. */
export interface GroupItemFitOptions {
  /**
   * Per group of the calibration: the number under which it is judged, so that
   * e.g. the waves of a municipality count together. @default {each by itself}
   */
  readonly judgedAs?: readonly number[];
}

function sumCurves(
  calibration: Calibration,
  responses: ScaleResponses,
  judgedAs: readonly number[],
): CurveSums {
  const fitted = fittedRows(calibration, responses);
  const { rows, model } = fitted;
  const Q = model.nodes.length;
  const items = model.curves.length;
  const size = (1 + Math.max(...judgedAs)) * items * Q;
  const persons = new Float64Array(size);
  const residual = new Float64Array(size);
  const square = new Float64Array(size);
  const scores = rowScores(calibration, fitted);
  const products = new Float64Array(size * scores.size);
  const expected = model.curves.map((curve) => itemMoments(curve).expected);
  forEachPosterior(fitted, ({ row, group, items: answered, posterior }) => {
    const weight = rows.weight[row]!;
    for (const i of answered) {
      const x = rows.scores[row * rows.width + i]!;
      const at = (judgedAs[group]! * items + i) * Q;
      const curve = expected[i]!;
      for (let q = 0; q < Q; q++) {
        const share = posterior[q]!;
        const part = share * (x - curve[q]!);
        persons[at + q]! += weight * share;
        residual[at + q]! += weight * part;
        square[at + q]! += weight * part * part;
        if (share < SMALLEST_SHARE) continue;
        const from = (at + q) * scores.size;
        for (let a = 0; a < scores.size; a++) {
          products[from + a]! += weight * part *
            scores.values[row * scores.size + a]!;
        }
      }
    }
  });
  const absorbed = squaredLengths(products, size);
  return { persons, residual, square, fitted: absorbed };
}

/** Posterior shares below this change no digit of the products that is read. */
const SMALLEST_SHARE = 1e-6;
/** Nodes with less than this part of a person have no curve. */
const FEWEST_AT_NODE = 1e-9;

/** Mean squares of one group and item, in score units. */
function compareCurves(
  { persons, residual, square, fitted }: CurveSums,
  from: number,
  to: number,
): {
  readonly total: number;
  readonly raw: number;
  readonly sampling: number;
  readonly mean: number;
} {
  let total = 0;
  for (let j = from; j < to; j++) total += persons[j]!;
  let [raw, sampling, mean] = [0, 0, 0];
  for (let j = from; j < to; j++) {
    const n = persons[j]!;
    if (n < FEWEST_AT_NODE) continue;
    const sum = residual[j]!;
    raw += sum * sum / n / total;
    // Variance of a sum over `total` independent persons, less what the
    // parameters, fitted to the same answers, have taken up.
    const variance = (square[j]! - sum * sum / total) * total / (total - 1);
    sampling += Math.max(0, variance - fitted[j]!) / n / total;
    mean += sum / total;
  }
  return { total, raw, sampling, mean };
}

/**
 * RMSD: how far each item's curve in each group lies from the common one.
 *
 * √∫ (E_group(θ) − E(θ))² f_group(θ) dθ, where E_group is the mean score of the
 * group's persons at θ by their posteriors, and f_group their density. The sampling part, Σ_q f_q Var(E_group(θ_q)) with the variance from
 * the persons' own contributions less what they share with the scores of the fitted
 * parameters, is taken off in the corrected value: without that every small group
 * would seem to differ.
 *
 * @returns Groups within items; groups nobody of which answered an item are left out.
 * @throws {RangeError} If the answers do not fit the calibration.
 * @see OECD (2017), PISA 2015 Technical Report, ch. 9; Köhler, Robitzsch & Hartig
 * (2020), Journal of Educational and Behavioral Statistics 45, 251–273.
 */
export function groupItemFit(
  calibration: Calibration,
  responses: ScaleResponses,
  { judgedAs = calibration.groups.map((_, g) => g) }: GroupItemFitOptions = {},
): readonly GroupItemFit[] {
  const sums = sumCurves(calibration, responses, judgedAs);
  const Q = calibration.grid.nodes;
  const { items } = calibration;
  const groups = [...new Set(judgedAs)].sort((a, b) => a - b);
  return items.flatMap(({ id }, i) =>
    groups.flatMap((group): GroupItemFit[] => {
      const at = (group * items.length + i) * Q;
      const { total, raw, sampling, mean } = compareCurves(sums, at, at + Q);
      if (!(total > 1)) return [];
      const correctedSquare = raw - sampling;
      return [{
        item: id,
        group,
        persons: total,
        rmsd: Math.sqrt(raw),
        correctedRmsd: Math.sqrt(Math.max(0, correctedSquare)),
        correctedSquare,
        meanDifference: mean,
      }];
    })
  );
}
