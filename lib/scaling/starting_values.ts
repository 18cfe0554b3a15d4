import { ln } from "#lib/numerics/mod.ts";
import type { ModelState } from "./parameter_layout.ts";
import type {
  GroupDistribution,
  ItemParameters,
  ScaleResponses,
} from "./types.ts";

/** Fewer persons do not carry a mean and a standard deviation of their own. */
export const SMALLEST_GROUP = 10;

/** Where every group begins. */
export interface StartDistribution {
  readonly mean: number;
  readonly standardDeviation: number;
}

const STANDARD: StartDistribution = { mean: 0, standardDeviation: 1 };

/** An item with slope 1 whose categories have their observed shares at θ = 0. */
function startItem(
  id: string,
  observed: Float64Array,
): ItemParameters {
  const first = observed.findIndex((n) => n > 0);
  return {
    id,
    maxScore: observed.length - 1,
    slope: 1,
    intercepts: Array.from(
      observed,
      (n) => n > 0 ? ln(n / observed[first]!) : -Infinity,
    ),
  };
}

/** An item or, for one free in a group, the item it comes from, where the same categories occur. */
function knownItem(
  items: ReadonlyMap<string, ItemParameters>,
  id: string,
  observed: Float64Array,
): ItemParameters | null {
  const item = items.get(id) ?? items.get(id.replace(/@\d+$/, ""));
  const isAlike = item?.intercepts.length === observed.length &&
    item.intercepts.every((d, k) => Number.isFinite(d) === observed[k]! > 0);
  return item && isAlike
    ? {
      id,
      maxScore: item.maxScore,
      slope: item.slope,
      intercepts: item.intercepts,
    }
    : null;
}

/**
 * Where the iterations begin near another fit of (nearly) the same answers: at its
 * parameters, as far as it has them.
 *
 * @param values What {@linkcode startingValues} gives.
 * @param unit θ of the state per θ of the fit's slopes: SD of the reference group
 * in a PCM with equal slopes, else 1.
 */
export function startAtFit(
  values: ModelState,
  { fit, observed, fixed, unit }: {
    readonly fit: {
      readonly items: readonly ItemParameters[];
      readonly groups: readonly GroupDistribution[];
    };
    readonly observed: readonly Float64Array[];
    readonly fixed: ReadonlyMap<string, ItemParameters>;
    readonly unit: number;
  },
): ModelState {
  const items = new Map(fit.items.map((item) => [item.id, item]));
  return {
    items: values.items.map((item, i) => {
      if (fixed.has(item.id)) return item;
      const known = knownItem(items, item.id, observed[i]!);
      return known ? { ...known, slope: known.slope * unit } : {
        ...item,
        slope: unit * item.slope,
      };
    }),
    groups: values.groups.map((group, g) => {
      const known = fit.groups[g];
      return group.estimated && known && known.standardDeviation > 0
        ? {
          ...group,
          mean: known.mean / unit,
          standardDeviation: known.standardDeviation / unit,
        }
        : group;
    }),
  };
}

/** Weight of the persons with an answer, per group. */
export function countPersons(responses: ScaleResponses): Float64Array {
  const { columns, group, groupCount, persons, weight } = responses;
  const counts = new Float64Array(groupCount);
  for (let p = 0; p < persons; p++) {
    if (columns.some((column) => column[p]! >= 0)) {
      counts[group[p]!]! += weight ? weight[p]! : 1;
    }
  }
  return counts;
}

/**
 * Where the iterations begin: shares as intercepts, slope 1, all groups alike.
 *
 * @param reference Group that is fixed; −1 when fixed items carry the scale.
 */
export function startingValues(
  responses: ScaleResponses,
  observed: readonly Float64Array[],
  { fixed, reference, distribution = STANDARD }: {
    readonly fixed: ReadonlyMap<string, ItemParameters>;
    readonly reference: number;
    readonly distribution?: StartDistribution;
  },
): ModelState {
  const counts = countPersons(responses);
  return {
    items: responses.itemIds.map((id, i) =>
      fixed.get(id) ?? startItem(id, observed[i]!)
    ),
    groups: Array.from(counts, (persons, g): GroupDistribution => ({
      mean: persons > 0 ? distribution.mean : NaN,
      standardDeviation: persons > 0 ? distribution.standardDeviation : NaN,
      persons,
      estimated: g !== reference && persons >= SMALLEST_GROUP,
    })),
  };
}
