import { chiSquareCdf } from "#lib/numerics/mod.ts";
import type { ItemModel } from "../types.ts";
import { fitWithFreed, type InvarianceFit } from "./invariance_fit.ts";
import type { RatioTest } from "./logistic_dif.ts";
import type { PooledAnswers } from "./pooled_answers.ts";

/** What freeing one item does. */
export interface FreeingEffect {
  readonly test: RatioTest;
  /** Per group: how much its difference from the others moves, scale points. */
  readonly points: Float64Array;
  /** The value of `points` farthest from 0. */
  readonly largest: number;
  /** The fit in which the item is common. */
  readonly common: InvarianceFit;
}

/** When an item is taken out of the anchors. */
export interface SearchOptions {
  readonly model: ItemModel;
  readonly significance: number;
  /** Scale points. */
  readonly effectLimit: number;
}

/** Items and fits after the search. */
export interface FreedSearch {
  /** All items common. */
  readonly common: InvarianceFit;
  readonly freed: ReadonlySet<number>;
  /** Per item; null where only one group answered, or the item is the only link. */
  readonly effects: readonly (FreeingEffect | null)[];
}

/** Groups in which at least two categories of the item occur. */
function comparableGroups(
  { responses, cells }: PooledAnswers,
  item: number,
): number {
  const seen = new Map<number, Set<number>>();
  responses.columns[item]!.forEach((x, row) => {
    if (x < 0) return;
    const { group } = cells[responses.group[row]!]!;
    seen.set(group, (seen.get(group) ?? new Set()).add(x));
  });
  return [...seen.values()].filter((found) => found.size > 1).length;
}

/** Whether items that stay common still link every group and wave. */
function linksCells(
  { responses, cells }: PooledAnswers,
  freed: ReadonlySet<number>,
): boolean {
  const answered = responses.columns.flatMap((column, i) => {
    if (freed.has(i)) return [];
    const found = new Set<number>();
    column.forEach((x, row) => {
      if (x >= 0) found.add(responses.group[row]!);
    });
    return [found];
  });
  const reached = new Set(answered[0] ?? []);
  for (let grown = true; grown;) {
    const before = reached.size;
    for (const found of answered) {
      if (![...found].some((cell) => reached.has(cell))) continue;
      found.forEach((cell) => reached.add(cell));
    }
    grown = reached.size > before;
  }
  return reached.size === cells.length;
}

function compare(common: InvarianceFit, free: InvarianceFit): FreeingEffect {
  const degreesOfFreedom = free.calibration.parameters -
    common.calibration.parameters;
  const statistic = Math.max(
    0,
    2 * (free.calibration.logLikelihood - common.calibration.logLikelihood),
  );
  const points = free.differences.map((d, g) => d - common.differences[g]!);
  let largest = 0;
  for (const x of points) {
    if (Math.abs(x) > Math.abs(largest)) largest = x;
  }
  const pValue = degreesOfFreedom > 0
    ? 1 - chiSquareCdf(statistic, degreesOfFreedom)
    : 1;
  return {
    test: { statistic, degreesOfFreedom, pValue },
    points,
    largest,
    common,
  };
}

/** Half of the items, and at least two, stay to link the groups. */
function mostFreed(items: number): number {
  return Math.max(0, Math.min(Math.floor(items / 2), items - 2));
}

/**
 * Finds the items that must be free for the others to be compared fairly.
 *
 * Begins with all items as anchors. In every round each anchor is freed by
 * itself; of those that are significant and move a group by more than half the
 * limit, the one with the largest statistic leaves the anchors. At least half of
 * the items stay. An item that is free is then judged against the fit in which
 * only it is common.
 */
export function searchFreedItems(
  pooled: PooledAnswers,
  { model, significance, effectLimit }: SearchOptions,
): FreedSearch {
  const items = pooled.responses.itemIds.length;
  const testable = Array.from({ length: items }, (_, i) => i)
    .filter((i) => items > 1 && comparableGroups(pooled, i) > 1);
  const freed = new Set<number>();
  const common = fitWithFreed(pooled, freed, { model });
  let base = common;
  const fit = (set: ReadonlySet<number>): InvarianceFit =>
    fitWithFreed(pooled, set, { model, startAt: base.calibration });
  const effects: (FreeingEffect | null)[] = new Array(items).fill(null);
  while (true) {
    const tested = testable
      .filter((i) =>
        !freed.has(i) && linksCells(pooled, new Set([...freed, i]))
      )
      .map((item) => ({ item, free: fit(new Set([...freed, item])) }));
    for (const { item, free } of tested) effects[item] = compare(base, free);
    if (freed.size >= mostFreed(items)) break;
    const candidates = tested.filter(({ item }) => {
      const { test, largest } = effects[item]!;
      return test.pValue < significance &&
        Math.abs(largest) > effectLimit / 2;
    });
    const worst = candidates.reduce<typeof candidates[number] | null>(
      (a, b) =>
        a && effects[a.item]!.test.statistic >= effects[b.item]!.test.statistic
          ? a
          : b,
      null,
    );
    if (!worst) break;
    freed.add(worst.item);
    base = worst.free;
  }
  for (const item of freed) {
    const others = new Set([...freed].filter((i) => i !== item));
    effects[item] = compare(fit(others), base);
  }
  return { common, freed, effects };
}
