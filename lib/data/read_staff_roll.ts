import { rangeColumn } from "./code_column.ts";
import {
  emptyRoll,
  type RawRoll,
  readPersonAndSchool,
  readRollCode,
  type RollContext,
  shortened,
} from "./raw_roll.ts";

const ROLE = rangeColumn("rolle", {
  first: 1,
  last: 3,
  value: (code) => code - 1,
});

/**
 * Reads `personale_<wave>.csv`: `person;skole;rolle`, all teachers, pedagogues
 * and leaders who were invited.
 *
 * @throws {DataError} If the file or its columns are not as expected.
 */
export function readStaffRoll(context: RollContext, wave: number): RawRoll {
  const { folder } = context;
  const columns = ["person", "skole", "rolle"];
  const file = folder.openCsv(`personale_${wave}.csv`, columns);
  const roleCell = file.cellOf[2]!;
  const roll = emptyRoll(file.rows);
  const seen = new Set<number>();
  let row = 0;
  while (file.nextRow()) {
    const place = { roll, row, seen, keyColumn: "person" };
    if (!readPersonAndSchool(context, file, place)) continue;
    roll.role[row] = readRollCode(folder, file, {
      cell: roleCell,
      column: ROLE,
    });
    row++;
  }
  return shortened(roll, row);
}
