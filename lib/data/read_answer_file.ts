import type { Codebook, Item, RespondentGroupInfo } from "#lib/codebook/mod.ts";
import type { BackgroundReader, RollBackground } from "./background_reader.ts";
import {
  type CodeColumn,
  DONT_KNOW,
  itemColumn,
  NOT_ALLOWED,
  refuseText,
} from "./code_column.ts";
import type { CsvFile, DataFolder } from "./data_folder.ts";
import type { KeyTable } from "./key_table.ts";
import { BLANK, NOT_A_NUMBER, parseCode } from "./parse_code.ts";
import type { Roll } from "./roll.ts";

/** One group's answers in one wave, by row of the roll. */
export interface WaveAnswers {
  readonly roll: Roll;
  /** 1 where the person answered something. */
  readonly answered: Uint8Array;
  readonly answeredRows: number;
  /** Categories by item, −1 missing. */
  readonly items: ReadonlyMap<string, Int8Array>;
  /** Number of the rater in the table of raters; −1 none. */
  readonly rater: Int32Array;
  readonly answersRead: number;
  readonly dontKnow: number;
  readonly blankSheets: number;
}

/** What {@linkcode readAnswerFile} needs to know about a file. */
export interface AnswerFileSpec {
  readonly codebook: Codebook;
  readonly group: RespondentGroupInfo;
  readonly wave: number;
  /** Items asked in the wave. */
  readonly items: readonly Item[];
  readonly roll: Roll;
  readonly persons: KeyTable;
  /** Table of raters, which class teachers' files add to. */
  readonly raters: KeyTable;
  /** Where the parents' background goes. */
  readonly background: RollBackground;
  readonly backgroundReader: BackgroundReader;
}

/**
 * Reads `svar_<fileStem>_<wave>.csv` into columns by row of the roll.
 *
 * Codes outside an item's categories are set aside and read as missing; rows of
 * people who are not on the roll, who were not asked or who occur before are
 * set aside as a whole.
 *
 * @throws {DataError} If the file or its columns are not as expected, or a
 * cell of an item holds text.
 */
export function readAnswerFile(
  folder: DataFolder,
  spec: AnswerFileSpec,
): WaveAnswers {
  const { group, roll, items } = spec;
  const rated = group.id === "class-teachers";
  const extra = rated
    ? ["laerer"]
    : group.id === "parents"
    ? spec.backgroundReader.columns
    : [];
  const key = group.roll === "pupils" ? "elev" : "person";
  const name = `svar_${group.fileStem}_${spec.wave}.csv`;
  const file = folder.openCsv(name, [key, ...extra, ...items.map((i) => i.id)]);
  const sheet = new SheetReader(folder, file, spec, 1 + extra.length);
  const seen = new Uint8Array(roll.rows);
  const answered = new Uint8Array(roll.rows);
  const rater = new Int32Array(roll.rows).fill(-1);
  let answeredRows = 0;
  let blankSheets = 0;
  while (file.nextRow()) {
    const row = rowOnRoll(folder, file, { spec, key, seen });
    if (row < 0) continue;
    let given = sheet.read(row);
    if (rated) rater[row] = readRater(file, spec.raters);
    if (group.id === "parents") {
      const place = { into: spec.background, row, firstCell: 1 };
      given += spec.backgroundReader.read(folder, file, place);
    }
    if (given > 0) {
      answered[row] = 1;
      answeredRows++;
    } else blankSheets++;
  }
  const { answersRead, dontKnow, columns } = sheet;
  return {
    roll,
    answered,
    answeredRows,
    items: columns,
    rater,
    answersRead,
    dontKnow,
    blankSheets,
  };
}

/** Row of the roll that the current row is about; −1 if it is set aside. */
function rowOnRoll(
  folder: DataFolder,
  file: CsvFile,
  { spec, key, seen }: {
    readonly spec: AnswerFileSpec;
    readonly key: string;
    readonly seen: Uint8Array;
  },
): number {
  const { group, roll, persons } = spec;
  const { cursor, cellOf } = file;
  const cell = cellOf[0]!;
  const known = persons.find(
    cursor.bytes,
    cursor.starts[cell]!,
    cursor.ends[cell]!,
  );
  const row = known < 0 ? -1 : roll.rowOfKey[known]!;
  const reason = row < 0
    ? `not on the roll of ${spec.wave}`
    : !wasInvited(group, roll, row)
    ? `not in the group ${group.id}`
    : seen[row]
    ? "key occurs twice in the file"
    : null;
  if (reason !== null) {
    const value = cursor.text(cell);
    folder.quarantine.add(cursor.line, { column: key, value, reason });
    return -1;
  }
  seen[row] = 1;
  return row;
}

