/**
 * A programme's answers as typed, checked columns. All numeric columns lie over
 * `SharedArrayBuffer`, so workers read them without copying.
 * @module
 */
import type {
  Codebook,
  ProgrammeSpec,
  RespondentGroup,
} from "#lib/codebook/mod.ts";

/** The sites of a programme, in the order of `skoler.csv`. */
export interface SchoolTable {
  /** School ids, e.g. "0530-03". */
  readonly ids: readonly string[];
  /** Names as written in the file. */
  readonly names: readonly string[];
  /** Index into `municipalities` of the codebook's programme, per school. */
  readonly municipality: Uint8Array;
}

/** Classes; a class belongs to one wave. Order: wave, school, class name. */
export interface ClassTable {
  /** School id and class name, e.g. "0530-03 4.A"; unique within a wave. */
  readonly ids: readonly string[];
  /** Class names, e.g. "4.A". */
  readonly labels: readonly string[];
  /** Index into the programme's waves. */
  readonly wave: Uint8Array;
  /** Index into the school table. */
  readonly school: Uint16Array;
  /** Grade of most of its pupils; −1 unknown. */
  readonly grade: Int8Array;
}

/**
 * Answers of one respondent group in all waves, one row per person and wave
 * who answered something; sorted by wave, school, class, person.
 */
export interface RespondentFrame {
  /** Who answered. */
  readonly group: RespondentGroup;
  /** Length of every column. */
  readonly rows: number;
  /** Index into the programme's waves. */
  readonly wave: Uint8Array;
  /** Index into the programme's municipalities. */
  readonly municipality: Uint8Array;
  /** Index into the school table. */
  readonly school: Uint16Array;
  /** Index into the class table; −1 where there is none. */
  readonly classIndex: Int32Array;
  /** 0–9; −1 where it does not apply. */
  readonly grade: Int8Array;
  /** 0 boy, 1 girl, −1 unknown or not applicable. */
  readonly gender: Int8Array;
  /**
   * Pseudonymous person (for pupils, parents, class teachers: the pupil); the
   * same number in all waves and in all groups of the same roll.
   */
  readonly person: Int32Array;
  /** The rater of a class-teacher sheet, the same in all waves; −1 elsewhere. */
  readonly rater: Int32Array;
  /** Staff: 0 teacher, 1 pedagogue, 2 leader; −1 for others. */
  readonly role: Int8Array;
  /** Index of social background, mean 0 and SD 1 in the frozen reference; NaN unknown. */
  readonly background: Float64Array;
  /**
   * Value of each component of that index in the home, in the order of the codebook;
   * NaN unknown. Empty for groups that have no background.
   */
  readonly components: readonly Float32Array[];
  /** Index into the codebook's education groups; −1 "uoplyst". */
  readonly education: Int8Array;
  /** Non-response weight, mean 1 within each wave. */
  readonly weight: Float64Array;
  /**
   * Per item: category 0…m, turned so that high means much of what the scale
   * measures; −1 missing, not asked or "ved ikke".
   */
  readonly answers: ReadonlyMap<string, Int8Array>;
}

/** How many were asked and how many answered, per wave and school. */
export interface Participation {
  /** Who was asked. */
  readonly group: RespondentGroup;
  /** Element `wave * schools + school`. */
  readonly invited: Int32Array;
  /** Who answered something, in the same order. */
  readonly answered: Int32Array;
}

/** One answer or row that was set aside; nothing is lost silently. */
export interface QuarantineEntry {
  /** Name of the file in the folder. */
  readonly file: string;
  /** Line in the file, 1 is the header. */
  readonly line: number;
  /** Column of the value, the key column for whole rows. */
  readonly column: string;
  /** As it stands in the file. */
  readonly value: string;
  /** What is wrong with it and what is allowed. */
  readonly reason: string;
}

/** What was noticed while reading and is no error. */
export interface ReadingNotes {
  /** Answers "ved ikke", read as missing. */
  readonly dontKnow: number;
  /** Answer sheets without any answer; not among the answered. */
  readonly blankSheets: number;
  /** Classes with fewer than 10 pupils, over all waves. */
  readonly smallClasses: number;
  /** Classes with more than 35 pupils, over all waves. */
  readonly largeClasses: number;
}

/** The mean of the whole country on one scale in one year, as the user gives it. */
export interface NationalMean {
  /** Scale id. */
  readonly scale: string;
  /** Year. */
  readonly wave: number;
  /** Points. */
  readonly mean: number;
  /** Points. */
  readonly standardError: number;
  /**
   * Whether it was measured with the same items on the programme's own scale, so
   * that items that drift move both alike.
   */
  readonly sameScale: boolean;
}

/** Everything read from one data folder. */
export interface ProgrammeData {
  /** The instrument it was read with. */
  readonly codebook: Codebook;
  /** The data collection it belongs to. */
  readonly programme: ProgrammeSpec;
  /** Sites, in file order. */
  readonly schools: SchoolTable;
  /** Classes of all waves. */
  readonly classes: ClassTable;
  /** Answers by respondent group. */
  readonly frames: ReadonlyMap<RespondentGroup, RespondentFrame>;
  /** Invited and answered of every group. */
  readonly participation: readonly Participation[];
  /**
   * How intensely each school took part, 0–1, NaN where unknown; null where nobody
   * wrote it down.
   */
  readonly intensity: Float64Array | null;
  /** Means of the whole country; empty where none are given. */
  readonly national: readonly NationalMean[];
  /** What was set aside. */
  readonly quarantine: readonly QuarantineEntry[];
  /** Number of answers read that were not blank. */
  readonly answersRead: number;
  /** What else a reader should know. */
  readonly notes: ReadingNotes;
  /** SHA-256 over the files, hexadecimal. */
  readonly digest: string;
  /** True when the folder says that it holds simulated data. */
  readonly synthetic: boolean;
}
