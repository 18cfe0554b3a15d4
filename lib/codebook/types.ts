/**
 * What every variable means. The codebook is data (`data-samples/codebook`);
 * these types are its checked form.
 * @module
 */

/** Who filled in an answer sheet. `tests` are the pupils' own test sheets. */
export type RespondentGroup =
  | "pupils-0-3"
  | "pupils-4-9"
  | "class-teachers"
  | "parents"
  | "staff"
  | "leaders"
  | "tests";

/** A respondent group with its Danish names and its place in a data folder. */
export interface RespondentGroupInfo {
  /** As used in options and results. */
  readonly id: RespondentGroup;
  /** Danish, e.g. "Elever 4.–9. klasse". */
  readonly label: string;
  /** Stem of the answer file: `svar_<fileStem>_<wave>.csv`. */
  readonly fileStem: string;
  /** What a row is about: a pupil of the roll, or a member of staff. */
  readonly roll: "pupils" | "staff";
  /** Lowest level that may be shown; leaders only at municipality level. */
  readonly lowestLevel: "class" | "school" | "municipality";
  /** Grades of the pupils who were invited; groups of the pupil roll only. */
  readonly grades?: readonly [first: number, last: number];
  /** Codes of `rolle` who were invited; groups of the staff roll only. */
  readonly roles?: readonly number[];
}

/** A named set of answer categories, in the order of their codes. */
export interface AnswerSet {
  /** As items name it. */
  readonly id: string;
  /** Danish labels, lowest code first. */
  readonly categories: readonly string[];
  /** Code of the first category in the files; the others follow by one. */
  readonly firstCode: number;
  /** Code of "ved ikke": read as missing and counted, never a middle category. */
  readonly dontKnowCode: number | null;
}

/** One question or test task. */
export interface Item {
  /** Column name in the answer file, unique in the codebook. */
  readonly id: string;
  /** Danish wording. */
  readonly text: string;
  /** Id of the answer set. */
  readonly answerSet: string;
  /** True when a high code means little of what the scale measures. */
  readonly reversed: boolean;
  /** Years in which the item was asked. */
  readonly waves: readonly number[];
  /** Grades that got the item; absent when all grades of the group did. */
  readonly grades?: readonly [first: number, last: number];
}

/** Part of the report a scale belongs to. */
export type Domain =
  | "learning"
  | "well-being"
  | "learning-environment"
  | "home-and-school"
  | "professional-practice"
  | "leadership";

/** A set of items that measures one thing. */
export interface Scale {
  /** Unique, e.g. `e4_klasseledelse`. */
  readonly id: string;
  /** Who answers it. */
  readonly group: RespondentGroup;
  /** Chapter of the report. */
  readonly domain: Domain;
  /** Danish, e.g. "Klasseledelse". */
  readonly label: string;
  /** Danish sentence: what a high score means. */
  readonly highMeans: string;
  /** A question the team may take up at its meeting, Danish. */
  readonly teamQuestion: string;
  /** Opinions in ordered categories, or tasks that are right or wrong. */
  readonly kind: "rating" | "test";
  /** In the order of the questionnaire. */
  readonly items: readonly Item[];
}

/** A municipality of the programme. */
export interface Municipality {
  /** ASCII, used in file names and commands, e.g. `holbaek`. */
  readonly id: string;
  /** Four digits with leading zero, e.g. "0316". */
  readonly code: string;
  /** Official name, e.g. "Holbæk". */
  readonly name: string;
  /** Danish genitive for running text, e.g. "Holbæks". */
  readonly genitive: string;
  /** Other spellings in use, e.g. "Vesthimmerland". */
  readonly aliases: readonly string[];
}

/** One frozen component of the social-background index. */
export interface BackgroundComponent {
  /** Which part of the background it is. */
  readonly id: "education" | "occupation" | "possessions";
  /** Columns in the parent file; the highest value counts. */
  readonly columns: readonly string[];
  /** Danish. */
  readonly label: string;
  /** Value of each code; null where the column already holds the value. */
  readonly values: Readonly<Record<string, number>> | null;
  /** Allowed range of the column. */
  readonly range: readonly [number, number];
  /** Frozen standardisation of 2015, the same in all waves. */
  readonly mean: number;
  /** Standard deviation of the component in 2015. */
  readonly standardDeviation: number;
  /** Weight of the z-score in the sum. */
  readonly weight: number;
}

/** Parents' education groups in order, and the index built on the components. */
export interface BackgroundIndex {
  /** Danish. */
  readonly label: string;
  /** In the order in which they are shown. */
  readonly components: readonly BackgroundComponent[];
  /** Divisor that gives the index SD 1 in the frozen reference. */
  readonly scale: number;
  /** Education groups shown in reports, lowest first, by code of the column. */
  readonly educationGroups: readonly {
    readonly id: "low" | "middle" | "high";
    readonly label: string;
    readonly codes: readonly number[];
  }[];
}

/** One success criterion of the programme as a stated estimand. */
export interface SuccessCriterion {
  /** ASCII, used in file names. */
  readonly id: string;
  /** Danish, the criterion in short. */
  readonly label: string;
  /** Danish, what is computed. */
  readonly estimandText: string;
  /** Change of a mean in points, of the gradient in points per SD, or of the explained share. */
  readonly estimand: "mean-change" | "gradient-change" | "explained-change";
  /** Ids of the scales that answer it. */
  readonly scales: readonly string[];
  /** Year compared with. */
  readonly from: number;
  /** Year looked at. */
  readonly to: number;
  /** +1 where a rise is success, −1 where a fall is. */
  readonly desired: 1 | -1;
  /** Smallest change that matters, in the estimand's unit. */
  readonly margin: number;
  /** Level of the tests that decide, e.g. 0.05. */
  readonly alpha: number;
}

/** A data collection: which years, groups and scales. */
export interface ProgrammeSpec {
  /** As data folders name it. */
  readonly id: "program-for-laeringsledelse" | "ledelse-for-oeget-laering";
  /** Danish. */
  readonly label: string;
  /** Years of data collection, increasing. */
  readonly waves: readonly number[];
  /** Ids of the scales that were asked. */
  readonly scales: readonly string[];
  /** Municipality ids that take part. */
  readonly municipalities: readonly string[];
  /** Id of the scale that was named as the primary outcome before any result; one of `scales`. */
  readonly primaryScale?: string;
}

/** The whole instrument. */
export interface Codebook {
  /** Version of the instrument, stated in every report. */
  readonly version: string;
  /** Danish: whose instrument this is. */
  readonly note: string;
  /** In the order of the reports. */
  readonly groups: readonly RespondentGroupInfo[];
  /** By their id. */
  readonly answerSets: Readonly<Record<string, AnswerSet>>;
  /** In the order of groups, then of the questionnaire. */
  readonly scales: readonly Scale[];
  /** Of all programmes. */
  readonly municipalities: readonly Municipality[];
  /** The same in all waves. */
  readonly background: BackgroundIndex;
  /** Of the first programme. */
  readonly criteria: readonly SuccessCriterion[];
  /** The first is the one with a development over waves. */
  readonly programmes: readonly ProgrammeSpec[];
}