/** Whether a person of the roll belongs to those who were asked. */
export function wasInvited(
  group: RespondentGroupInfo,
  roll: Roll,
  row: number,
): boolean {
  if (group.roll === "staff") {
    // Roles are 0-based in the columns, 1-based in files and codebook.
    return group.roles?.includes(roll.role[row]! + 1) ?? true;
  }
  const grade = roll.grade[row]!;
  return group.grades === undefined ||
    (grade >= group.grades[0] && grade <= group.grades[1]);
}

function readRater({ cursor, cellOf }: CsvFile, raters: KeyTable): number {
  const cell = cellOf[1]!;
  const start = cursor.starts[cell]!;
  const end = cursor.ends[cell]!;
  return start === end ? -1 : raters.add(cursor.bytes, start, end);
}

/** Reads the items of one answer sheet after the other. */
class SheetReader {
  readonly columns: ReadonlyMap<string, Int8Array>;
  answersRead = 0;
  dontKnow = 0;
  readonly #folder: DataFolder;
  readonly #file: CsvFile;
  readonly #items: readonly Item[];
  readonly #roll: Roll;
  readonly #codeColumns: readonly CodeColumn[];
  readonly #answers: readonly Int8Array[];
  readonly #cells: readonly number[];

  constructor(
    folder: DataFolder,
    file: CsvFile,
    { codebook, items, roll }: AnswerFileSpec,
    firstCell: number,
  ) {
    this.#folder = folder;
    this.#file = file;
    this.#items = items;
    this.#roll = roll;
    this.#codeColumns = items.map((item) => itemColumn(codebook, item));
    this.#answers = items.map(() => new Int8Array(roll.rows).fill(-1));
    this.#cells = file.cellOf.slice(firstCell);
    this.columns = new Map(items.map((i, k) => [i.id, this.#answers[k]!]));
  }

  /** Reads the current row; returns the number of answers that are allowed. */
  read(row: number): number {
    const { bytes, starts, ends } = this.#file.cursor;
    const cells = this.#cells;
    let given = 0;
    for (let k = 0; k < cells.length; k++) {
      const cell = cells[k]!;
      const code = parseCode(bytes, starts[cell]!, ends[cell]!);
      if (code === BLANK) continue;
      this.answersRead++;
      const column = this.#codeColumns[k]!;
      const category = code >= 0 ? column.values[code]! : NOT_ALLOWED;
      if (category === NOT_ALLOWED) {
        this.#setAside(k, code);
        continue;
      }
      const { grades } = this.#items[k]!;
      if (grades && !isIn(grades, this.#roll.grade[row]!)) {
        this.#setAsideForm(k, grades);
        continue;
      }
      given++;
      if (category === DONT_KNOW) this.dontKnow++;
      else this.#answers[k]![row] = category;
    }
    return given;
  }

  #setAside(k: number, code: number): void {
    const { cursor } = this.#file;
    const column = this.#codeColumns[k]!;
    const cell = this.#cells[k]!;
    if (code === NOT_A_NUMBER) refuseText(cursor, cell, column);
    this.#add(k, `not one of ${column.allowed}`);
  }

  #setAsideForm(k: number, [first, last]: readonly [number, number]): void {
    this.#add(k, `item is for grades ${first} to ${last}`);
  }

  #add(k: number, reason: string): void {
    const { cursor } = this.#file;
    this.#folder.quarantine.add(cursor.line, {
      column: this.#codeColumns[k]!.name,
      value: cursor.text(this.#cells[k]!),
      reason,
    });
  }
}

function isIn(
  [first, last]: readonly [number, number],
  grade: number,
): boolean {
  return grade >= first && grade <= last;
}
