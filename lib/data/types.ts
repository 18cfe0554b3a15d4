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
  readonly ids: readonly string[];
  readonly names: readonly string[];
  /** Index into `municipalities` of the codebook's programme, per school. */
  readonly municipality: Uint8Array;
}

/** Classes; a class belongs to one wave. Order: wave, school, class name. */
export interface ClassTable {
  /** School id and class name, e.g. "0530-03 4.A"; unique within a wave. */
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  readonly wave: Uint8Array;
  readonly school: Uint16Array;
  readonly grade: Int8Array;
}

/**
 * Answers of one respondent group in all waves, one row per person and wave
 * who answered something; sorted by wave, school, class, person.
 */
export interface RespondentFrame {
  readonly group: RespondentGroup;
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
  readonly group: RespondentGroup;
  /** Element `wave * schools + school`. */
  readonly invited: Int32Array;
  readonly answered: Int32Array;
}

/** One answer or row that was set aside; nothing is lost silently. */
export interface QuarantineEntry {
  readonly file: string;
  /** Line in the file, 1 is the header. */
  readonly line: number;
  readonly column: string;
  readonly value: string;
  readonly reason: string;
}

/** What was noticed while reading and is no error. */
export interface ReadingNotes {
  /** Answers "ved ikke", read as missing. */
  readonly dontKnow: number;
  /** Answer sheets without any answer; not among the answered. */
  readonly blankSheets: number;
  /** Classes with fewer than 10 or more than 35 pupils, over all waves. */
  readonly smallClasses: number;
  readonly largeClasses: number;
}

/** Everything read from one data folder. */
export interface ProgrammeData {
  readonly codebook: Codebook;
  readonly programme: ProgrammeSpec;
  readonly schools: SchoolTable;
  readonly classes: ClassTable;
  readonly frames: ReadonlyMap<RespondentGroup, RespondentFrame>;
  readonly participation: readonly Participation[];
  readonly quarantine: readonly QuarantineEntry[];
  /** Number of answers read that were not blank. */
  readonly answersRead: number;
  readonly notes: ReadingNotes;
  /** SHA-256 over the files, hexadecimal. */
  readonly digest: string;
  /** True when the folder says that it holds simulated data. */
  readonly synthetic: boolean;
}
