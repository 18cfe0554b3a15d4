import { ln } from "#lib/numerics/mod.ts";
import { itemCurves } from "../item_curves.ts";
import { personScores } from "../person_scores.ts";
import type { Calibration, ScaleResponses } from "../types.ts";
import { logMoments } from "./item_moments.ts";
import { fittedRows, valuesOfRows } from "./row_posteriors.ts";

/** How usual the answers are, of persons and of items. */
export interface PersonFit {
  /**
   * lz of each person, roughly N(0, 1); low values are unusual patterns. NaN for
   * persons without an answer.
   */
  readonly persons: Float64Array;
  /** The same summed over the persons of each item (Zh). */
  readonly items: readonly { readonly item: string; readonly zh: number }[];
}

/**
 * The standardised log-likelihood of answers: lz per person and Zh per item.
 *
 * (Σ ln P(x) − Σ E[ln P]) / √Σ Var[ln P] at the person's EAP. Because θ is
 * estimated from the same answers the spread of lz is below 1 on short scales:
 * use it to sort patterns, not as a test.
 *
 * @throws {RangeError} If the answers do not fit the calibration.
 * @see Drasgow, Levine & Williams (1985), British Journal of Mathematical and
 * Statistical Psychology 38, 67–86.
 */
export function personFit(
  calibration: Calibration,
  responses: ScaleResponses,
): PersonFit {
  const { rows } = fittedRows(calibration, responses);
  const { eap } = personScores(calibration, responses);
  const theta = valuesOfRows(rows, eap);
  const { items } = calibration;
  const curves = items.map((item) => itemCurves(item, theta));
  const moments = curves.map(logMoments);
  const surprise = items.map(() => 0);
  const spread = items.map(() => 0);
  const lz = new Float64Array(rows.rows);
  for (let row = 0; row < rows.rows; row++) {
    const weight = rows.weight[row]!;
    let [difference, variance] = [0, 0];
    for (const i of rows.booklets[rows.booklet[row]!]!) {
      const { categories, probabilities } = curves[i]!;
      const c = categories.indexOf(rows.scores[row * rows.width + i]!);
      const found = ln(probabilities[c * rows.rows + row]!) -
        moments[i]!.expected[row]!;
      difference += found;
      variance += moments[i]!.variance[row]!;
      surprise[i]! += weight * found;
      spread[i]! += weight * moments[i]!.variance[row]!;
    }
    // Where every answer is equally likely, none is more usual than another.
    lz[row] = variance > 0 ? difference / Math.sqrt(variance) : 0;
  }
  return {
    persons: Float64Array.from(
      rows.rowOfPerson,
      (row) => row < 0 ? NaN : lz[row]!,
    ),
    items: items.map(({ id }, i) => ({
      item: id,
      zh: surprise[i]! / Math.sqrt(spread[i]!),
    })),
  };
}
