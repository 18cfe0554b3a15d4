/**
 * How answers became points on one scale: what a method report shows.
 * @module
 */
import type {
  ItemModel,
  PredictiveCheck,
  ScalingNote,
} from "#lib/scaling/mod.ts";

/** Whether an item works alike for boys and girls. */
export interface GenderDif {
  /** How far girls minus boys moves, points, when the item is freed. */
  readonly points: number;
  /** Of Wald's test by school; null where it cannot be told. */
  readonly pValue: number | null;
  /** Largest corrected RMSD of the two, share of the score range. */
  readonly rmsd: number;
  /** "free" over the limits, "watch" over half of them. */
  readonly recommendation: "keep" | "watch" | "free";
}

/** One item in one wave; null where it was not asked or says nothing. */
export interface ItemInWave {
  /** Year. */
  readonly wave: number;
  /** People who answered it. */
  readonly answered: number;
  /** Weighted mean square over the posterior, 1 where the model holds. */
  readonly infit: number | null;
  /** Unweighted mean square over the posterior. */
  readonly outfit: number | null;
  /** Corrected distance from the curve common to all waves, share of the score range. */
  readonly rmsd: number | null;
  /** Whether the item has parameters of its own in this wave. */
  readonly isFreed: boolean;
}

/** One item of a scale. */
export interface ItemDocumentation {
  /** Id in the codebook. */
  readonly item: string;
  /** Logits per 100 points; null where the item was left out. */
  readonly slope: number | null;
  /** Points at which a category and the one below are equally likely, lowest first. */
  readonly steps: readonly number[];
  /** One per wave of the programme. */
  readonly waves: readonly ItemInWave[];
  /** Null where gender is not known, or cannot be compared. */
  readonly gender: GenderDif | null;
}

/** One scale in one wave. */
export interface ScaleInWave {
  /** Year. */
  readonly wave: number;
  /** People scored. */
  readonly answered: number;
  /** EAP reliability, 0–1; null with nobody. */
  readonly reliability: number | null;
  /** Cronbach's alpha; null where not asked. */
  readonly alpha: number | null;
}

/** How much the choice of common items matters between two waves. */
export interface LinkDocumentation {
  /** Year. */
  readonly from: number;
  /** Year. */
  readonly to: number;
  /** Items that link. */
  readonly items: number;
  /** Standard error of the change in the mean from the link, points. */
  readonly linkError: number;
}

/** How sharply a scale measures at one place. */
export interface MeasurementError {
  /** Points. */
  readonly at: number;
  /** Standard error of a person's score there, points. */
  readonly standardError: number;
}

/** A way of putting the waves on one scale. */
export type LinkingChoice =
  /** Together, items that drift freed: what is published. */
  | "partial"
  /** Together, every item the same in all waves. */
  | "common"
  /** Item parameters of the first wave kept. */
  | "anchored"
  /** Each wave alone, linked by the moments of the steps. */
  | "mean-sigma"
  /** Each wave alone, linked by the items' curves. */
  | "haebara";

/** Mean of every wave under one choice. */
export interface LinkingTrend {
  /** Which choice. */
  readonly choice: LinkingChoice;
  /** Points, first wave with answers 500; null where it cannot be said. */
  readonly means: readonly (number | null)[];
}

/** Everything a reader may want to know of one scale. */
export interface ScaleDocumentation {
  /** Id of the scale. */
  readonly scale: string;
  /** PCM: all slopes equal; GPCM: one slope per item. */
  readonly model: ItemModel;
  /** People scored, all waves. */
  readonly answered: number;
  /** People behind fit, DIF, the linking choices and the predictive check: every k-th. */
  readonly examined: number;
  /** Whether the calibration reached its maximum. */
  readonly converged: boolean;
  /** In the order of the codebook. */
  readonly items: readonly ItemDocumentation[];
  /** One per wave of the programme. */
  readonly waves: readonly ScaleInWave[];
  /** Pairs of waves that enough items link. */
  readonly links: readonly LinkDocumentation[];
  /** The published choice first. */
  readonly trends: readonly LinkingTrend[];
  /**
   * Standard error of the published change from the first to the last wave, by
   * schools and link; points, null with fewer than two waves.
   */
  readonly trendError: number | null;
  /** Answers held against answers drawn from the plausible values. */
  readonly predictive: readonly PredictiveCheck[];
  /** From low to high; every item of the first wave answered. */
  readonly precision: readonly MeasurementError[];
  /** Decisions of the calibration; waves as indices. */
  readonly notes: readonly ScalingNote[];
}
