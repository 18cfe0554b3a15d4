import { fitAnswers } from "../calibrate.ts";
import { checkLinkage } from "../check_linkage.ts";
import { type ItemInGroup, splitItemId, splitItems } from "../split_items.ts";
import type { SearchMemory } from "../search_memory.ts";
import type {
  Calibration,
  ItemModel,
  ScaleResponses,
  ScalingNote,
} from "../types.ts";
import { economicalGrid } from "../economical_grid.ts";
import type { GridSpec } from "../grid.ts";
import { condenseResponses } from "./condense_responses.ts";
import { type ItemDrift, itemDrift } from "./item_drift.ts";
import { answersByWave } from "./answers_by_wave.ts";
import {
  FEWEST_LINK_ITEMS,
  linkErrors,
  type LinkPair,
  type LinkReplicate,
} from "./link_errors.ts";

/** From here on an item's move along the scale counts as drift. */
export const DRIFT_LOGITS = 0.2;
/** From here on the distance of two expected-score curves counts as drift. */
export const DRIFT_RMSD = 0.1;
/** A move must be this many standard errors, so that chance frees nothing. */
const DRIFT_STANDARD_ERRORS = 4;
/** More patterns than these are thinned to so many persons. */
const MOST_PATTERNS = 20_000;
const MOST_PERSONS = 20_000;
/** Gradient per person at which a replicate ends: 0.01 points are not told apart in a link error. */
const REPLICATE_TOLERANCE = 5e-6;

/** Whether items that drift between waves are given parameters of their own. */
export type WaveInvariance = "partial" | "full";

/** Options for {@linkcode linkWaves}. */
export interface LinkWavesOptions {
  /** "full" frees nothing; the link error then holds the drift. @default {"partial"} */
  readonly invariance?: WaveInvariance;
  /** What {@linkcode condenseForLinking} makes of the answers, where it is known. */
  readonly condensed?: ScaleResponses;
  /** What the search for the fit has learned; the others are then faster. */
  readonly memory?: SearchMemory;
}

/**
 * The answers that items are tried on: one weighted row per distinct pattern, of
 * every k-th person where that would be too many.
 *
 * @param all The distinct patterns, where they are known.
 */
export function condenseForLinking(
  responses: ScaleResponses,
  all?: ScaleResponses,
): ScaleResponses {
  return condenseResponses(responses, {
    mostPatterns: MOST_PATTERNS,
    mostPersons: MOST_PERSONS,
    ...(all && { all }),
  });
}

/** The waves on one scale, with the items that drift freed. */
export interface LinkedWaves {
  /** The fit, in which a freed item has parameters of its own in its waves. */
  readonly calibration: Calibration;
  /** Items free in a wave, as {@linkcode calibrate} takes them. */
  readonly freed: readonly ItemInGroup[];
  /** Per pair of waves; a pair that too few items link is left out. */
  readonly link: readonly LinkPair[];
  /** Decisions that reports must print. */
  readonly notes: readonly ScalingNote[];
}

/**
 * Calibrates the waves together under partial invariance, and says how much the
 * choice of common items matters.
 *
 * Each common item in turn is given parameters of its own in every wave while the
 * others carry the scale. The item that moves most is freed in the waves where it
 * moves by {@linkcode DRIFT_LOGITS} or {@linkcode DRIFT_RMSD} and by four standard
 * errors, and the search begins again without it; at least three items, and half
 * of them, go on linking any two waves. In its first wave a freed item keeps its
 * id. What the remaining items then disagree about is the link error.
 *
 * @param free Fit of `responses` with all items alike in all waves.
 */
export function linkWaves(
  responses: ScaleResponses,
  free: Calibration,
  {
    invariance = "partial",
    condensed = condenseForLinking(responses),
    memory,
  }: LinkWavesOptions = {},
): LinkedWaves {
  const pairs = wavePairs(free);
  const fit: Fit = {
    model: free.model,
    reference: free.reference,
    gradientTolerance: REPLICATE_TOLERANCE,
    grid: economicalGrid(free),
    startAt: free,
    ...(memory && { memory }),
  };
  const freed: ItemInGroup[] = [];
  const asked = linkingItems(condensed, pairs);
  for (;;) {
    const present = splitItems(condensed, freed);
    const replicates = leaveItemsOut(present, { pairs, fit });
    const worst = invariance === "full"
      ? []
      : worstDrift(replicates.flatMap((r) => r.drift), {
        isAllowed: (one) => keepsLink(one, { pairs, asked, freed }),
      });
    if (worst.length === 0) {
      const link = replicates.length < FEWEST_LINK_ITEMS ? [] : linkErrors(
        fitAnswers(present, fit).calibration,
        present,
        { replicates, pairs },
      );
      return gathered({ responses, fit, freed, link, pairs });
    }
    freed.push(...worst);
  }
}

