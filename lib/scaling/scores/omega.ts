import { exp } from "#lib/numerics/mod.ts";
import { alignResponses } from "../align_responses.ts";
import { logPriorsOnGrid } from "../expectation.ts";
import { gridNodes } from "../grid.ts";
import { countCategories } from "../screen_items.ts";
import type { Calibration, ItemParameters, ScaleResponses } from "../types.ts";
import { scoreMoment } from "./item_moments.ts";

/** Items answered by anybody in a group. */
function itemsAsked(
  calibration: Calibration,
  responses: ScaleResponses,
  group: number,
): readonly ItemParameters[] {
  const inGroup = Float64Array.from(
    responses.group,
    (g) => g === group ? 1 : 0,
  );
  const counted = { ...responses, weight: inGroup };
  return calibration.items.filter((_, i) =>
    countCategories(counted, i).some((n) => n > 0)
  );
}

/**
 * McDonald's omega of the sum score in each group (wave), from the fitted model.
 *
 * omega = var(E(S | θ)) / (var(E(S | θ)) + E(var(S | θ))), where S is the sum of the
 * items asked in the group and θ has the group's distribution. It is the share of
 * the sum's variance that comes from the common factor, with the curved relation
 * between factor and categories as it is, so that no linear factor model and no
 * polychoric correlations are needed. Unlike alpha it lets items differ in slope.
 *
 * @returns One value per group; null where fewer than two items were asked or nobody is.
 * @see McDonald (1999), Test Theory: A Unified Treatment, ch. 6, for the linear form;
 * Green & Yang (2009), Psychometrika 74, 155–167, for categories.
 */
export function mcdonaldOmega(
  calibration: Calibration,
  responses: ScaleResponses,
): readonly (number | null)[] {
  const aligned = alignResponses(calibration, responses);
  const nodes = gridNodes(calibration.grid);
  const logPriors = logPriorsOnGrid(nodes, calibration.groups);
  return calibration.groups.map(({ standardDeviation }, g) => {
    const items = itemsAsked(calibration, aligned, g);
    if (items.length < 2 || !(standardDeviation > 0)) return null;
    let mean = 0;
    let square = 0;
    let error = 0;
    nodes.forEach((theta, q) => {
      const p = exp(logPriors[g * nodes.length + q]!);
      let expected = 0;
      for (const item of items) {
        const moment = scoreMoment(item, theta);
        expected += moment.expected;
        error += p * moment.variance;
      }
      mean += p * expected;
      square += p * expected * expected;
    });
    const common = square - mean * mean;
    return common / (common + error);
  });
}
