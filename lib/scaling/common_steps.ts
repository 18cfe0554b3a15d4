import { createMatrix, type Matrix } from "#lib/numerics/mod.ts";
import type { ParameterLayout } from "./parameter_layout.ts";

/**
 * The rating scale model as a linear map from its parameters to the intercepts.
 *
 * Items with the same number of categories share their steps: intercept_ik =
 * k · location_i + step_k, with step 0 and the last step 0, so that the locations
 * are identified. All other parameters stay as they are.
 *
 * @returns layout size × parameters of the rating scale model.
 * @throws {RangeError} If a category of an item never occurs: common steps need all.
 * @see Andrich (1978), Psychometrika 43, 561–573.
 */
export function commonStepsMap(layout: ParameterLayout): Matrix {
  const entries: { at: number; column: number; value: number }[] = [];
  const steps = new Map<string, number>();
  let columns = 0;
  const ofItems = new Set<number>();
  layout.items.forEach(({ intercepts, categories }, i) => {
    const top = intercepts.length;
    if (top === 0) return;
    if (categories.some((k, c) => k !== c)) {
      throw new RangeError(
        `Cannot share steps: item ${i} was answered in categories ${
          categories.join(", ")
        }, all from 0 to the highest must occur`,
      );
    }
    const location = columns++;
    intercepts.forEach((at, c) => {
      const k = c + 1;
      ofItems.add(at);
      entries.push({ at, column: location, value: k });
      if (k === top) return;
      const key = `${top}/${k}`;
      if (!steps.has(key)) steps.set(key, columns++);
      entries.push({ at, column: steps.get(key)!, value: 1 });
    });
  });
  for (let at = 0; at < layout.size; at++) {
    if (!ofItems.has(at)) entries.push({ at, column: columns++, value: 1 });
  }
  const map = createMatrix({ rows: layout.size, columns });
  for (const { at, column, value } of entries) {
    map.values[at * columns + column] = value;
  }
  return map;
}
