import { calibrate, fitAnswers } from "./calibrate.ts";
import type { FrozenScale } from "./frozen_scale.ts";
import { gridHalfWidth } from "./grid.ts";
import type { LinkPair } from "./linking/link_errors.ts";
import {
  condenseForLinking,
  linkWaves,
  type WaveInvariance,
} from "./linking/link_waves.ts";
import { answerPatterns } from "./answer_patterns.ts";
import { selectPersons } from "./responses_of_scale.ts";
import type { SearchMemory } from "./search_memory.ts";
import { screenItems, selectItems } from "./screen_items.ts";
import { countPersons } from "./starting_values.ts";
import type {
  Calibration,
  ItemModel,
  ScaleResponses,
  ScalingNote,
} from "./types.ts";

/** A slope per item needs at least this much; else all items share one. */
const FEWEST_ITEMS = 3;
const FEWEST_PERSONS = 250;

/** From so many patterns on, a fit of about so many persons is made first. */
const MANY_PATTERNS = 8000;
const PERSONS_TO_START = 10_000;
/** Its gradient per person; the sample is further off than this. */
const ROUGH = 1e-3;

/** The fit of a scale's answers. */
export interface CalibratedAnswers {
  readonly calibration: Calibration;
  readonly link: readonly LinkPair[];
  readonly notes: readonly ScalingNote[];
}

/**
 * Fits the items, with equal slopes where the data carry no more, and lets items
 * that drift have parameters of their own.
 *
 * @param patterns The distinct patterns of the answers.
 * @param options.responses The answers themselves.
 */
export function calibrateFreely(
  patterns: ScaleResponses,
  { responses, model, invariance }: {
    readonly responses: ScaleResponses;
    readonly model: ItemModel;
    readonly invariance: WaveInvariance;
  },
): CalibratedAnswers {
  const kept = screenItems(patterns, new Map()).responses.columns.length;
  const persons = countPersons(patterns).reduce((a, b) => a + b, 0);
  const enough = kept >= FEWEST_ITEMS && persons >= FEWEST_PERSONS;
  const chosen = enough ? model : "PCM";
  const simplified: readonly ScalingNote[] = chosen === model
    ? []
    : [{ kind: "model-simplified", from: model, to: chosen }];
  const free = fitAnswers(patterns, {
    model: chosen,
    ...startFromSome(responses, { patterns, model: chosen }),
  });
  const { notes, ...linked } = linkWaves(patterns, free.calibration, {
    invariance,
    condensed: condenseForLinking(responses, patterns),
    memory: free.memory,
  });
  return { ...linked, notes: [...simplified, ...notes] };
}

/**
 * A rough fit of every k-th person for the fit of all to begin at; nothing where
 * that would save nothing, or so few do not carry a fit.
 */
function startFromSome(
  responses: ScaleResponses,
  { patterns, model }: {
    readonly patterns: ScaleResponses;
    readonly model: ItemModel;
  },
): { readonly startAt?: Calibration; readonly memory?: SearchMemory } {
  if (patterns.persons < MANY_PATTERNS) return {};
  const every = Math.floor(responses.persons / PERSONS_TO_START);
  if (every < 2) return {};
  const some = selectPersons(
    responses,
    Int32Array.from(
      { length: Math.ceil(responses.persons / every) },
      (_, i) => i * every,
    ),
  );
  try {
    const { calibration, memory } = fitAnswers(answerPatterns(some).patterns, {
      model,
      gradientTolerance: ROUGH,
    });
    return { startAt: calibration, memory };
  } catch (error) {
    if (error instanceof RangeError) return {};
    throw error;
  }
}

/** Keeps the items of a frozen scale and estimates the groups only. */
export function placeOnFrozen(
  responses: ScaleResponses,
  frozen: FrozenScale,
): CalibratedAnswers {
  const fixedItems = new Map(frozen.items.map((item) => [item.id, item]));
  const kept: number[] = [];
  const notes: ScalingNote[] = [];
  responses.itemIds.forEach((item, i) => {
    if (fixedItems.has(item)) kept.push(i);
    else notes.push({ kind: "item-dropped", item, reason: "no-parameters" });
  });
  const usable = selectItems(responses, kept);
  const calibration = calibrate(usable, {
    model: frozen.model,
    fixedItems,
    smallGroup: frozen.constants,
    grid: { nodes: frozen.grid.nodes, halfWidth: gridHalfWidth(frozen.grid) },
  });
  return { calibration, link: [], notes };
}
