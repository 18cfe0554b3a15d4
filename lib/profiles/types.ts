/**
 * All numbers of one unit as one typed value. This is what reports and quality
 * profiles read; nothing else is computed after it.
 * @module
 */
import type { ChangeMeasure, Measure } from "#lib/background/mod.ts";
import type { Codebook, RespondentGroup } from "#lib/codebook/mod.ts";
import type { NationalMean } from "#lib/data/mod.ts";
import type { Estimate } from "#lib/inference/mod.ts";
import type { DecompositionResults } from "./expected/decomposition_types.ts";
import type {
  ConditionResults,
  LabelledExpected,
  VerdictCounts,
} from "./expected/expected_types.ts";
import type {
  DoseResults,
  PupilChangeResults,
  UnitCriteria,
} from "./development_types.ts";

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
  /** What kind of unit it is. */
  readonly level: Level;
  /** Unique within its level, e.g. "billund". */
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

/** Measures of social background, or changes in them. */
export interface BackgroundResults<M extends ChangeMeasure> {
  /** From pupils whose background is known. */
  readonly observed: Readonly<Record<M, Cell>>;
  /** With missing background imputed; hidden where that says nothing. */
  readonly imputed: Readonly<Record<M, Cell>>;
}

/** One scale in one wave. */
export interface WaveResults {
  /** Year, e.g. 2015. */
  readonly wave: number;
  /** People behind the mean; 0 where it is hidden. */
  readonly n: number;
  /** Mean, points. */
  readonly mean: Cell;
  /** SD over people, points. */
  readonly standardDeviation: Cell;
  /** Score that a tenth lies below, points. */
  readonly percentile10: Cell;
  /** Score that nine tenths lie below, points. */
  readonly percentile90: Cell;
  /** Share under 400 points. */
  readonly shareLow: Cell;
  /** Share over 600 points. */
  readonly shareHigh: Cell;
  /** Unit minus programme, overlap accounted for. */
  readonly versusProgramme: Cell;
  /** School or class minus its municipality. */
  readonly versusMunicipality: Cell;
  /** Means of groups of people, points. */
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
  /** For scales with a criterion on social background, of municipalities and the programme; else null. */
  readonly background: BackgroundResults<Measure> | null;
}

/** One scale from one wave to a later one. */
export interface ChangeResults {
  /** Year of the earlier wave. */
  readonly from: number;
  /** Year of the later wave. */
  readonly to: number;
  /** Change in the mean, points. */
  readonly mean: Cell;
  /** Change in the SD, points. */
  readonly standardDeviation: Cell;
  /** Change in the score that a tenth lies below, points. */
  readonly percentile10: Cell;
  /** Change in the score that nine tenths lie below, points. */
  readonly percentile90: Cell;
  /** Change in the share under 400. */
  readonly shareLow: Cell;
  /** Change in the share over 600. */
  readonly shareHigh: Cell;
  /** Change in the points per SD of the background index. */
  readonly gradient: Cell;
  /** Change in the explained share. */
  readonly explained: Cell;
  /** Change in the gap between education groups, points. */
  readonly educationGap: Cell;
  /** Changes in the measures of social background; null as in {@linkcode WaveResults}. */
  readonly background: BackgroundResults<ChangeMeasure> | null;
  /** Change in the unit minus change in the programme. */
  readonly versusProgramme: Cell;
  /** Pupils apart by age and by person; for municipalities and the programme. */
  readonly pupils: PupilChangeResults;
}

/** One scale over all waves. */
export interface ScaleResults {
  /** Scale id. */
  readonly scale: string;
  /** One per wave of the programme, in order. */
  readonly waves: readonly WaveResults[];
  /** First → second, second → third, first → third. */
  readonly changes: readonly ChangeResults[];
}

