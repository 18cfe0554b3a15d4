import type { Codebook, Item, RespondentGroupInfo } from "#lib/codebook/mod.ts";
import type { BackgroundReader, RollBackground } from "./background_reader.ts";
import type { CsvFile, DataFolder } from "./data_folder.ts";
import type { KeyTable } from "./key_table.ts";
import type { Roll } from "./roll.ts";
import { SheetReader } from "./sheet_reader.ts";

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
  const { group, roll } = spec;
  const file = openAnswerFile(folder, spec);
  const sheet = new SheetReader(folder, file, spec);
  const seen = new Uint8Array(roll.rows);
  const answered = new Uint8Array(roll.rows);
  const rater = new Int32Array(roll.rows).fill(-1);
  let answeredRows = 0;
  let blankSheets = 0;
  while (file.nextRow()) {
    const row = rowOnRoll(folder, file, { spec, seen });
    if (row < 0) continue;
    let given = sheet.read(row);
    if (group.id === "class-teachers") {
      rater[row] = readRater(file, spec.raters);
    }
    if (group.id === "parents") {
      const place = { into: spec.background, row, firstCell: 1 };
      given += spec.backgroundReader.read(folder, file, place);
    }
    if (given > 0) {
      answered[row] = 1;
      answeredRows++;
    } else blankSheets++;
  }
  const { answersRead, dontKnow, columns: items } = sheet;
  const counts = { answeredRows, answersRead, dontKnow, blankSheets };
  return { roll, answered, items, rater, ...counts };
}

function openAnswerFile(folder: DataFolder, spec: AnswerFileSpec): CsvFile {
  const { group, wave, items, backgroundReader } = spec;
  const between = group.id === "class-teachers"
    ? ["laerer"]
    : group.id === "parents"
    ? backgroundReader.columns
    : [];
  return folder.openCsv(`svar_${group.fileStem}_${wave}.csv`, [
    keyColumn(group),
    ...between,
    ...items.map((item) => item.id),
  ]);
}

function keyColumn({ roll }: RespondentGroupInfo): string {
  return roll === "pupils" ? "elev" : "person";
}

/** Row of the roll that the current row is about; −1 if it is set aside. */
function rowOnRoll(
  folder: DataFolder,
  file: CsvFile,
  { spec, seen }: {
    readonly spec: AnswerFileSpec;
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
    folder.quarantine.add(cursor.line, {
      column: keyColumn(group),
      value,
      reason,
    });
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
