import type { Codebook, Scale } from "#lib/codebook/mod.ts";
import type { RespondentFrame } from "#lib/data/mod.ts";
import { hashString } from "#lib/numerics/mod.ts";
import { calibrate } from "./calibrate.ts";
import { conditioningDesign } from "./conditioning_design.ts";
import { cronbachAlpha } from "./cronbach_alpha.ts";
import {
  allToPoints,
  freezeScale,
  type FrozenScale,
  type ScaleConstants,
} from "./frozen_scale.ts";
import { gather } from "./gather.ts";
import { gridHalfWidth } from "./grid.ts";
import { type PersonScores, personScores } from "./person_scores.ts";
import { otherWaves } from "./other_waves.ts";
import {
  drawPlausibleValues,
  type PlausibleValues,
} from "./plausible_values.ts";
import {
  answeredRows,
  responsesOfScale,
  selectPersons,
} from "./responses_of_scale.ts";
import { screenItems, selectItems } from "./screen_items.ts";
import type {
  Calibration,
  ItemModel,
  ScaleResponses,
  ScalingNote,
} from "./types.ts";

/** Options for {@linkcode scaleRespondents}. */
export interface ScaleRespondentsOptions {
  /** The instrument: answer categories of the items. */
  readonly codebook: Codebook;
  /** Number of waves of the programme. */
  readonly waves: number;
  /** 0 to 2^32 − 1. */
  readonly seed: number;
  /** Tells the scales of one seed apart; by default from the scale's id. */
  readonly scaleNumber?: number;
  /** Plausible values per person. @default {10} */
  readonly draws?: number;
  /** @default {"GPCM"} */
  /** PCM: all slopes equal; GPCM: one slope per item. */
  readonly model?: ItemModel;
  /** Places the answers on a scale that exists; nothing is calibrated but the groups. */
  readonly frozen?: FrozenScale;
  /** Stratum of each school in the conditioning model; the municipality by default. */
  readonly schoolStratum?: ArrayLike<number>;
  /**
   * Whether plausible values may know the other waves. "ignored" where a wave
   * is the baseline of an experiment: nothing from after the draw may enter it.
   * @default {"used"}
   */
  readonly acrossWaves?: "used" | "ignored";
}

/** How well a scale measures. */
export interface ScalingQuality {
  /** Items that count. */
  readonly items: number;
  /** Marginal EAP reliability over all waves, 0–1. */
  readonly reliability: number;
  /** Marginal WLE reliability; can be negative for a very short scale. */
  readonly wleReliability: number;
  /** Cronbach's alpha per wave; null where not asked. */
  readonly alpha: readonly (number | null)[];
  /** Persons scored, over all waves. */
  readonly answered: number;
  /** Whether the gradient fell under the tolerance. */
  readonly converged: boolean;
  /** Decisions that a reader must know of. */
  readonly notes: readonly ScalingNote[];
}

/** One scale, scored. All arrays have one element per scored person. */
export interface ScaledScale {
  /** Id of the scale. */
  readonly scale: string;
  /** Rows of the frame with at least one answer that counts, ascending. */
  readonly rows: Int32Array;
  /** Scale points, one array per plausible value. */
  readonly points: readonly Float32Array[];
  /** WLE and its standard error, scale points. */
  readonly wle: Float32Array;
  /** Standard error of the WLE. */
  readonly wleStandardError: Float32Array;
  /** EAP and posterior standard deviation, scale points. */
  readonly eap: Float32Array;
  /** Posterior standard deviation. */
  readonly posteriorStandardDeviation: Float32Array;
  /** The fitted item model. */
  readonly calibration: Calibration;
  /** Where 500 and 100 points lie. */
  readonly constants: ScaleConstants;
  /** To place other answers on the same scale. */
  readonly frozen: FrozenScale;
  /** How well the scale measures. */
  readonly quality: ScalingQuality;
}

/** A slope per item needs at least this much; else all items share one. */
const FEWEST_ITEMS = 3;
const FEWEST_PERSONS = 250;

/** The answers, calibrated. */
interface CalibratedAnswers {
  readonly responses: ScaleResponses;
  readonly calibration: Calibration;
  readonly notes: readonly ScalingNote[];
}

/** Fits the items, with equal slopes where the data carry no more. */
function calibrateFreely(
  responses: ScaleResponses,
  model: ItemModel,
): CalibratedAnswers {
  const kept = screenItems(responses, new Map()).responses.columns.length;
  const enough = kept >= FEWEST_ITEMS &&
    answeredRows(responses).length >= FEWEST_PERSONS;
  const chosen = enough ? model : "PCM";
  return {
    responses,
    calibration: calibrate(responses, { model: chosen }),
    notes: chosen === model
      ? []
      : [{ kind: "model-simplified", from: model, to: chosen }],
  };
}

