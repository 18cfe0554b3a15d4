import { createMatrix, type Matrix } from "#lib/numerics/mod.ts";
import { occurringCategories } from "../item_curves.ts";
import { commonStepsMap } from "../common_steps.ts";
import { layOutParameters, type ParameterLayout } from "../parameter_layout.ts";
import type { Calibration } from "../types.ts";

/** One estimated number of a calibration, in the units in which it is reported. */
export type FreeParameter =
  | { readonly kind: "slope"; readonly item: string }
  | {
    readonly kind: "intercept";
    readonly item: string;
    readonly category: number;
  }
  | { readonly kind: "mean"; readonly group: number }
  | { readonly kind: "standard-deviation"; readonly group: number };

/** The estimated numbers of a calibration and how they depend on each other. */
export interface FreeParameters {
  /** Positions in a parameter vector; standard deviations enter as logarithms. */
  readonly layout: ParameterLayout;
  /** One per position of the layout; null where the value is fixed by identification. */
  readonly names: readonly (FreeParameter | null)[];
  /** layout size × unconstrained parameters: each column moves what belongs together. */
  readonly map: Matrix;
}

/** The positions that are free, as columns of a unit matrix. */
function unitMap(names: readonly (FreeParameter | null)[]): Matrix {
  const free = names.flatMap((name, at) => name ? [at] : []);
  const map = createMatrix({ rows: names.length, columns: free.length });
  free.forEach((at, j) => map.values[at * free.length + j] = 1);
  return map;
}

/** Keeps the rows, and drops the columns that move only fixed positions. */
function withoutFixed(
  map: Matrix,
  names: readonly (FreeParameter | null)[],
): Matrix {
  const { rows, columns, values } = map;
  const kept = Array.from({ length: columns }, (_, j) => j).filter((j) =>
    names.some((name, at) => name && values[at * columns + j] !== 0)
  );
  const result = createMatrix({ rows, columns: kept.length });
  for (let at = 0; at < rows; at++) {
    kept.forEach((j, c) =>
      result.values[at * kept.length + c] = values[at * columns + j]!
    );
  }
  return result;
}

/**
 * Lists what was estimated in a calibration.
 *
 * In the PCM the reference group's mean is 0 and its standard deviation is
 * estimated; in the GPCM both are fixed. Groups too small for a distribution of
 * their own count as known.
 *
 * @param fixedItems Ids of the items whose parameters were given.
 * @throws {RangeError} If nothing ties the scale down: no reference group and no fixed item.
 */
export function freeParameters(
  calibration: Calibration,
  fixedItems: ReadonlySet<string>,
): FreeParameters {
  const { model, items, groups, reference, scale } = calibration;
  if (reference < 0 && !items.some(({ id }) => fixedItems.has(id))) {
    throw new RangeError(
      `Cannot compute standard errors of scale "${scale}": it has no reference group, so its fixed items must be named`,
    );
  }
  const layout = layOutParameters({
    slopeMode: model === "GPCM" ? "per-item" : "one",
    items: items.map((item) => ({
      fixed: fixedItems.has(item.id),
      categories: occurringCategories(item),
    })),
    groups: groups.map(({ estimated }, g) => ({
      free: estimated || (model === "PCM" && g === reference),
    })),
    spreadFloor: 0,
  });
  const names = new Array<FreeParameter | null>(layout.size).fill(null);
  layout.items.forEach(({ slope, intercepts, categories }, i) => {
    const item = items[i]!.id;
    if (slope >= 0) names[slope] = { kind: "slope", item };
    intercepts.forEach((at, c) => {
      names[at] = { kind: "intercept", item, category: categories[c + 1]! };
    });
  });
  layout.groups.forEach(({ mean, spread }, group) => {
    if (mean < 0) return;
    if (group !== reference) names[mean] = { kind: "mean", group };
    names[spread] = { kind: "standard-deviation", group };
  });
  const map = calibration.steps === "common"
    ? withoutFixed(commonStepsMap(layout), names)
    : unitMap(names);
  return { layout, names, map };
}
