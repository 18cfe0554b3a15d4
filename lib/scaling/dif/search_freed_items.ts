import type { FittedAnswers } from "../calibrate.ts";
import type { ItemModel, ScaleResponses } from "../types.ts";
import type { ComparedGroups } from "./group_contrasts.ts";
import { estimateGroups, type GroupEstimates } from "./group_estimates.ts";
import { type GroupLinks, linkGroups, waldTest } from "./group_links.ts";
import { cellsOnOneScale, differencesOf } from "./invariance_fit.ts";
import type { DifTest } from "./logistic_dif.ts";
import type { PersonGrouping } from "./person_grouping.ts";
import type { PooledAnswers } from "./pooled_answers.ts";

/** What freeing one item does. */
export interface FreeingEffect {
  readonly test: DifTest;
  /** Per group: how much its difference from the others moves, scale points. */
  readonly points: Float64Array;
  /** The value of `points` farthest from 0. */
  readonly largest: number;
}

/** When an item is taken out of the anchors. */
export interface SearchOptions {
  readonly model: ItemModel;
  readonly significance: number;
  /** Scale points. */
  readonly effectLimit: number;
  /** School of each person; null when persons are independent. */
  readonly clusters: ArrayLike<number> | null;
  /** Fit of all groups alike, to begin at. */
  readonly startAt?: FittedAnswers;
}

/** Items after the search. */
export interface FreedSearch {
  readonly freed: ReadonlySet<number>;
  /** Per item; null where only one group answered, or the item is the only link. */
  readonly effects: readonly (FreeingEffect | null)[];
}

/** Half of the items, and at least two, stay to link the groups. */
function mostFreed(items: number): number {
  return Math.max(0, Math.min(Math.floor(items / 2), items - 2));
}

/** The group with the most persons gives the scale. */
function compare(
  estimates: GroupEstimates,
  { cells, groups }: PooledAnswers,
): ComparedGroups {
  const persons = new Array<number>(groups).fill(0);
  for (const cell of cells) persons[cell.group]! += cell.persons;
  const reference = persons.indexOf(Math.max(...persons));
  const focals = persons.flatMap((_, g) => g === reference ? [] : [g]);
  return { estimates, reference, focals };
}

/**
 * Finds the items that must be free for the others to be compared fairly.
 *
 * Every group is calibrated once, by itself. An item is tested by Wald's test
 * given the links that the other anchors make; what freeing it does to the groups'
 * differences follows from the links with and without it, so nothing is calibrated
 * again. Begins with all items as anchors. In every round, of the anchors that are
 * significant and move a group by more than half the limit, the one with the
 * largest statistic leaves. At least half of the items stay.
 */
export function searchFreedItems(
  responses: ScaleResponses,
  grouping: PersonGrouping,
  { pooled, model, significance, effectLimit, clusters, startAt }:
    & SearchOptions
    & {
      readonly pooled: PooledAnswers;
    },
): FreedSearch {
  const ids = responses.itemIds;
  const nothing = { freed: new Set<number>(), effects: ids.map(() => null) };
  if (ids.length < 2) return nothing;
  const groups = groupsOrNull(() =>
    compare(
      estimateGroups(responses, grouping, {
        model,
        clusters,
        ...(startAt && { startAt }),
      }),
      pooled,
    )
  );
  if (!groups) return nothing;
  const freed = new Set<number>();
  const anchorsBut = (item: number): string[] =>
    ids.filter((_, i) => i !== item && !freed.has(i));
  const effectOfItem = (item: number): FreeingEffect | null => {
    const others = anchorsBut(item);
    const without = linkGroups(groups, others);
    const test = without && waldTest(groups, ids[item]!, without);
    if (!test) return null;
    const together = linkGroups(groups, [...others, ids[item]!]);
    return freeingEffect(pooled, groups, {
      test,
      without,
      together: together!,
    });
  };
  let effects = ids.map((_, item) => effectOfItem(item));
  while (freed.size < mostFreed(ids.length)) {
    const worst = effects.reduce<number | null>((best, effect, item) => {
      const leaves = effect && !freed.has(item) &&
        effect.test.pValue < significance &&
        Math.abs(effect.largest) > effectLimit / 2;
      if (!leaves) return best;
      return best === null ||
          effect.test.statistic > effects[best]!.test.statistic
        ? item
        : best;
    }, null);
    if (worst === null) break;
    freed.add(worst);
    effects = ids.map((_, item) => effectOfItem(item));
  }
  return { freed, effects };
}

/** null where a group cannot be scaled by itself; other faults go on. */
function groupsOrNull(make: () => ComparedGroups): ComparedGroups | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function freeingEffect(
  pooled: PooledAnswers,
  { estimates, focals }: ComparedGroups,
  { test, without, together }: {
    readonly test: DifTest;
    readonly without: GroupLinks;
    readonly together: GroupLinks;
  },
): FreeingEffect {
  const differences = ({ links }: GroupLinks): Float64Array =>
    differencesOf(
      pooled,
      cellsOnOneScale(pooled, estimates.calibrations, (group) =>
        links[focals.indexOf(group)] ?? { slope: 1, shift: 0 }),
    );
  const common = differences(together);
  return effectOf(test, differences(without).map((d, g) => d - common[g]!));
}

/** An effect with the largest of its points. */
export function effectOf(test: DifTest, points: Float64Array): FreeingEffect {
  let largest = 0;
  for (const x of points) {
    if (Math.abs(x) > Math.abs(largest)) largest = x;
  }
  return { test, points, largest };
}
