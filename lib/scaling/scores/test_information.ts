import type { Calibration, ItemParameters } from "../types.ts";
import { scoreMoment } from "./item_moments.ts";

/** What a scale tells at each θ. All arrays are as long as the θ asked for. */
export interface TestInformation {
  /** θ, as given. */
  readonly thetas: Float64Array;
  /** Σ over items of slope² × variance of the item's score. */
  readonly information: Float64Array;
  /** 1 / √information. */
  readonly standardError: Float64Array;
  /** information / (information + 1 / variance of θ): the reliability of a score here. */
  readonly reliability: Float64Array;
}

/** Options for {@linkcode testInformation}. */
export interface TestInformationOptions {
  /** Group whose spread the reliability refers to; the reference group by default. */
  readonly group?: number;
  /** Ids of the items asked; all by default. */
  readonly items?: ReadonlySet<string>;
}

/** Σ slope² × variance of the score: how much some items tell at one θ. */
function informationAt(
  items: readonly ItemParameters[],
  theta: number,
): number {
  let information = 0;
  for (const item of items) {
    information += item.slope * item.slope * scoreMoment(item, theta).variance;
  }
  return information;
}

/**
 * Test information, standard error and conditional reliability along the scale.
 *
 * The conditional reliability compares the standard error at θ with the spread of
 * the group, whereas the marginal one is an average over its persons.
 *
 * @param thetas In θ units of the calibration.
 * @throws {RangeError} If the group has no distribution or no item is left.
 * @see Muraki (1993), Applied Psychological Measurement 17, 351–363.
 */
export function testInformation(
  calibration: Calibration,
  thetas: ArrayLike<number>,
  { group = Math.max(calibration.reference, 0), items }:
    TestInformationOptions = {},
): TestInformation {
  const { scale, groups } = calibration;
  const spread = groups[group]?.standardDeviation ?? NaN;
  const asked = calibration.items.filter(({ id, splitFrom }) =>
    (items?.has(id) ?? true) && (splitFrom?.group ?? group) === group
  );
  if (!(spread > 0 && asked.length > 0)) {
    throw new RangeError(
      `Cannot compute the information of scale "${scale}": group ${group} has standard deviation ${spread} and ${asked.length} items, expected a positive one and at least one item`,
    );
  }
  const information = Float64Array.from(
    thetas,
    (theta) => informationAt(asked, theta),
  );
  return {
    thetas: Float64Array.from(thetas),
    information,
    standardError: information.map((value) => 1 / Math.sqrt(value)),
    reliability: information.map((value) =>
      value / (value + 1 / (spread * spread))
    ),
  };
}
