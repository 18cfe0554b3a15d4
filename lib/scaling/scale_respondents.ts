import type { Codebook, Scale } from "#lib/codebook/mod.ts";
import type { RespondentFrame } from "#lib/data/mod.ts";
import { hashString } from "#lib/numerics/mod.ts";
import { alignResponses } from "./align_responses.ts";
import { answerPatterns } from "./answer_patterns.ts";
import { calibrateFreely, placeOnFrozen } from "./calibrate_answers.ts";
import { conditioningDesign } from "./conditioning_design.ts";
import { cronbachAlpha } from "./cronbach_alpha.ts";
import { calibrationErrors } from "./errors/calibration_errors.ts";
import {
  allToPoints,
  freezeScale,
  type FrozenScale,
  POINTS_DEVIATION,
  type ScaleConstants,
} from "./frozen_scale.ts";
import { gather } from "./gather.ts";
import { checkResponses } from "./screen_items.ts";
import { type PersonScores, personScores } from "./person_scores.ts";
import type { LinkPair } from "./linking/link_errors.ts";
import type { WaveInvariance } from "./linking/link_waves.ts";
import { otherWaves } from "./other_waves.ts";
import {
  drawPlausibleValues,
  type PlausibleValues,
} from "./plausible_values.ts";
import { answeredRows, responsesOfScale } from "./responses_of_scale.ts";
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
  /** PCM: all slopes equal; GPCM: one slope per item. @default {"GPCM"} */
  readonly model?: ItemModel;
  /** Whether items that drift between waves are freed there. @default {"partial"} */
  readonly invariance?: WaveInvariance;
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
  /**
   * Whether plausible values carry the sampling error of the item parameters, which
   * is the same for all units; see {@linkcode PlausibleValueOptions}. @default {"none"}
   */
  readonly itemUncertainty?: "none" | "draw";
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
  /**
   * Link variance of changes per pair of waves; none on a frozen scale, and none
   * for a pair that too few items link, of which a note tells.
   */
  readonly link: readonly LinkPair[];
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
  const weight = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (frame.wave[row] === reference) weight[i] = frame.weight[row]!;
  }
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
 * @throws {RangeError} If an answer is out of range, nobody answered the scale, or
 * waves share no item.
 */
export function scaleRespondents(
  frame: RespondentFrame,
  scale: Scale,
  options: ScaleRespondentsOptions,
): ScaledScale {
  const { model = "GPCM", invariance = "partial" } = options;
  const { frozen, seed, draws = 10 } = options;
  const { scaleNumber = hashString(scale.id), acrossWaves = "used" } = options;
  const { itemUncertainty = "none" } = options;
  if (itemUncertainty === "draw" && frozen) {
    throw new RangeError(
      `Cannot draw item parameters of scale "${scale.id}": it is frozen, only a scale that is calibrated has their errors`,
    );
  }
  const answers = responsesOfScale(frame, scale, options);
  checkResponses(answers);
  const { patterns, patternOf } = answerPatterns(answers);
  const { calibration, link, notes } = frozen
    ? placeOnFrozen(patterns, frozen)
    : calibrateFreely(patterns, { responses: answers, model, invariance });
  const usable = alignResponses(calibration, patterns);
  const rows = rowsWithAnswers(usable, patternOf);
  const patternOfRow = gather(patternOf, rows, new Int32Array(rows.length));
  const scores = scoresOfPersons(calibration, usable, patternOfRow);
  const values = drawPlausibleValues(
    calibration,
    usable,
    conditioningDesign(frame, rows, {
      ...options,
      auxiliary: acrossWaves === "used"
        ? elsewhere(frame, rows, { waves: options.waves, score: scores.eap })
        : [],
    }),
    {
      draws,
      seed,
      scaleNumber,
      patternOf: patternOfRow,
      ...(itemUncertainty === "draw" &&
        { itemErrors: calibrationErrors(calibration, patterns) }),
    },
  );
  const constants = frozen?.constants ??
    constantsOf(values, frame, { rows, reference: calibration.reference });
  return assemble({
    patterns: usable,
    calibration,
    constants,
    rows,
    scores,
    values,
    link,
    notes: [...notes, ...calibration.notes],
  });
}

/** Persons whose pattern has an answer to an item that counts, ascending. */
function rowsWithAnswers(
  usable: ScaleResponses,
  patternOf: Int32Array,
): Int32Array {
  const counts = new Uint8Array(usable.persons);
  for (const row of answeredRows(usable)) counts[row] = 1;
  const rows = new Int32Array(patternOf.length);
  let n = 0;
  for (let p = 0; p < patternOf.length; p++) {
    if (patternOf[p]! >= 0 && counts[patternOf[p]!] === 1) rows[n++] = p;
  }
  return rows.slice(0, n);
}

/** Scores of the patterns, spread to the persons. */
function scoresOfPersons(
  calibration: Calibration,
  patterns: ScaleResponses,
  patternOf: Int32Array,
): PersonScores {
  const scores = personScores(calibration, patterns);
  const spread = (values: Float64Array): Float64Array =>
    gather(values, patternOf, new Float64Array(patternOf.length));
  return {
    wle: spread(scores.wle),
    wleStandardError: spread(scores.wleStandardError),
    eap: spread(scores.eap),
    posteriorStandardDeviation: spread(scores.posteriorStandardDeviation),
    reliability: scores.reliability,
  };
}

interface Parts {
  readonly patterns: ScaleResponses;
  readonly calibration: Calibration;
  readonly constants: ScaleConstants;
  readonly rows: Int32Array;
  readonly scores: PersonScores;
  readonly values: PlausibleValues;
  readonly link: readonly LinkPair[];
  readonly notes: readonly ScalingNote[];
}

/** Turns θ into points and gathers the result. */
function assemble(
  { patterns, calibration, constants, rows, scores, values, link, notes }:
    Parts,
): ScaledScale {
  const spread = (sd: Float64Array): Float32Array => {
    const points = new Float32Array(sd.length);
    const unit = POINTS_DEVIATION / constants.standardDeviation;
    for (let p = 0; p < sd.length; p++) points[p] = unit * sd[p]!;
    return points;
  };
  const { scale, model, grid } = calibration;
  // A frozen scale holds each item as it was in its first wave.
  const items = calibration.items.filter(({ splitFrom }) => !splitFrom);
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
      alpha: cronbachAlpha(patterns),
      answered: rows.length,
      converged: calibration.converged,
      notes,
    },
    link,
  };
}
