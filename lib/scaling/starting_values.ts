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
