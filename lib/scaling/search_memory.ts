import type { ItemPlace, ParameterLayout } from "./parameter_layout.ts";

/** One step of a search and by how much the gradient fell over it. */
export interface Correction {
  /** How far each parameter moved. */
  readonly step: Float64Array;
  /** Gradient before minus gradient after. */
  readonly change: Float64Array;
  /** Their inner product, above 0. */
  readonly curvature: number;
}

/** Where the corrections of a search belong. */
export interface SearchPlaces {
  /** Where the parameters lie. */
  readonly layout: ParameterLayout;
  /** Ids of the layout's items. */
  readonly itemIds: readonly string[];
  /** Answers to each item. */
  readonly answers: readonly number[];
  /** Persons of each group. */
  readonly persons: readonly number[];
}

/** What a search for a maximum has learned of the curvature, by parameter. */
export interface SearchMemory extends SearchPlaces {
  /** Oldest first. */
  readonly corrections: readonly Correction[];
}

/** The inner product. */
export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}

/** A parameter, the one it was known as, and its share of that one's answers. */
interface Pair {
  readonly to: number;
  readonly from: number;
  readonly share: number;
}

function itemPairs(to: ItemPlace, from: ItemPlace, share: number): Pair[] {
  const pairs = to.slope >= 0 && from.slope >= 0
    ? [{ to: to.slope, from: from.slope, share }]
    : [];
  to.intercepts.forEach((place, c) => {
    const category = to.categories[c + 1]!;
    const known = from.categories.indexOf(category) - 1;
    if (known >= 0 && from.intercepts.length > 0) {
      pairs.push({ to: place, from: from.intercepts[known]!, share });
    }
  });
  return pairs;
}

function pairsBetween(to: SearchPlaces, from: SearchPlaces): readonly Pair[] {
  const known = new Map(from.itemIds.map((id, i) => [id, i]));
  const pairs = to.itemIds.flatMap((id, i): Pair[] => {
    const f = known.get(id) ?? known.get(id.replace(/@\d+$/, ""));
    if (f === undefined) return [];
    const share = to.answers[i]! / from.answers[f]!;
    return itemPairs(to.layout.items[i]!, from.layout.items[f]!, share);
  });
  to.layout.groups.forEach(({ mean, spread }, g) => {
    const place = from.layout.groups[g];
    if (mean < 0 || !place || place.mean < 0) return;
    const share = to.persons[g]! / from.persons[g]!;
    pairs.push(
      { to: mean, from: place.mean, share },
      { to: spread, from: place.spread, share },
    );
  });
  // All items share a common slope: it is one parameter, with everybody's answers.
  const everybody = (answers: readonly number[]): number =>
    answers.reduce((a, b) => a + b, 0);
  const share = everybody(to.answers) / everybody(from.answers);
  const whole = pairs.map((pair) =>
    to.layout.slopeMode === "common" && pair.to === 0
      ? { ...pair, share }
      : pair
  );
  return whole.filter(({ share }) => Number.isFinite(share));
}

/**
 * The corrections of another search, as if the one here had made them.
 *
 * A part of an item takes the item's steps and, of the change in its gradient, its
 * share of the answers. They only serve to choose directions: the maximum is the
 * same, with fewer steps to it.
 */
export function correctionsFor(
  to: SearchPlaces,
  memory: SearchMemory,
): readonly Correction[] {
  if (to.layout.slopeMode !== memory.layout.slopeMode) return [];
  const pairs = pairsBetween(to, memory);
  return memory.corrections.flatMap((known): Correction[] => {
    const step = new Float64Array(to.layout.size);
    const change = new Float64Array(to.layout.size);
    for (const { to: place, from, share } of pairs) {
      step[place] = known.step[from]!;
      change[place] = share * known.change[from]!;
    }
    const curvature = dot(step, change);
    return curvature > 0 ? [{ step, change, curvature }] : [];
  });
}