function gathered(
  { responses, fit, freed, link, pairs }: {
    readonly responses: ScaleResponses;
    readonly fit: Fit;
    readonly freed: readonly ItemInGroup[];
    readonly link: readonly LinkPair[];
    readonly pairs: readonly (readonly [number, number])[];
  },
): LinkedWaves {
  const missing = pairs.filter(([from, to]) =>
    !link.some((pair) => pair.from === from && pair.to === to)
  );
  const { gradientTolerance: _, grid: __, ...start } = fit;
  return {
    calibration: freed.length > 0
      ? fitAnswers(responses, { ...start, freeInGroup: freed }).calibration
      : fit.startAt,
    freed,
    link,
    notes: [
      ...freed.map(({ item, group }): ScalingNote => ({
        kind: "item-freed",
        item,
        group,
      })),
      ...missing.map(([from, to]): ScalingNote => ({
        kind: "no-link-error",
        from,
        to,
      })),
    ],
  };
}

interface Fit {
  readonly model: ItemModel;
  readonly reference: number;
  readonly gradientTolerance: number;
  readonly grid: GridSpec;
  readonly startAt: Calibration;
  readonly memory?: SearchMemory;
}

/** Pairs of waves in which persons answered; an empty wave has no change. */
function wavePairs(
  { groups }: Calibration,
): readonly (readonly [number, number])[] {
  return groups.flatMap(({ estimated }, to) =>
    groups.slice(0, to).flatMap((group, from) =>
      (estimated || group.estimated) && group.persons > 0 &&
        groups[to]!.persons > 0
        ? [[from, to] as const]
        : []
    )
  );
}

/** Items answered in both waves, per pair. */
function linkingItems(
  responses: ScaleResponses,
  pairs: readonly (readonly [number, number])[],
): readonly (readonly string[])[] {
  const counts = answersByWave(responses);
  return pairs.map(([from, to]) =>
    responses.itemIds.filter((_, i) =>
      counts[i]![from]! > 0 && counts[i]![to]! > 0
    )
  );
}

interface Replicate extends LinkReplicate {
  readonly drift: readonly ItemDrift[];
}

/** One fit per common item, in which the item does not link the waves. */
function leaveItemsOut(
  responses: ScaleResponses,
  { pairs, fit }: {
    readonly pairs: readonly (readonly [number, number])[];
    readonly fit: Fit;
  },
): Replicate[] {
  const common = new Set(linkingItems(responses, pairs).flat());
  const counts = answersByWave(responses);
  return [...common].flatMap((item): Replicate[] => {
    const asked = counts[responses.itemIds.indexOf(item)]!;
    const [, ...later] = [...asked.keys()].filter((wave) => asked[wave]! > 0);
    const split = splitItems(
      responses,
      later.map((group) => ({ item, group })),
    );
    if (!isLinked(split)) return [];
    const { calibration } = fitAnswers(split, fit);
    return [{
      item,
      calibration,
      drift: itemDrift(item, { split, calibration }),
    }];
  });
}

function isLinked(responses: ScaleResponses): boolean {
  try {
    checkLinkage(responses, new Map());
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** How many times the threshold an item has moved; 0 where it may be chance. */
function excess(drift: ItemDrift): number {
  const { logits, logitsStandardError, rmsd, rmsdStandardError } = drift;
  const moved = Math.abs(logits);
  return Math.max(
    moved > DRIFT_STANDARD_ERRORS * logitsStandardError
      ? moved / DRIFT_LOGITS
      : 0,
    rmsd > DRIFT_STANDARD_ERRORS * rmsdStandardError ? rmsd / DRIFT_RMSD : 0,
  );
}

/** The item that drifts most, in all the waves in which it drifts. */
function worstDrift(
  drifts: readonly ItemDrift[],
  { isAllowed }: { readonly isAllowed: (one: ItemInGroup) => boolean },
): ItemInGroup[] {
  const candidates = drifts
    .filter((drift) => excess(drift) > 1 && isAllowed(drift))
    .sort((a, b) => excess(b) - excess(a));
  const item = candidates[0]?.item;
  return candidates
    .filter((drift) => drift.item === item)
    .map(({ item, group }) => ({ item, group }));
}

/** Whether enough items go on linking every pair of waves. */
function keepsLink(
  one: ItemInGroup,
  { pairs, asked, freed }: {
    readonly pairs: readonly (readonly [number, number])[];
    readonly asked: readonly (readonly string[])[];
    readonly freed: readonly ItemInGroup[];
  },
): boolean {
  const isFreed = new Set(freed.map(splitItemId));
  if (isFreed.has(splitItemId(one))) return false;
  isFreed.add(splitItemId(one));
  return pairs.every(([from, to], p) => {
    const kept = asked[p]!.filter((item) =>
      !isFreed.has(splitItemId({ item, group: from })) &&
      !isFreed.has(splitItemId({ item, group: to }))
    ).length;
    const fewest = Math.max(FEWEST_LINK_ITEMS, asked[p]!.length / 2);
    return kept >= fewest || !asked[p]!.includes(one.item);
  });
}
