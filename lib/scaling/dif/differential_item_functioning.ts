import type { FittedAnswers } from "../calibrate.ts";
import { checkResponses } from "../screen_items.ts";
import type { ItemModel, ScaleResponses } from "../types.ts";
import {
  fitWithFreed,
  type GroupDistance,
  groupDistances,
  type InvarianceFit,
  startOfCells,
} from "./invariance_fit.ts";
import { type LiuAgresti, liuAgresti } from "./liu_agresti.ts";
import { type DifTest, type LogisticDif, logisticDif } from "./logistic_dif.ts";
import { type MantelHaenszel, mantelHaenszel } from "./mantel_haenszel.ts";
import { type MantelTest, mantelTest } from "./mantel_test.ts";
import { matchedCounts, oneAgainstOthers } from "./matched_counts.ts";
import { checkGrouping, type PersonGrouping } from "./person_grouping.ts";
import { poolAnswers, type PooledAnswers } from "./pooled_answers.ts";
import {
  effectOf,
  type FreedSearch,
  type FreeingEffect,
  searchFreedItems,
} from "./search_freed_items.ts";

/** Options for {@linkcode differentialItemFunctioning}. */
export interface DifOptions {
  /** PCM: all slopes equal; GPCM: one slope per item. @default {"GPCM"; "PCM" for two items} */
  readonly model?: ItemModel;
  /** An item moves a group's mean too far beyond this, scale points. @default {5} */
  readonly effectLimit?: number;
  /** Largest corrected RMSD, in scores. @default {0.1} */
  readonly rmsdLimit?: number;
  /** Largest p of an item that counts as different at all. @default {0.01} */
  readonly significance?: number;
  /** School of each person, whole numbers from 0: pupils of a school are alike. @default {none} */
  readonly clusters?: ArrayLike<number>;
  /** "model" leaves out the comparisons on the sum score. @default {"all"} */
  readonly views?: "all" | "model";
  /** Fit of the answers with all groups alike, to begin at: the same results, sooner. */
  readonly startAt?: FittedAnswers;
}

/** One group against the others (of two groups: the second against the first). */
export interface MatchedComparison {
  /** Number of the focal group in the grouping. */
  readonly focal: number;
  /** Items with two categories only; null where nothing can be compared. */
  readonly mantelHaenszel: MantelHaenszel | null;
  /** Mean scores; null where nothing can be compared. */
  readonly mantel: MantelTest | null;
  /** Odds of higher scores; null where nothing can be compared. */
  readonly liuAgresti: LiuAgresti | null;
}

/**
 * What to do with an item: keep it common; watch it (significant, and more than
 * half of a limit); free it, so that every group has parameters of its own.
 */
export type DifRecommendation = "keep" | "watch" | "free";

/** Whether one item works alike in all groups. */
export interface ItemDif {
  /** Id of the item. */
  readonly item: string;
  /** Persons matched on the sum score; empty where not asked for. */
  readonly matched: readonly MatchedComparison[];
  /** On the sum score; null where it cannot be fitted or was not asked for. */
  readonly logistic: LogisticDif | null;
  /** Wald's test in the item response model; null when the item cannot be compared. */
  readonly wald: DifTest | null;
  /**
   * Per group: by how many scale points its difference from the other groups
   * moves when the item is freed; empty when it cannot be.
   */
  readonly effectPoints: readonly number[];
  /** The value of `effectPoints` farthest from 0; 0 when there is none. */
  readonly largestEffect: number;
  /**
   * Distance from the common curve, per group that answered; empty where only the
   * model's view was asked for and Wald's test finds nothing.
   */
  readonly distances: readonly GroupDistance[];
  /** Whether the other items were judged with this one as a link between the groups. */
  readonly anchor: boolean;
  /** By the limits of the options. */
  readonly recommendation: DifRecommendation;
}

/** DIF of a scale over one grouping. */
export interface ScaleDif {
  /** Id of the scale. */
  readonly scale: string;
  /** Names of the groups. */
  readonly groups: readonly string[];
  /** Weight of the persons compared, per group. */
  readonly persons: readonly number[];
  /** In the order of the answers. */
  readonly items: readonly ItemDif[];
  /** Per group: mean minus that of the others with all items common, scale points. */
  readonly differences: readonly number[];
  /** The limits that the recommendations rest on. */
  readonly limits: Required<
    Pick<DifOptions, "effectLimit" | "rmsdLimit" | "significance">
  >;
}

function matchedComparisons(
  pooled: PooledAnswers,
  item: number,
): readonly MatchedComparison[] {
  const counts = matchedCounts(pooled, item);
  const focal = pooled.groups === 2
    ? [1]
    : Array.from({ length: pooled.groups }, (_, g) => g);
  return focal.map((g): MatchedComparison => {
    const two = oneAgainstOthers(counts, g);
    return {
      focal: g,
      mantelHaenszel: two.categories === 2 ? mantelHaenszel(two) : null,
      mantel: mantelTest(two),
      liuAgresti: liuAgresti(two),
    };
  });
}

/** How far an item is over the limits: 1 is at a limit. */
function excess(
  effect: FreeingEffect | null,
  distances: readonly GroupDistance[],
  { effectLimit, rmsdLimit }: ScaleDif["limits"],
): number {
  return Math.max(
    Math.abs(effect?.largest ?? 0) / effectLimit,
    ...distances.map(({ correctedRmsd }) => correctedRmsd / rmsdLimit),
  );
}

