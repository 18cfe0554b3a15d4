import { itemCurves } from "../item_curves.ts";
import { personScores } from "../person_scores.ts";
import type { Calibration, ScaleResponses } from "../types.ts";
import { type ItemMoments, itemMoments } from "./item_moments.ts";
import { fittedRows, valuesOfRows } from "./row_posteriors.ts";
import type { ResponseRows } from "../collapse_responses.ts";

/** How far two items share more than the scale. */
export interface ItemPair {
  /** Ids of the items, in the order of the scale. */
  readonly items: readonly [string, string];
  /** Weight of the persons who answered both. */
  readonly persons: number;
  /** Correlation of the residuals at the WLE; NaN where one does not vary. */
  readonly q3: number;
  /** q3 minus its mean over all pairs; above 0.2 calls for a look at the wording. */
  readonly adjusted: number;
}

/** Weighted correlation of two items' residuals over the rows that hold both. */
function correlate(
  rows: ResponseRows,
  [i, j]: readonly [number, number],
  moments: readonly ItemMoments[],
): { readonly persons: number; readonly q3: number } {
  let [n, meanX, meanY, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let row = 0; row < rows.rows; row++) {
    const items = rows.booklets[rows.booklet[row]!]!;
    if (!items.includes(i) || !items.includes(j)) continue;
    const at = row * rows.width;
    const x = rows.scores[at + i]! - moments[i]!.expected[row]!;
    const y = rows.scores[at + j]! - moments[j]!.expected[row]!;
    const weight = rows.weight[row]!;
    n += weight;
    const [dx, dy] = [x - meanX, y - meanY];
    meanX += weight / n * dx;
    meanY += weight / n * dy;
    xx += weight * dx * (x - meanX);
    yy += weight * dy * (y - meanY);
    xy += weight * dx * (y - meanY);
  }
  return { persons: n, q3: xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : NaN };
}

/**
 * Q3 of every pair of items: the correlation of their residuals x − E(x | WLE).
 *
 * The residuals of k items correlate about −1 / (k − 1) under the model, so the
 * adjusted value, q3 minus the mean over the pairs, is what is judged.
 *
 * @throws {RangeError} If the answers do not fit the calibration.
 * @see Yen (1984), Applied Psychological Measurement 8, 125–145; Christensen,
 * Makransky & Horton (2017), Applied Psychological Measurement 41, 178–194.
 */
export function localDependence(
  calibration: Calibration,
  responses: ScaleResponses,
): readonly ItemPair[] {
  const { rows } = fittedRows(calibration, responses);
  const { wle } = personScores(calibration, responses);
  const theta = valuesOfRows(rows, wle);
  const { items } = calibration;
  const moments = items.map((item) => itemMoments(itemCurves(item, theta)));
  const pairs = items.flatMap((first, i) =>
    items.slice(i + 1).map((second, j) => ({
      items: [first.id, second.id] as const,
      ...correlate(rows, [i, i + 1 + j], moments),
    }))
  );
  const known = pairs.filter(({ q3 }) => !Number.isNaN(q3));
  const mean = known.reduce((sum, { q3 }) => sum + q3, 0) / known.length;
  return pairs.map((pair) => ({ ...pair, adjusted: pair.q3 - mean }));
}
