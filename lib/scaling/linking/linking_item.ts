import { exp } from "#lib/numerics/mod.ts";
import type { ItemParameters } from "../types.ts";

/** An item in the classical parameters, as it was calibrated on one form. */
export interface LinkingItem {
  /** The same id on every form marks a common item. */
  readonly id: string;
  /** Above 0. */
  readonly slope: number;
  /** Location of each step on θ, lowest category first; one for a two-category item. */
  readonly steps: readonly number[];
  /** Probability of the top category of a two-category item far below. @default {0} */
  readonly guessing?: number;
}

/** θ on the target form is slope × θ + shift. */
export interface LinearLink {
  /** Unit of the source form in units of the target. */
  readonly slope: number;
  /** Zero of the source form on the target. */
  readonly shift: number;
}

/** Probabilities of the categories of an item at one θ. */
export type CategoryCurve = (
  item: LinkingItem,
  theta: number,
) => readonly number[];

/** The classical parameters of a calibration: b_k = (d_{k−1} − d_k) / a. */
export function linkingItems(
  items: readonly ItemParameters[],
): readonly LinkingItem[] {
  return items.map(({ id, slope, intercepts }) => ({
    id,
    slope,
    steps: intercepts.slice(1).map((d, k) => (intercepts[k]! - d) / slope),
  }));
}

/**
 * Probabilities of the generalised partial credit model; with two categories and
 * guessing c they are those of the three-parameter model, c + (1 − c) P.
 */
export const creditCurve: CategoryCurve = (
  item: LinkingItem,
  theta: number,
): ReturnType<CategoryCurve> => {
  const { slope, steps, guessing = 0 } = item;
  const shares = new Array<number>(steps.length + 1);
  let logit = 0, top = 0;
  shares[0] = 0;
  for (let k = 0; k < steps.length; k++) {
    logit += slope * (theta - steps[k]!);
    shares[k + 1] = logit;
    top = Math.max(top, logit);
  }
  let total = 0;
  for (let k = 0; k < shares.length; k++) {
    shares[k] = exp(shares[k]! - top);
    total += shares[k]!;
  }
  for (let k = 0; k < shares.length; k++) shares[k]! /= total;
  if (guessing === 0) return shares;
  const pass = guessing + (1 - guessing) * shares[1]!;
  return [1 - pass, pass];
};

/** An item of the two forms. */
export interface CommonItem {
  /** As estimated on the source form. */
  readonly from: LinkingItem;
  /** As estimated on the target form. */
  readonly to: LinkingItem;
}

/**
 * Items that both forms have, in the order of the first.
 *
 * @throws {RangeError} If there is none, or one has other steps on the other form.
 */
export function commonItems(
  from: readonly LinkingItem[],
  to: readonly LinkingItem[],
): readonly CommonItem[] {
  const there = new Map(to.map((item) => [item.id, item]));
  const common = from.flatMap((item): CommonItem[] => {
    const other = there.get(item.id);
    return other ? [{ from: item, to: other }] : [];
  });
  if (common.length === 0) {
    throw new RangeError(
      `Cannot link two forms: found 0 common items, at least 1 is needed`,
    );
  }
  for (const { from: a, to: b } of common) {
    if (a.steps.length !== b.steps.length) {
      throw new RangeError(
        `Cannot link item "${a.id}": found ${a.steps.length} and ${b.steps.length} steps, expected as many on both forms`,
      );
    }
  }
  return common;
}
