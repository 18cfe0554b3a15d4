import type { Matrix } from "#lib/numerics/mod.ts";
import { collapseResponses } from "../collapse_responses.ts";
import type { ScaleResponses } from "../types.ts";
import type { RegressionPersons } from "./regression_expectation.ts";

/** Persons with answers, by row, with standardised regressors. */
export interface PreparedRegressors {
  readonly people: RegressionPersons;
  /** Mean of each regressor. */
  readonly means: Float64Array;
  /** Standard deviation of each regressor; 1 for one that does not vary. */
  readonly scales: Float64Array;
}

/** Persons with an answer, sorted by answer row; equal rows keep their order. */
function personsByRow(rowOfPerson: Int32Array, rows: number): Int32Array {
  const next = new Int32Array(rows + 1);
  for (const row of rowOfPerson) if (row >= 0) next[row + 1]! += 1;
  for (let r = 0; r < rows; r++) next[r + 1]! += next[r]!;
  const order = new Int32Array(next[rows]!);
  rowOfPerson.forEach((row, p) => {
    if (row >= 0) order[next[row]!++] = p;
  });
  return order;
}

/**
 * Sorts the persons by answer row and standardises the regressors.
 *
 * @param bySum Whether the sum of the answers is enough (equal slopes).
 * @param anchored Whether fixed items leave room for a constant, which is added last.
 * @throws {RangeError} If a regressor of a person with answers is not finite.
 */
export function prepareRegressors(
  responses: ScaleResponses,
  design: Matrix,
  { bySum, anchored }: { readonly bySum: boolean; readonly anchored: boolean },
): PreparedRegressors {
  const rows = collapseResponses(responses, bySum ? "sum" : "pattern");
  const order = personsByRow(rows.rowOfPerson, rows.rows);
  const given = design.columns;
  const columns = given + (anchored ? 1 : 0);
  const weight = Float64Array.from(order, (p) => responses.weight?.[p] ?? 1);
  const total = weight.reduce((a, b) => a + b, 0);
  const means = new Float64Array(given);
  const scales = new Float64Array(given);
  const centred = new Float64Array(order.length * columns);
  for (let j = 0; j < given; j++) {
    const value = (i: number): number => design.values[order[i]! * given + j]!;
    for (let i = 0; i < order.length; i++) {
      if (!Number.isFinite(value(i))) {
        throw new RangeError(
          `Cannot regress scale "${responses.scale}": regressor ${j} of person ${
            order[i]
          } is ${value(i)}, allowed are finite numbers`,
        );
      }
      means[j]! += weight[i]! * value(i) / total;
    }
    let squares = 0;
    for (let i = 0; i < order.length; i++) {
      squares += weight[i]! * (value(i) - means[j]!) * (value(i) - means[j]!);
    }
    scales[j] = Math.sqrt(squares / total) || 1;
    for (let i = 0; i < order.length; i++) {
      centred[i * columns + j] = (value(i) - means[j]!) / scales[j]!;
    }
  }
  for (let i = 0; anchored && i < order.length; i++) {
    centred[i * columns + given] = 1;
  }
  const row = order.map((p) => rows.rowOfPerson[p]!);
  const people = { rows, row, weight, design: centred, columns };
  return { people, means, scales };
}
