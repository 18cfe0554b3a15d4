import { SCORE_ORIGIN } from "#lib/inference/mod.ts";
import { GRADIENT } from "../social_gradient.ts";
import {
  BACKGROUND,
  BACKGROUND_BINS,
  BACKGROUND_WIDTH,
  binOf,
  COMPONENTS,
  SCORE_BINS,
} from "./layout.ts";

/** Pupils with weights and what is known of their homes; columns of one length. */
export interface BackgroundPeople {
  /** 0 or more. */
  readonly weight: ArrayLike<number>;
  /** Index of the wave. */
  readonly wave: ArrayLike<number>;
  /** Index of the school; −1 leaves the pupil out. */
  readonly school: ArrayLike<number>;
  /** Education group of the home, 0 lowest; −1 unknown. */
  readonly education: ArrayLike<number>;
  /**
   * What each component adds to the index (weight × z-score), NaN unknown: from
   * `componentParts`; empty where the reliability is not asked for.
   */
  readonly components: readonly Float64Array[];
}

/** Sizes of the table of sums. */
export interface BackgroundSizes {
  /** Number of schools. */
  readonly schools: number;
  /** Number of waves. */
  readonly waves: number;
}

/** One plausible value, and the index, observed or completed. */
export interface BackgroundDraw {
  /** Points. */
  readonly points: ArrayLike<number>;
  /** Index of social background; NaN leaves the pupil to "uoplyst". */
  readonly background: ArrayLike<number>;
}

/**
 * Sums everything that the measures of social background need.
 *
 * @param sums Receives schools × waves × {@linkcode BACKGROUND_WIDTH}; overwritten.
 */
export function backgroundSumsInPlace(
  sums: Float64Array,
  people: BackgroundPeople,
  { draw, sizes }: {
    readonly draw: BackgroundDraw;
    readonly sizes: BackgroundSizes;
  },
): void {
  sums.fill(0);
  const { waves } = sizes;
  for (let i = 0; i < people.school.length; i++) {
    const school = people.school[i]!;
    if (school < 0) continue;
    const at = (school * waves + people.wave[i]!) * BACKGROUND_WIDTH;
    addPerson(sums, at, { people, draw, i });
  }
  for (let at = 0; at < sums.length; at += BACKGROUND_WIDTH) {
    finishSchool(sums, at);
  }
}

interface OnePerson {
  readonly people: BackgroundPeople;
  readonly draw: BackgroundDraw;
  readonly i: number;
}

function addPerson(
  sums: Float64Array,
  at: number,
  { people, draw, i }: OnePerson,
): void {
  const w = people.weight[i]!, d = draw.points[i]! - SCORE_ORIGIN;
  sums[at + BACKGROUND.allWeight]! += w;
  sums[at + BACKGROUND.allScore]! += w * d;
  const education = people.education[i]!;
  if (education >= 0) {
    sums[at + BACKGROUND.education + 2 * education]! += w;
    sums[at + BACKGROUND.education + 2 * education + 1]! += w * d;
  }
  if (people.components.length > 0) addComponents(sums, at, { people, i, w });
  const x = draw.background[i]!;
  if (Number.isNaN(x)) return;
  sums[at + GRADIENT.weight]! += w;
  sums[at + GRADIENT.score]! += w * d;
  sums[at + GRADIENT.scoreSquare]! += w * d * d;
  sums[at + GRADIENT.background]! += w * x;
  sums[at + GRADIENT.backgroundSquare]! += w * x * x;
  sums[at + GRADIENT.product]! += w * x * d;
  sums[at + BACKGROUND.weightSquare]! += w * w;
  const bin = binOf(x, BACKGROUND_BINS);
  sums[at + BACKGROUND.binScore + bin]! += w * d;
  const cell = bin * SCORE_BINS.bins + binOf(draw.points[i]!, SCORE_BINS);
  sums[at + BACKGROUND.joint + cell]! += w;
}

function addComponents(
  sums: Float64Array,
  at: number,
  { people: { components }, i, w }: {
    readonly people: BackgroundPeople;
    readonly i: number;
    readonly w: number;
  },
): void {
  for (let k = 0; k < COMPONENTS; k++) {
    if (Number.isNaN(components[k]![i]!)) return;
  }
  let place = at + BACKGROUND.components;
  sums[place++]! += w;
  for (let k = 0; k < COMPONENTS; k++) sums[place++]! += w * components[k]![i]!;
  for (let k = 0; k < COMPONENTS; k++) {
    for (let l = 0; l <= k; l++) {
      sums[place++]! += w * components[k]![i]! * components[l]![i]!;
    }
  }
}

/** Adds what is no sum over people but over schools. */
function finishSchool(sums: Float64Array, at: number): void {
  const weight = sums[at + GRADIENT.weight]!;
  if (!(weight > 0)) return;
  const x = sums[at + GRADIENT.background]!, d = sums[at + GRADIENT.score]!;
  sums[at + GRADIENT.schoolBackground] = x * x / weight;
  sums[at + GRADIENT.schoolProduct] = x * d / weight;
  sums[at + BACKGROUND.schoolScore] = d * d / weight;
  sums[at + BACKGROUND.schoolWeightSquare] = weight * weight;
  sums[at + BACKGROUND.unevenness] = sums[at + BACKGROUND.weightSquare]! /
    weight;
}
