import { calibrate } from "./calibrate.ts";
import type { FrozenScale } from "./frozen_scale.ts";
import { gridHalfWidth } from "./grid.ts";
import type { LinkPair } from "./linking/link_errors.ts";
import {
  condenseForLinking,
  linkWaves,
  type WaveInvariance,
} from "./linking/link_waves.ts";
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
  const { notes, ...linked } = linkWaves(
    patterns,
    calibrate(patterns, { model: chosen }),
    { invariance, condensed: condenseForLinking(responses, patterns) },
  );
  return { ...linked, notes: [...simplified, ...notes] };
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
