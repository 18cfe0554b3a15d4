import type { LinearLink } from "../linking/linking_item.ts";
import type { Calibration, ItemParameters } from "../types.ts";
import type { GroupEstimates } from "./group_estimates.ts";

/** A number that is 0 where an item works alike in two groups. */
export interface Contrast {
  /** Number of the focal group among the focal groups. */
  readonly focal: number;
  readonly value: number;
  /** Its derivative by estimated parameters. */
  readonly entries: readonly { readonly at: number; readonly by: number }[];
  readonly bySlope: number;
  readonly byShift: number;
}

/** Whose items are compared. */
export interface ComparedGroups {
  readonly estimates: GroupEstimates;
  /** Group that gives the scale. */
  readonly reference: number;
  /** The other groups. */
  readonly focals: readonly number[];
}

function itemOf(
  { items }: Calibration,
  id: string,
): ItemParameters | undefined {
  return items.find((item) => item.id === id);
}

/** Categories that occur in both, lowest first. */
function sharedCategories(
  a: ItemParameters,
  b: ItemParameters,
): readonly number[] {
  return a.intercepts.flatMap((d, k) =>
    Number.isFinite(d) && Number.isFinite(b.intercepts[k]!) ? [k] : []
  );
}

/**
 * Compares one item of a focal group with the reference.
 *
 * Where θ = s θ′ + m is the reference's θ of a focal person, an item that works
 * alike has a′ = s a and d′_k = d_k + k a m, from its lowest shared category.
 *
 * @returns Empty where the item was not asked, or has one category, in either.
 */
export function contrastsOf(
  { estimates, reference, focals }: ComparedGroups,
  item: string,
  { focal, link: { slope: s, shift: m } }: {
    readonly focal: number;
    readonly link: LinearLink;
  },
): readonly Contrast[] {
  const { calibrations, placeOf } = estimates;
  const group = focals[focal]!;
  const one = itemOf(calibrations[reference]!, item);
  const two = itemOf(calibrations[group]!, item);
  if (!one || !two) return [];
  const [lowest, ...others] = sharedCategories(one, two);
  if (lowest === undefined || others.length === 0) return [];
  const slopeAt = placeOf({ group: reference, item });
  const entry = (at: number, by: number): Contrast["entries"] =>
    at < 0 ? [] : [{ at, by }];
  const intercept = (group: number, category: number, by: number) =>
    entry(category > 0 ? placeOf({ group, item, category }) : -1, by);
  const step = ({ intercepts }: ItemParameters, k: number): number =>
    intercepts[k]! - intercepts[lowest]!;
  const steps = others.map((k): Contrast => ({
    focal,
    value: step(two, k) - step(one, k) - (k - lowest) * one.slope * m,
    entries: [
      ...intercept(group, k, 1),
      ...intercept(group, lowest, -1),
      ...intercept(reference, k, -1),
      ...intercept(reference, lowest, 1),
      ...entry(slopeAt, -(k - lowest) * m),
    ],
    bySlope: 0,
    byShift: -(k - lowest) * one.slope,
  }));
  if (slopeAt < 0) return steps;
  return [{
    focal,
    value: two.slope - s * one.slope,
    entries: [
      ...entry(placeOf({ group, item }), 1),
      ...entry(slopeAt, -s),
    ],
    bySlope: -one.slope,
    byShift: 0,
  }, ...steps];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A link that a minority of items cannot move: medians over the items. */
export function roughLink(
  { estimates: { calibrations }, reference, focals }: ComparedGroups,
  focal: number,
  items: readonly string[],
): LinearLink {
  const pairs = items.flatMap((id) => {
    const one = itemOf(calibrations[reference]!, id);
    const two = itemOf(calibrations[focals[focal]!]!, id);
    return one && two ? [{ one, two }] : [];
  });
  const slope = median(pairs.map(({ one, two }) => two.slope / one.slope));
  const shift = median(pairs.flatMap(({ one, two }) => {
    const [lowest, ...others] = sharedCategories(one, two);
    return others.map((k) =>
      (two.intercepts[k]! - two.intercepts[lowest!]! -
        one.intercepts[k]! + one.intercepts[lowest!]!) /
      ((k - lowest!) * one.slope)
    );
  }));
  return { slope: slope > 0 ? slope : 1, shift };
}
