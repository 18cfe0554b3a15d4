import { checkResponses } from "../screen_items.ts";
import type { ItemModel, ScaleResponses } from "../types.ts";
import {
  type GroupDistance,
  groupDistances,
  type InvarianceFit,
} from "./invariance_fit.ts";
import { type LiuAgresti, liuAgresti } from "./liu_agresti.ts";
import {
  type LogisticDif,
  logisticDif,
  type RatioTest,
} from "./logistic_dif.ts";
import { type MantelHaenszel, mantelHaenszel } from "./mantel_haenszel.ts";
import { type MantelTest, mantelTest } from "./mantel_test.ts";
import { matchedCounts, oneAgainstOthers } from "./matched_counts.ts";
import { checkGrouping, type PersonGrouping } from "./person_grouping.ts";
import { poolAnswers, type PooledAnswers } from "./pooled_answers.ts";
import {
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
  /** Persons matched on the sum score. */
  readonly matched: readonly MatchedComparison[];
  /** On the sum score; null where it cannot be fitted. */
  readonly logistic: LogisticDif | null;
  /** Free against common in the item response model; null when it cannot be freed. */
  readonly likelihoodRatio: RatioTest | null;
  /**
   * Per group: by how many scale points its difference from the other groups
   * moves when the item is freed; empty when it cannot be.
   */
  readonly effectPoints: readonly number[];
  /** The value of `effectPoints` farthest from 0; 0 when there is none. */
  readonly largestEffect: number;
  /** Distance from the common curve, per group that answered. */
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
  readonly limits: Required<Omit<DifOptions, "model">>;
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
  { search, limits, distancesIn }: {
    readonly search: FreedSearch;
    readonly limits: ScaleDif["limits"];
    readonly distancesIn: (
      fit: InvarianceFit,
    ) => ReturnType<typeof groupDistances>;
  },
): ItemDif {
  const id = pooled.responses.itemIds[item]!;
  const effect = search.effects[item]!;
  const distances = effect ? distancesIn(effect.common).get(id) ?? [] : [];
  return {
    item: id,
    matched: matchedComparisons(pooled, item),
    logistic: logisticDif(matchedCounts(pooled, item)),
    likelihoodRatio: effect?.test ?? null,
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

/**
 * Tests whether the items of a scale work alike in groups of persons.
 *
 * Four views of every item: persons matched on the sum score (Mantel–Haenszel
 * for two categories, Mantel and Liu–Agresti for more); logistic regression on
 * the score; the likelihood ratio of an item response model in which the item has
 * parameters of its own in every group, each group and wave having a distribution
 * of its own; and RMSD. Beside p, which says little with many persons, stands what
 * matters: by how many points of the 500-scale (100 points are one standard
 * deviation of the first wave) a group's difference from the others moves when the
 * item is freed. Items found to differ leave the anchors of the others.
 *
 * The rule: an item is to be freed when the likelihood ratio is significant and
 * the effect or the corrected RMSD is over its limit. The tests take persons as
 * independent; pupils of a class are not, so p is too small rather than too large.
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
  }: DifOptions = {},
): ScaleDif {
  checkResponses(responses);
  checkGrouping(responses, grouping);
  const pooled = poolAnswers(responses, grouping);
  const limits = { effectLimit, rmsdLimit, significance };
  const search = searchFreedItems(pooled, { model, ...limits });
  // The anchors share one fit; its distances are computed once.
  const known = new Map<InvarianceFit, ReturnType<typeof groupDistances>>();
  const distancesIn = (fit: InvarianceFit) => {
    const found = known.get(fit) ?? groupDistances(pooled, fit);
    known.set(fit, found);
    return found;
  };
  const persons = new Array<number>(pooled.groups).fill(0);
  pooled.cells.forEach((cell) => persons[cell.group]! += cell.persons);
  return {
    scale: responses.scale,
    groups: grouping.labels,
    persons,
    items: responses.itemIds.map((_, item) =>
      itemDif(pooled, item, { search, limits, distancesIn })
    ),
    differences: [...search.common.differences],
    limits,
  };
}