/** Invitations and answers of one group in one wave. */
export interface ParticipationResults {
  /** Who was asked. */
  readonly group: RespondentGroup;
  /** Year. */
  readonly wave: number;
  /** People on the roll. */
  readonly invited: number;
  /** People who answered something. */
  readonly answered: number;
  /** Schools with anybody on the roll. */
  readonly schoolsInvited: number;
  /** Schools where anybody answered. */
  readonly schoolsAnswered: number;
}

/** All numbers of one unit. */
export interface UnitResults {
  /** Whose numbers they are. */
  readonly unit: UnitRef;
  /** Per group and wave; empty for classes. */
  readonly participation: readonly ParticipationResults[];
  /** Scales with answers, in the order of the codebook. */
  readonly scales: readonly ScaleResults[];
}

/** One unnamed school in a chart of the spread. */
export interface SchoolPoint {
  /** Scale id. */
  readonly scale: string;
  /** Year. */
  readonly wave: number;
  /** The school's mean, points. */
  readonly mean: Estimate;
}

/** An item that has moved against the others of its scale. */
export interface MovedItem {
  /** Id in the codebook. */
  readonly item: string;
  /** Year in which it has parameters of its own and does not link the waves. */
  readonly wave: number;
}

/** How well a scale measures, over the whole programme. */
export interface ScaleQuality {
  /** Scale id. */
  readonly scale: string;
  /** Items that count. */
  readonly items: number;
  /** Marginal reliability of the plausible values, 0–1. */
  readonly reliability: number;
  /** Cronbach's alpha per wave, null where not asked. */
  readonly alpha: readonly (number | null)[];
  /** People scored, all waves together. */
  readonly answered: number;
  /** Whether the calibration reached its maximum. */
  readonly converged: boolean;
  /** Items freed in a wave, in the order found. */
  readonly movedItems: readonly MovedItem[];
  /** Pairs of years between which no link error could be computed. */
  readonly withoutLinkError: readonly (readonly [from: number, to: number])[];
}

/** Where the numbers come from. */
export interface Provenance {
  /** Whether the data folder says that it is simulated. */
  readonly synthetic: boolean;
  /** SHA-256 of the data files. */
  readonly dataDigest: string;
  /** As the codebook says. */
  readonly codebookVersion: string;
  /** SHA-256 of the codebook. */
  readonly codebookDigest: string;
  /** SHA-256 of the code that decides numbers. */
  readonly codeDigest: string;
  /** Seed of the plausible values. */
  readonly seed: number;
  /** Answers that were not blank. */
  readonly answersRead: number;
  /** Answers and rows set aside. */
  readonly quarantined: number;
}

/** What a report's notebook opens. */
export interface ReportData {
  /** What the variables mean. */
  readonly codebook: Codebook;
  /** The report's own unit. */
  readonly results: UnitResults;
  /** The whole programme, for comparison. */
  readonly programme: UnitResults;
  /** The thirteen in alphabetical order; only in the joint report. */
  readonly municipalities: readonly UnitResults[];
  /** Participation against development; empty where participation is unknown. */
  readonly dose: readonly DoseResults[];
  /** Own results against the pupils' background; the joint report has all municipalities'. */
  readonly expected: readonly LabelledExpected[];
  /** How many of the unit's schools are as expected. */
  readonly verdicts: readonly VerdictCounts[];
  /** What the unit's own differences are made of. */
  readonly decompositions: readonly DecompositionResults[];
  /** What goes with a flatter gradient, over the whole programme. */
  readonly conditions: readonly ConditionResults[];
  /** Means of the whole country as the user gave them; empty where none are given. */
  readonly national: readonly NationalMean[];
  /** The report's unit first; the joint report has the municipalities after it. */
  readonly criteria: readonly UnitCriteria[];
  /** Unnamed schools of the unit with at least the smallest number of answers. */
  readonly schools: readonly SchoolPoint[];
  /** How well each scale measures. */
  readonly quality: readonly ScaleQuality[];
  /** Where the numbers come from. */
  readonly provenance: Provenance;
}
