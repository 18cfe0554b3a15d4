import { fitAnswers, type FittedAnswers } from "../calibrate.ts";
import { gridOf } from "../economical_grid.ts";
import { groupItemFit } from "../fit/group_item_fit.ts";
import type { SearchMemory } from "../search_memory.ts";
import type { LinearLink } from "../linking/linking_item.ts";
import type {
  Calibration,
  GroupDistribution,
  ItemModel,
  ScaleResponses,
} from "../types.ts";
import type { PooledAnswers } from "./pooled_answers.ts";

/** A fit in which some items have parameters of their own in every group. */
export interface InvarianceFit {
  readonly calibration: Calibration;
  readonly memory: SearchMemory;
  readonly responses: ScaleResponses;
  /** Per group: its mean minus that of the others, scale points; NaN without answers. */
  readonly differences: Float64Array;
}

/** How far an item's curve in a group lies from the common one. */
export interface GroupDistance {
  /** Number of the group in the grouping. */
  readonly group: number;
  /** Distance of the expected-score curves, in scores. */
  readonly rmsd: number;
  /** Less its sampling part. */
  readonly correctedRmsd: number;
}

/** Points in one standard deviation of the first wave. */
const POINTS = 100;
/** Gradient per person: moves of a hundredth of a point are told apart. */
const TOLERANCE = 1e-6;

/** A fit of all groups alike, as a start with a distribution per cell: that of its wave. */
export function startOfCells(
  { cells }: PooledAnswers,
  { calibration, memory }: FittedAnswers,
): FittedAnswers {
  const ofCells = <Part>(parts: readonly Part[]): readonly Part[] =>
    cells.map(({ wave }) => parts[wave]!);
  const { layout, persons } = memory;
  return {
    calibration: {
      ...calibration,
      groups: ofCells(calibration.groups),
      reference: Math.max(
        0,
        cells.findIndex(({ wave }) => wave === calibration.reference),
      ),
    },
    memory: {
      ...memory,
      persons: ofCells(persons),
      layout: { ...layout, groups: ofCells(layout.groups) },
    },
  };
}

/** The answers with an item per group in place of every freed one. */
function freeItems(
  { responses, cells, groups }: PooledAnswers,
  freed: ReadonlySet<number>,
): ScaleResponses {
  const groupOf = cells.map(({ group }) => group);
  const parts = responses.itemIds.flatMap((id, i) => {
    const column = responses.columns[i]!;
    if (!freed.has(i)) return [{ id, i, column }];
    return Array.from({ length: groups }, (_, g) => ({
      id: `${id}@${g}`,
      i,
      column: column.map((x, row) =>
        groupOf[responses.group[row]!] === g ? x : -1
      ),
    }));
  });
  return {
    ...responses,
    itemIds: parts.map(({ id }) => id),
    maxScores: Int32Array.from(parts, ({ i }) => responses.maxScores[i]!),
    columns: parts.map(({ column }) => column),
  };
}

/** Cell with the most persons: its distribution is the unit. */
function largestCell({ cells }: PooledAnswers): number {
  let best = 0;
  cells.forEach(({ persons }, c) => {
    if (persons > cells[best]!.persons) best = c;
  });
  return best;
}

/** Distributions of the cells on one scale, θ units. */
export type CellDistributions = readonly Pick<
  GroupDistribution,
  "mean" | "standardDeviation"
>[];

/** The distributions of groups that were calibrated alone, put on one scale. */
export function cellsOnOneScale(
  { cells }: PooledAnswers,
  calibrations: readonly Calibration[],
  linkOf: (group: number) => LinearLink,
): CellDistributions {
  return cells.map(({ group, wave }) => {
    const { mean, standardDeviation } = calibrations[group]!.groups[wave]!;
    const { slope, shift } = linkOf(group);
    return {
      mean: slope * mean + shift,
      standardDeviation: slope * standardDeviation,
    };
  });
}

/** Standard deviation over all persons of the first wave, θ units. */
function firstWaveDeviation(
  { cells }: PooledAnswers,
  groups: CellDistributions,
): number {
  const first = Math.min(...cells.map(({ wave }) => wave));
  let [n, sum, squares] = [0, 0, 0];
  cells.forEach(({ wave, persons }, c) => {
    if (wave !== first) return;
    const { mean, standardDeviation } = groups[c]!;
    n += persons;
    sum += persons * mean;
    squares += persons * (mean * mean + standardDeviation * standardDeviation);
  });
  return Math.sqrt(squares / n - sum * sum / (n * n));
}

/** Mean of the cells that `includes` keeps, each wave weighted by all its persons. */
function meanOver(
  { cells }: PooledAnswers,
  groups: CellDistributions,
  includes: (group: number) => boolean,
): number {
  const waves = new Map<number, { all: number; n: number; sum: number }>();
  cells.forEach(({ group, wave, persons }, c) => {
    const entry = waves.get(wave) ?? { all: 0, n: 0, sum: 0 };
    waves.set(wave, entry);
    entry.all += persons;
    if (!includes(group)) return;
    entry.n += persons;
    entry.sum += persons * groups[c]!.mean;
  });
  let [weight, total] = [0, 0];
  for (const { all, n, sum } of waves.values()) {
    if (n === 0) continue;
    weight += all;
    total += all * sum / n;
  }
  return total / weight;
}

/**
 * Fits the scale with its own distribution for every group and wave, and the
 * freed items' own parameters in every group.
 *
 * @throws {RangeError} If the remaining items do not link the groups.
 */
export function fitWithFreed(
  pooled: PooledAnswers,
  freed: ReadonlySet<number>,
  { model, startAt }: {
    readonly model: ItemModel;
    /** Fit with other items free, to begin at. */
    readonly startAt?: FittedAnswers;
  },
): InvarianceFit {
  const responses = freeItems(pooled, freed);
  const { calibration, memory } = fitAnswers(responses, {
    model,
    reference: largestCell(pooled),
    gradientTolerance: TOLERANCE,
    ...(startAt &&
      {
        startAt: startAt.calibration,
        memory: startAt.memory,
        grid: gridOf(startAt.calibration),
      }),
  });
  return {
    calibration,
    memory,
    responses,
    differences: differencesOf(pooled, calibration.groups),
  };
}

/** Per group: its mean minus that of the others, scale points. */
export function differencesOf(
  pooled: PooledAnswers,
  cells: CellDistributions,
): Float64Array {
  const deviation = firstWaveDeviation(pooled, cells);
  return Float64Array.from({ length: pooled.groups }, (_, g) => {
    const own = meanOver(pooled, cells, (group) => group === g);
    const others = meanOver(pooled, cells, (group) => group !== g);
    return POINTS * (own - others) / deviation;
  });
}

/** RMSD of every item that has one set of parameters, by group over all waves. */
export function groupDistances(
  { cells }: PooledAnswers,
  { calibration, responses }: InvarianceFit,
): ReadonlyMap<string, readonly GroupDistance[]> {
  const result = new Map<string, GroupDistance[]>();
  const judgedAs = cells.map(({ group }) => group);
  for (const fit of groupItemFit(calibration, responses, { judgedAs })) {
    const { item, group, rmsd, correctedRmsd } = fit;
    const found = result.get(item) ?? [];
    result.set(item, [...found, { group, rmsd, correctedRmsd }]);
  }
  return result;
}
