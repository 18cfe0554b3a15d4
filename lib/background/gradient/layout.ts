/**
 * Where the sums of one school in one wave lie, from which all measures of social
 * background follow. Everything adds up over schools, so schools can be left out.
 * @module
 */
import { GRADIENT_WIDTH } from "../social_gradient.ts";

/** Number of components of the index: education, occupation, possessions. */
export const COMPONENTS = 3;
const COMPONENT_SUMS = 1 + COMPONENTS + COMPONENTS * (COMPONENTS + 1) / 2;

/** Education groups, lowest first. */
export const EDUCATION_GROUPS = 3;

/** Bins of the background index: 0.1 SD wide, the outermost are open. */
export const BACKGROUND_BINS = { start: -3.2, width: 0.1, bins: 64 } as const;

/** Bins of the scores: 20 points wide, 400 is an edge; the outermost are open. */
export const SCORE_BINS = { start: 0, width: 20, bins: 50 } as const;

const EXTRA = GRADIENT_WIDTH;
const EDUCATION = EXTRA + 6;
const COMPONENT = EDUCATION + 2 * EDUCATION_GROUPS;
const BIN_SCORE = COMPONENT + COMPONENT_SUMS;
const JOINT = BIN_SCORE + BACKGROUND_BINS.bins;

/** Places in a background block, after those of a gradient block; d is score − 500. */
export const BACKGROUND: Readonly<
  Record<
    | "schoolScore"
    | "schoolWeightSquare"
    | "unevenness"
    | "weightSquare"
    | "allWeight"
    | "allScore"
    | "education"
    | "components"
    | "binScore"
    | "joint",
    number
  >
> = {
  /** (Σ d)² / weight of the school, of known background. */
  schoolScore: EXTRA,
  /** (Σ weight)². */
  schoolWeightSquare: EXTRA + 1,
  /** Σ weight² / Σ weight: people the weights of the school are worth, inverse. */
  unevenness: EXTRA + 2,
  /** Σ weight². */
  weightSquare: EXTRA + 3,
  /** Σ weight, known and unknown background. */
  allWeight: EXTRA + 4,
  /** Σ weight × d, known and unknown background. */
  allScore: EXTRA + 5,
  /** Pairs (Σ weight, Σ weight × d) of each education group. */
  education: EDUCATION,
  /** Σ weight, then means, then the lower triangle of products of the components. */
  components: COMPONENT,
  /** Σ weight × d per bin of background. */
  binScore: BIN_SCORE,
  /** Σ weight per bin of background and score, by rows of background. */
  joint: JOINT,
};

/** Numbers in a background block. */
export const BACKGROUND_WIDTH: number = JOINT +
  BACKGROUND_BINS.bins * SCORE_BINS.bins;

/** Bin of a value; values outside lie in the outermost bins. */
export function binOf(
  value: number,
  { start, width, bins }: {
    readonly start: number;
    readonly width: number;
    readonly bins: number;
  },
): number {
  const bin = Math.floor((value - start) / width);
  return bin < 0 ? 0 : bin < bins ? bin : bins - 1;
}