function recommend(
  effect: FreeingEffect | null,
  over: number,
  significance: number,
): DifRecommendation {
  if (!effect || !(effect.test.pValue < significance)) return "keep";
  return over > 1 ? "free" : over > 0.5 ? "watch" : "keep";
}

function itemDif(
  pooled: PooledAnswers,
  item: number,
  { search, limits, views, effect, distances }: {
    readonly views: "all" | "model";
    readonly search: FreedSearch;
    readonly limits: ScaleDif["limits"];
    readonly effect: FreeingEffect | null;
    readonly distances: readonly GroupDistance[];
  },
): ItemDif {
  const id = pooled.responses.itemIds[item]!;
  return {
    item: id,
    matched: views === "all" ? matchedComparisons(pooled, item) : [],
    logistic: views === "all" ? logisticDif(matchedCounts(pooled, item)) : null,
    wald: effect?.test ?? null,
    effectPoints: effect ? [...effect.points] : [],
    largestEffect: effect?.largest ?? 0,
    distances,
    anchor: !search.freed.has(item),
    recommendation: recommend(
      effect,
      excess(effect, distances, limits),
      limits.significance,
    ),
  };
}

interface KnownFit {
  readonly fit: InvarianceFit;
  readonly distances: () => ReadonlyMap<string, readonly GroupDistance[]>;
}

/** Fits with some items free, each computed once. */
function fitsOf(
  pooled: PooledAnswers,
  model: ItemModel,
  first?: FittedAnswers,
): (freed: readonly number[]) => KnownFit {
  const known = new Map<string, KnownFit>();
  return (freed) => {
    const key = freed.toSorted((a, b) => a - b).join(" ");
    let found = known.get(key);
    if (!found) {
      const startAt = known.get("")?.fit ?? first;
      const fit = fitWithFreed(pooled, new Set(freed), {
        model,
        ...(startAt && { startAt }),
      });
      let distances: ReturnType<typeof groupDistances> | null = null;
      found = {
        fit,
        distances: () => distances ??= groupDistances(pooled, fit),
      };
      known.set(key, found);
    }
    return found;
  };
}

/** What freeing an item does when everything is calibrated again. */
function calibratedEffect(
  test: DifTest,
  common: InvarianceFit,
  free: InvarianceFit,
): FreeingEffect {
  const { differences } = common;
  return effectOf(test, free.differences.map((d, g) => d - differences[g]!));
}

/**
 * Tests whether the items of a scale work alike in groups of persons.
 *
 * Four views of every item: persons matched on the sum score (Mantel–Haenszel
 * for two categories, Mantel and Liu–Agresti for more); logistic regression on
 * the score; Wald's test in an item response model in which every group has item
 * parameters and, in each wave, a distribution of its own; and RMSD. Beside p, which says little with many persons, stands what
 * matters: by how many points of the 500-scale (100 points are one standard
 * deviation of the first wave) a group's difference from the others moves when the
 * item is freed. Items found to differ leave the anchors of the others.
 *
 * The rule: an item is to be freed when Wald's test is significant and the effect
 * or the corrected RMSD is over its limit. With clusters Wald's test holds where
 * pupils of a school are alike; the tests on the sum score take persons as
 * independent. Wald and not the likelihood ratio, as it knows of clusters and needs
 * one calibration per group instead of one per item and round.
 *
 * @param responses All waves; they may be the grouping themselves.
 * @param grouping One element per person of the answers.
 * @throws {RangeError} If the grouping does not fit the answers, or the items do
 * not link the groups.
 * @see Holland & Wainer (1993), Differential Item Functioning.
 */
export function differentialItemFunctioning(
  responses: ScaleResponses,
  grouping: PersonGrouping,
  {
    model = responses.itemIds.length < 3 ? "PCM" : "GPCM",
    effectLimit = 5,
    rmsdLimit = 0.1,
    significance = 0.01,
    clusters,
    views = "all",
    startAt,
  }: DifOptions = {},
): ScaleDif {
  checkResponses(responses);
  checkGrouping(responses, grouping);
  const pooled = poolAnswers(responses, grouping);
  const limits = { effectLimit, rmsdLimit, significance };
  const search = searchFreedItems(responses, grouping, {
    pooled,
    model,
    significance,
    effectLimit,
    clusters: clusters ?? null,
    ...(startAt && { startAt }),
  });
  const fitOf = fitsOf(pooled, model, startAt && startOfCells(pooled, startAt));
  const common = fitOf([]);
  const parts = responses.itemIds.map((id, item) => {
    const effect = search.effects[item]!;
    if (!effect) return { effect, distances: [] };
    // An item that is free is judged where only it is common.
    const others = [...search.freed].filter((i) => i !== item);
    const isJudged = views === "all" || effect.test.pValue < significance;
    const distances = isJudged ? fitOf(others).distances().get(id) ?? [] : [];
    const isMoving = effect.test.pValue < significance &&
      Math.abs(effect.largest) > effectLimit / 4;
    if (!isMoving) return { effect, distances };
    return {
      effect: calibratedEffect(
        effect.test,
        fitOf(others).fit,
        fitOf([...others, item]).fit,
      ),
      distances,
    };
  });
  const persons = new Array<number>(pooled.groups).fill(0);
  pooled.cells.forEach((cell) => persons[cell.group]! += cell.persons);
  return {
    scale: responses.scale,
    groups: grouping.labels,
    persons,
    items: responses.itemIds.map((_, item) =>
      itemDif(pooled, item, { search, limits, views, ...parts[item]! })
    ),
    differences: [...common.fit.differences],
    limits,
  };
}
