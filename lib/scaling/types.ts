/**
 * The vocabulary of scaling: answers, item models, calibrations.
 * @module
 */

/**
 * GPCM: every item has its own slope and the reference group is N(0, 1).
 * PCM: every slope is 1 and the standard deviations are free.
 * With two categories these are the 2PL and the Rasch model.
 */
export type ItemModel = "GPCM" | "PCM";

/** Whether every item has steps of its own or all share them (rating scale model). */
export type StepMode = "free" | "common";

/** The answers to one scale, one element per person in every column. */
export interface ScaleResponses {
  /** Id of the scale. */
  readonly scale: string;
  /** Ids of the items, in the order of the columns. */
  readonly itemIds: readonly string[];
  /** Highest category of each item, 1 or more. */
  readonly maxScores: Int32Array;
  /** Per item: category 0…m, or −1 where not answered. */
  readonly columns: readonly Int8Array[];
  /** Number of persons. */
  readonly persons: number;
  /** Group (wave) of each person, 0…groupCount − 1. */
  readonly group: Uint8Array;
  /** Number of groups (waves). */
  readonly groupCount: number;
  /** Frequency weight of each person, 0 or more; absent when all are 1. */
  readonly weight?: Float64Array;
}

/**
 * One item: P(x = k) is proportional to exp(slope · k · θ + intercepts[k]).
 *
 * The classical step parameters are b_k = (intercepts[k − 1] − intercepts[k]) / slope.
 */
export interface ItemParameters {
  /** Id of the item. */
  readonly id: string;
  /** Highest category. */
  readonly maxScore: number;
  /** Discrimination; 1 for all items of a PCM. */
  readonly slope: number;
  /** Length maxScore + 1; 0 in the lowest category that occurs, −Infinity in one that never does. */
  readonly intercepts: readonly number[];
  /** Present where these are an item's own parameters in one group (partial invariance). */
  readonly splitFrom?: { readonly item: string; readonly group: number };
}

/** Where a group's persons lie on the scale. */
export interface GroupDistribution {
  /** In θ units; NaN where nobody answered. */
  readonly mean: number;
  /** In θ units; NaN where nobody answered. */
  readonly standardDeviation: number;
  /** Persons with at least one answer that counts. */
  readonly persons: number;
  /** False where the values were fixed, not estimated. */
  readonly estimated: boolean;
}

/** Equally spaced nodes around 0: θ_q = (q − (nodes − 1) / 2) · step. */
export interface Grid {
  /** Odd. */
  readonly nodes: number;
  /** In θ units. */
  readonly step: number;
}

/** A decision that a reader of the results must know of. */
export type ScalingNote =
  /** Nobody, or everybody in the same category, answered the item: it is left out. */
  | {
    readonly kind: "item-dropped";
    readonly item: string;
    readonly reason: "no-answers" | "one-category" | "no-parameters";
  }
  /** Nobody chose the category: it has probability 0, the other categories keep their scores. */
  | {
    readonly kind: "null-category";
    readonly item: string;
    readonly category: number;
  }
  /** The item runs against the others of its scale. */
  | {
    readonly kind: "negative-slope";
    readonly item: string;
    readonly slope: number;
  }
  /** The item separates the persons perfectly: its slope (in a PCM, the spread) has no finite estimate. */
  | {
    readonly kind: "unbounded-slope";
    readonly item: string;
    readonly slope: number;
  }
  /** Too few persons for a distribution of their own: that of the reference group is used. */
  | {
    readonly kind: "small-group";
    readonly group: number;
    readonly persons: number;
  }
  /** Too few items or persons for a slope per item. */
  | {
    readonly kind: "model-simplified";
    readonly from: ItemModel;
    readonly to: ItemModel;
  }
  /** Posterior mass lay at the ends of the grid, which was widened. */
  | { readonly kind: "grid-widened"; readonly halfWidth: number }
  /** The item has moved against the others: it has parameters of its own in the group (wave). */
  | {
    readonly kind: "item-freed";
    readonly item: string;
    readonly group: number;
  }
  /** Too few common items tell how much their choice matters between two waves. */
  | {
    readonly kind: "no-link-error";
    readonly from: number;
    readonly to: number;
  }
  /** The gradient did not fall under the tolerance. */
  | { readonly kind: "not-converged"; readonly maxGradient: number };

/** A fitted item response model. */
export interface Calibration {
  /** Id of the scale. */
  readonly scale: string;
  /** PCM: all slopes equal; GPCM: one slope per item. */
  readonly model: ItemModel;
  /** "common" in the rating scale model: items with equal categories share their steps. */
  readonly steps?: StepMode;
  /** Items that count. */
  readonly items: readonly ItemParameters[];
  /** Distribution of each group. */
  readonly groups: readonly GroupDistribution[];
  /** Group with mean 0 (and, in the GPCM, SD 1). */
  readonly reference: number;
  /** Nodes on which θ is summed. */
  readonly grid: Grid;
  /** Sum of the weights of persons with an answer that counts. */
  readonly persons: number;
  /** Marginal log-likelihood at the fit. */
  readonly logLikelihood: number;
  /** Number of free parameters. */
  readonly parameters: number;
  /** Whether the gradient fell under the tolerance. */
  readonly converged: boolean;
  /** Number of iterations. */
  readonly iterations: number;
  /** Passes over the answers. */
  readonly evaluations: number;
  /** Largest element of the gradient of the log-likelihood, per person. */
  readonly maxGradient: number;
  /** Largest posterior probability of an end node over all answer patterns. */
  readonly endMass: number;
  /** Decisions that a reader must know of. */
  readonly notes: readonly ScalingNote[];
}
