import { rangeColumn } from "./code_column.ts";
import type { KeyTable } from "./key_table.ts";
import {
  emptyRoll,
  type RawRoll,
  readPersonAndSchool,
  readRollCode,
  type RollContext,
  shortened,
} from "./raw_roll.ts";

const GRADE = rangeColumn("klassetrin", {
  first: 0,
  last: 10,
  value: (code) => code,
});
const GENDER = rangeColumn("koen", {
  first: 1,
  last: 2,
  value: (code) => code - 1,
});
const COLUMNS = ["elev", "skole", "klasse", "klassetrin", "koen"];

/**
 * Reads `elever_<wave>.csv`: `elev;skole;klasse;klassetrin;koen`, all pupils
 * who were invited.
 *
 * @param labels Table of class names, which the roll adds to.
 * @throws {DataError} If the file or its columns are not as expected.
 */
export function readPupilRoll(
  context: RollContext,
  { wave, labels }: { readonly wave: number; readonly labels: KeyTable },
): RawRoll {
  const { folder } = context;
  const file = folder.openCsv(`elever_${wave}.csv`, COLUMNS);
  const { cursor, cellOf } = file;
  const [, , labelCell = 0, gradeCell = 0, genderCell = 0] = cellOf;
  const roll = emptyRoll(file.rows);
  const seen = new Set<number>();
  let row = 0;
  while (file.nextRow()) {
    const place = { roll, row, seen, keyColumn: "elev" };
    if (!readPersonAndSchool(context, file, place)) continue;
    const start = cursor.starts[labelCell]!;
    const end = cursor.ends[labelCell]!;
    roll.label[row] = start === end ? -1 : labels.add(cursor.bytes, start, end);
    roll.grade[row] = readRollCode(folder, file, {
      cell: gradeCell,
      column: GRADE,
    });
    roll.gender[row] = readRollCode(folder, file, {
      cell: genderCell,
      column: GENDER,
    });
    row++;
  }
  return shortened(roll, row);
}
