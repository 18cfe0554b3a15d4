/**
 * Development in depth: pupils apart by age and person, participation, criteria.
 * @module
 */
import type { ChangeJudgement } from "#lib/effects/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import type { Cell, UnitRef } from "./types.ts";

/** Development of pupils apart by age and by person, one scale between two waves. */
export interface PupilChangeResults {
  /** Change of the same grades, with other pupils in them, points. */
  readonly sameGrade: Cell;
  /** Change of the same year groups, older by the years between, points. */
  readonly sameCohort: Cell;
  /** Mean change of each pupil who is in both waves, points. */
  readonly followed: Cell;
  /** Earlier wave: pupils who are in both minus those of the same grades who are not. */
  readonly followedVersusLeft: Cell;
  /** Later wave: pupils who are in both minus those of the same grades who are not. */
  readonly followedVersusNew: Cell;
}

/**
 * How schools' change on one scale goes with how intensely they took part, over the
 * whole programme: an association, never an effect.
 */
export interface DoseResults {
  /** Scale id. */
  readonly scale: string;
  /** Year of the earlier wave. */
  readonly from: number;
  /** Year of the later wave. */
  readonly to: number;
  /** Points from no to full participation, within municipalities; `n` counts schools. */
  readonly slope: Estimate;
  /** Schools compared. */
  readonly schools: number;
  /** Share of the schools' differences in change that goes with participation, 0–1. */
  readonly partialR2: number;
  /**
   * Share of what is left of both participation and change that an unmeasured
   * confounder must explain to take the association away, 0–1.
   */
  readonly robustness: number;
  /** The same to leave an association that is not different from 0. */
  readonly robustnessOfSign: number;
}

/** One scale of a success criterion. */
export interface CriterionScaleResults {
  /** Scale id. */
  readonly scale: string;
  /** The change that the criterion is about. */
  readonly change: Cell;
  /** What the numbers say of it; null where it is hidden. */
  readonly judgement: ChangeJudgement | null;
  /**
   * The change seen together with those of the other municipalities; null for the
   * programme, and where there are too few to compare.
   */
  readonly shrunken: Estimate | null;
}

/** A success criterion with its evidence in one unit. */
export interface CriterionResults {
  /** Criterion id. */
  readonly criterion: string;
  /** In the order of the codebook. */
  readonly scales: readonly CriterionScaleResults[];
}

/** All success criteria in one unit. */
export interface UnitCriteria {
  /** Whose they are. */
  readonly unit: UnitRef;
  /** In the order of the codebook. */
  readonly criteria: readonly CriterionResults[];
}
