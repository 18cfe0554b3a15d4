import { exp, ln } from "#lib/numerics/mod.ts";
import type { GroupDistribution, ItemParameters } from "./types.ts";

/** How the slopes enter the parameter vector. */
export type SlopeMode =
  /** One per item, in its natural unit. */
  | "per-item"
  /** One for all items, as a logarithm: the PCM in units of the reference SD. */
  | "common"
  /** All are 1: free items beside fixed ones in the PCM. */
  | "one";

/** Where an item's parameters lie in the vector; −1 where it has none. */
export interface ItemPlace {
  /** Position of the slope. */
  readonly slope: number;
  /** Position of the intercept of each occurring category but the lowest. */
  readonly intercepts: readonly number[];
  /** Categories that occur, lowest first. */
  readonly categories: readonly number[];
}

/** Where a group's parameters lie; −1 where mean and SD are fixed. */
export interface GroupPlace {
  /** Position of the mean. */
  readonly mean: number;
  /** Position of the logarithm of the SD less its floor. */
  readonly spread: number;
}

/** The map between the parameter vector and the model. */
export interface ParameterLayout {
  /** Length of the vector. */
  readonly size: number;
  /** How the slopes enter it. */
  readonly slopeMode: SlopeMode;
  /** Places of the items. */
  readonly items: readonly ItemPlace[];
  /** Places of the groups. */
  readonly groups: readonly GroupPlace[];
  /**
   * SD = floor + e^spread. A density narrower than the grid's step could not be
   * summed on the grid, so the floor is the step.
   */
  readonly spreadFloor: number;
}

/** Items and groups as they are at one parameter vector. */
export interface ModelState {
  readonly items: readonly ItemParameters[];
  readonly groups: readonly GroupDistribution[];
}

/** What the layout must know of an item and a group. */
export interface LayoutSpec {
  readonly slopeMode: SlopeMode;
  readonly items: readonly {
    readonly fixed: boolean;
    readonly categories: readonly number[];
  }[];
  readonly groups: readonly { readonly free: boolean }[];
  readonly spreadFloor: number;
}

/** Lays out the parameter vector: slopes and intercepts by item, then the groups. */
export function layOutParameters(
  { slopeMode, items, groups, spreadFloor }: LayoutSpec,
): ParameterLayout {
  let size = 0;
  const common = slopeMode === "common" ? size++ : -1;
  const itemPlaces = items.map(({ fixed, categories }): ItemPlace => {
    if (fixed) return { slope: -1, intercepts: [], categories };
    const slope = slopeMode === "per-item" ? size++ : common;
    return {
      slope,
      categories,
      intercepts: categories.slice(1).map(() => size++),
    };
  });
  const groupPlaces = groups.map(({ free }): GroupPlace =>
    free ? { mean: size++, spread: size++ } : { mean: -1, spread: -1 }
  );
  return {
    size,
    slopeMode,
    items: itemPlaces,
    groups: groupPlaces,
    spreadFloor,
  };
}

/** Writes items and groups into a new parameter vector. */
export function toParameters(
  layout: ParameterLayout,
  { items, groups }: ModelState,
): Float64Array {
  const vector = new Float64Array(layout.size);
  layout.items.forEach(({ slope, intercepts, categories }, i) => {
    const item = items[i]!;
    if (slope >= 0) {
      vector[slope] = layout.slopeMode === "common"
        ? ln(item.slope)
        : item.slope;
    }
    intercepts.forEach((place, c) => {
      vector[place] = item.intercepts[categories[c + 1]!]!;
    });
  });
  layout.groups.forEach(({ mean, spread }, g) => {
    if (mean < 0) return;
    const { mean: at, standardDeviation } = groups[g]!;
    vector[mean] = at;
    vector[spread] = ln(standardDeviation - layout.spreadFloor);
  });
  return vector;
}

/** Reads the model from a parameter vector; what is fixed comes from `start`. */
export function fromParameters(
  layout: ParameterLayout,
  vector: Float64Array,
  start: ModelState,
): ModelState {
  const items = start.items.map((item, i): ItemParameters => {
    const { slope, intercepts, categories } = layout.items[i]!;
    if (intercepts.length === 0) return item;
    const values = [...item.intercepts];
    intercepts.forEach((place, c) => {
      values[categories[c + 1]!] = vector[place]!;
    });
    return {
      ...item,
      slope: readSlope(layout, vector, slope),
      intercepts: values,
    };
  });
  const groups = start.groups.map((group, g): GroupDistribution => {
    const { mean, spread } = layout.groups[g]!;
    if (mean < 0) return group;
    return {
      ...group,
      mean: vector[mean]!,
      standardDeviation: layout.spreadFloor + exp(vector[spread]!),
    };
  });
  return { items, groups };
}

function readSlope(
  { slopeMode }: ParameterLayout,
  vector: Float64Array,
  place: number,
): number {
  if (slopeMode === "one") return 1;
  return slopeMode === "common" ? exp(vector[place]!) : vector[place]!;
}
