import {
  commonItems,
  type LinearLink,
  type LinkingItem,
} from "./linking_item.ts";

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function spread(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((x) => (x - centre) * (x - centre))));
}

/**
 * Links two forms by moments of their common items' parameters.
 *
 * "mean-mean": A = mean(a_from) / mean(a_to); "mean-sigma": A = SD(b_to) / SD(b_from),
 * over all steps of all items; B = mean(b_to) − A mean(b_from) in both.
 *
 * @returns θ on the second form as a linear function of θ on the first.
 * @throws {RangeError} If there is no common item, or the steps do not vary.
 * @see Kolen & Brennan (2004), Test Equating, Scaling, and Linking, chapter 6.
 */
export function linkByMoments(
  from: readonly LinkingItem[],
  to: readonly LinkingItem[],
  { method }: { readonly method: "mean-mean" | "mean-sigma" },
): LinearLink {
  const common = commonItems(from, to);
  const before = common.flatMap((item) => item.from.steps);
  const after = common.flatMap((item) => item.to.steps);
  const slope = method === "mean-mean"
    ? mean(common.map((item) => item.from.slope)) /
      mean(common.map((item) => item.to.slope))
    : spread(after) / spread(before);
  if (!(slope > 0 && slope < Infinity)) {
    throw new RangeError(
      `Cannot link two forms by ${method}: slope ${slope} of the link is not a positive number`,
    );
  }
  return { slope, shift: mean(after) - slope * mean(before) };
}