/** Keeps the items of a frozen scale and estimates the groups only. */
function placeOnFrozen(
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
  return { responses: usable, calibration, notes };
}

/** Constants from the reference wave, weighted. */
function constantsOf(
  { draws }: PlausibleValues,
  frame: RespondentFrame,
  { rows, reference }: {
    readonly rows: Int32Array;
    readonly reference: number;
  },
): ScaleConstants {
  const weight = Float64Array.from(
    rows,
    (row) => frame.wave[row] === reference ? frame.weight[row]! : 0,
  );
  return freezeScale(draws, weight);
}

/** What the other waves say of the scored persons and of their schools. */
function elsewhere(
  frame: RespondentFrame,
  rows: Int32Array,
  { waves, score }: { readonly waves: number; readonly score: Float64Array },
): readonly Float64Array[] {
  const size = rows.length;
  const { person, school } = otherWaves({
    score,
    wave: gather(frame.wave, rows, new Uint8Array(size)),
    person: gather(frame.person, rows, new Int32Array(size)),
    school: gather(frame.school, rows, new Int32Array(size)),
  }, waves);
  return [person, school];
}

/**
 * Scales one respondent group on one scale: from answers to scale points.
 *
 * Calibrates the waves together (or places them on a frozen scale), scores every
 * person who answered something, draws plausible values conditioned on what the
 * reports analyse, and puts all on the 500-point scale, where the first wave has
 * mean 500 and standard deviation 100. Pure: the same input gives the same bytes,
 * whatever runs beside it.
 *
 * @throws {RangeError} If nobody answered the scale, or waves share no item.
 */
export function scaleRespondents(
  frame: RespondentFrame,
  scale: Scale,
  options: ScaleRespondentsOptions,
): ScaledScale {
  const { model = "GPCM", frozen, seed, draws = 10 } = options;
  const { scaleNumber = hashString(scale.id), acrossWaves = "used" } = options;
  const all = responsesOfScale(frame, scale, options);
  const { responses, calibration, notes } = frozen
    ? placeOnFrozen(all, frozen)
    : calibrateFreely(all, model);
  const kept = calibration.items.map(({ id }) => responses.itemIds.indexOf(id));
  const usable = selectItems(responses, kept);
  const rows = answeredRows(usable);
  const answered = selectPersons(usable, rows);
  const scores = personScores(calibration, answered);
  const values = drawPlausibleValues(
    calibration,
    answered,
    conditioningDesign(frame, rows, {
      ...options,
      auxiliary: acrossWaves === "used"
        ? elsewhere(frame, rows, { waves: options.waves, score: scores.eap })
        : [],
    }),
    { draws, seed, scaleNumber },
  );
  const constants = frozen?.constants ??
    constantsOf(values, frame, { rows, reference: calibration.reference });
  return assemble({
    answered,
    calibration,
    constants,
    rows,
    scores,
    values,
    notes: [...notes, ...calibration.notes],
  });
}

interface Parts {
  readonly answered: ScaleResponses;
  readonly calibration: Calibration;
  readonly constants: ScaleConstants;
  readonly rows: Int32Array;
  readonly scores: PersonScores;
  readonly values: PlausibleValues;
  readonly notes: readonly ScalingNote[];
}

/** Turns θ into points and gathers the result. */
function assemble(
  { answered, calibration, constants, rows, scores, values, notes }: Parts,
): ScaledScale {
  const spread = (sd: Float64Array): Float32Array =>
    Float32Array.from(sd, (x) => 100 * x / constants.standardDeviation);
  const { scale, model, items, grid } = calibration;
  return {
    scale,
    rows,
    points: values.draws.map((theta) => allToPoints(theta, constants)),
    wle: allToPoints(scores.wle, constants),
    wleStandardError: spread(scores.wleStandardError),
    eap: allToPoints(scores.eap, constants),
    posteriorStandardDeviation: spread(scores.posteriorStandardDeviation),
    calibration,
    constants,
    frozen: { version: 1, scale, model, items, grid, constants },
    quality: {
      items: items.length,
      reliability: scores.reliability.eap,
      wleReliability: scores.reliability.wle,
      alpha: cronbachAlpha(answered),
      answered: rows.length,
      converged: calibration.converged,
      notes,
    },
  };
}
