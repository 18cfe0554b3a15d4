/**
 * All numbers of one unit as one typed value. This is what reports and quality
 * profiles read; nothing else is computed after it.
 * @module
 */
import type { Codebook, RespondentGroup } from "#lib/codebook/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";

/** Why a number is not shown. */
export type HiddenReason =
  /** Fewer answers than the rule allows. */
  | "too-few"
  /** Would let a hidden number be worked out. */
  | "secondary"
  /** The scale was not asked in that wave. */
  | "not-asked"
  /** Nobody answered. */
  | "no-answers"
  /** Shown only for municipalities and the programme. */
  | "level"
  /** Too few schools or classes to state an uncertainty. */
  | "no-uncertainty";

/** A number, or the reason why there is none. */
export type Cell = Estimate | { readonly hidden: HiddenReason };

/** Level of a unit. */
export type Level = "programme" | "municipality" | "school" | "class";

/** Which class, school, municipality or programme. */
export interface UnitRef {
  readonly level: Level;
  readonly id: string;
  /** Danish, e.g. "Billund Kommune". */
  readonly label: string;
}

/** Subgroups for which means are computed. */
export type Subgroup =
  | "boys"
  | "girls"
  | "education-low"
  | "education-middle"
  | "education-high"
  | "education-unknown";

/** One scale in one wave. */
export interface WaveResults {
  /** Year, e.g. 2015. */
  readonly wave: number;
  readonly n: number;
  readonly mean: Cell;
  readonly standardDeviation: Cell;
  readonly percentile10: Cell;
  readonly percentile90: Cell;
  /** Share under 400 points. */
  readonly shareLow: Cell;
  /** Share over 600 points. */
  readonly shareHigh: Cell;
  /** Unit minus programme, overlap accounted for. */
  readonly versusProgramme: Cell;
  /** School or class minus its municipality. */
  readonly versusMunicipality: Cell;
  readonly subgroups: Readonly<Record<Subgroup, Cell>>;
  /** Girls minus boys. */
  readonly genderGap: Cell;
  /** Points per SD of the background index. */
  readonly gradient: Cell;
  /** Share of variance explained by the background index. */
  readonly explained: Cell;
  /** Highest minus lowest education group. */
  readonly educationGap: Cell;
  /** SD between schools in points, noise removed. */
  readonly betweenSchools: Cell;
}

/** One scale from one wave to a later one. */
export interface ChangeResults {
  readonly from: number;
  readonly to: number;
  readonly mean: Cell;
  readonly standardDeviation: Cell;
  readonly shareLow: Cell;
  readonly shareHigh: Cell;
  readonly gradient: Cell;
  readonly explained: Cell;
  readonly educationGap: Cell;
  /** Change in the unit minus change in the programme. */
  readonly versusProgramme: Cell;
}

/** One scale over all waves. */
export interface ScaleResults {
  readonly scale: string;
  readonly waves: readonly WaveResults[];
  /** First → second, second → third, first → third. */
  readonly changes: readonly ChangeResults[];
}

/** Invitations and answers of one group in one wave. */
export interface ParticipationResults {
  readonly group: RespondentGroup;
  readonly wave: number;
  readonly invited: number;
  readonly answered: number;
  readonly schoolsInvited: number;
  readonly schoolsAnswered: number;
}

/** All numbers of one unit. */
export interface UnitResults {
  readonly unit: UnitRef;
  readonly participation: readonly ParticipationResults[];
  readonly scales: readonly ScaleResults[];
}

/** One unnamed school in a chart of the spread. */
export interface SchoolPoint {
  readonly scale: string;
  readonly wave: number;
  readonly mean: Estimate;
}

/** How well a scale measures, over the whole programme. */
export interface ScaleQuality {
  readonly scale: string;
  readonly items: number;
  /** Marginal reliability of the plausible values, 0–1. */
  readonly reliability: number;
  /** Cronbach's alpha per wave, null where not asked. */
  readonly alpha: readonly (number | null)[];
  readonly answered: number;
  readonly converged: boolean;
}

/** Where the numbers come from. */
export interface Provenance {
  readonly synthetic: boolean;
  readonly dataDigest: string;
  readonly codebookVersion: string;
  readonly codebookDigest: string;
  readonly codeDigest: string;
  readonly seed: number;
  readonly answersRead: number;
  readonly quarantined: number;
}

/** What a report's notebook opens. */
export interface ReportData {
  readonly codebook: Codebook;
  readonly results: UnitResults;
  readonly programme: UnitResults;
  /** The thirteen in alphabetical order; only in the joint report. */
  readonly municipalities: readonly UnitResults[];
  /** Unnamed schools of the unit with at least the smallest number of answers. */
  readonly schools: readonly SchoolPoint[];
  readonly quality: readonly ScaleQuality[];
  readonly provenance: Provenance;
}
