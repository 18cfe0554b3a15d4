import { createMatrix, type Matrix } from "#lib/numerics/mod.ts";
import { fitAnswers, type FittedAnswers } from "../calibrate.ts";
import { gridOf } from "../economical_grid.ts";
import type { FreeParameter } from "../errors/free_parameters.ts";
import { parameterInfluence } from "../errors/parameter_influence.ts";
import { sumOfProducts } from "../errors/score_products.ts";
import { answeredRows, selectPersons } from "../responses_of_scale.ts";
import type { Calibration, ItemModel, ScaleResponses } from "../types.ts";
import type { PersonGrouping } from "./person_grouping.ts";

/** A scale calibrated in every group by itself, each on a θ of its own. */
export interface GroupEstimates {
  /** Per group; its groups are the waves. */
  readonly calibrations: readonly Calibration[];
  /** Position of an item's slope or intercept among the estimates; −1 where it is fixed. */
  readonly placeOf: (parameter: GroupParameter) => number;
  /** Covariance of all groups' item parameters if persons were independent. */
  readonly working: Matrix;
  /** Their covariance by clusters; the same as `working` without. */
  readonly covariance: Matrix;
  /** Clusters (schools) with answers; null without. */
  readonly clusters: number | null;
}

/** Gradient per person: errors stay far below the standard errors compared. */
const TOLERANCE = 1e-5;

/** One item parameter of one group; the slope has no category. */
export interface GroupParameter {
  readonly group: number;
  readonly item: string;
  readonly category?: number;
}

function keyOf({ group, item, category = 0 }: GroupParameter): string {
  return `${group} ${category} ${item}`;
}

/** Name of an item parameter; null for those of distributions. */
function nameOf(group: number, parameter: FreeParameter): string | null {
  switch (parameter.kind) {
    case "slope":
      return keyOf({ group, item: parameter.item });
    case "intercept": {
      const { item, category } = parameter;
      return keyOf({ group, item, category });
    }
    default:
      return null;
  }
}

/** Rows of a group's persons who answered something. */
function personsOf(
  responses: ScaleResponses,
  { values }: PersonGrouping,
  group: number,
): Int32Array {
  return answeredRows(responses).filter((p) => values[p] === group);
}

/**
 * Calibrates every group alone, with the covariance of all item parameters.
 *
 * Groups share no person, but persons of one school are in several groups: with
 * clusters the covariance is Σ u u′ over schools, where u stacks the school's
 * influence on every group's estimates, times C / (C − 1).
 *
 * @param clusters School of each person; null when persons are independent.
 * @throws {RangeError} If a group's answers cannot be calibrated by themselves.
 */
export function estimateGroups(
  responses: ScaleResponses,
  grouping: PersonGrouping,
  { model, clusters, startAt }: {
    readonly model: ItemModel;
    readonly clusters: ArrayLike<number> | null;
    /** Fit of all groups alike, to begin at. */
    readonly startAt?: FittedAnswers;
  },
): GroupEstimates {
  const places = new Map<string, number>();
  const parts = grouping.labels.map((_, group) => {
    const rows = personsOf(responses, grouping, group);
    const own = selectPersons(responses, rows);
    const { calibration } = fitAnswers(own, {
      model,
      gradientTolerance: TOLERANCE,
      ...(startAt &&
        {
          startAt: startAt.calibration,
          memory: startAt.memory,
          grid: gridOf(startAt.calibration),
        }),
    });
    const found = parameterInfluence(
      calibration,
      own,
      clusters && Int32Array.from(rows, (p) => clusters[p]!),
    );
    const kept = found.parameters.flatMap((parameter, from) => {
      const name = nameOf(group, parameter);
      if (name === null) return [];
      places.set(name, places.size);
      return [{ from, to: places.size - 1 }];
    });
    return { calibration, kept, ...found };
  });
  const size = places.size;
  const working = independentCovariance(parts, size);
  const stacked = clusters ? stackInfluence(parts, size) : null;
  return {
    calibrations: parts.map(({ calibration }) => calibration),
    placeOf: (parameter) => places.get(keyOf(parameter)) ?? -1,
    working,
    covariance: stacked ? clusteredCovariance(stacked, size) : working,
    clusters: stacked?.size ?? null,
  };
}

interface Part {
  readonly kept: readonly { readonly from: number; readonly to: number }[];
  readonly covariance: Matrix;
  readonly influence: ReadonlyMap<number, Float64Array> | null;
}

function independentCovariance(parts: readonly Part[], size: number): Matrix {
  const result = createMatrix({ rows: size, columns: size });
  for (const { kept, covariance } of parts) {
    for (const a of kept) {
      for (const b of kept) {
        result.values[a.to * size + b.to] = covariance
          .values[a.from * covariance.columns + b.from]!;
      }
    }
  }
  return result;
}

/** Every cluster's influence on all groups' estimates, clusters ascending. */
function stackInfluence(
  parts: readonly Part[],
  size: number,
): ReadonlyMap<number, Float64Array> {
  const stacked = new Map<number, Float64Array>();
  for (const { kept, influence } of parts) {
    for (const [cluster, own] of influence!) {
      const whole = stacked.get(cluster) ?? new Float64Array(size);
      stacked.set(cluster, whole);
      for (const { from, to } of kept) whole[to] = own[from]!;
    }
  }
  return new Map([...stacked].sort(([a], [b]) => a - b));
}

function clusteredCovariance(
  stacked: ReadonlyMap<number, Float64Array>,
  size: number,
): Matrix {
  const result = sumOfProducts(stacked, size);
  const few = stacked.size / (stacked.size - 1);
  for (let k = 0; k < result.values.length; k++) result.values[k]! *= few;
  return result;
}
