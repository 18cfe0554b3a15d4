import type { RawRoll } from "./raw_roll.ts";
import { sharedInt8, sharedUint16, sharedUint8 } from "./shared_columns.ts";
import type { ClassTable } from "./types.ts";

/** Grades 0–10. */
const GRADES = 11;

/** The classes of all waves and the class of every pupil on the rolls. */
export interface Classes {
  readonly table: ClassTable;
  /** Per wave: class index of each row of the raw roll, −1 none. */
  readonly classOfRow: readonly Int32Array[];
  /** Pupils in each class. */
  readonly size: Int32Array;
}

/** Class names by their number, and ids of the schools. */
export interface ClassNames {
  readonly labels: readonly string[];
  readonly schools: readonly string[];
}

/**
 * Makes the classes from the pupil rolls, in the order wave, school, name.
 * A class's grade is that of most of its pupils, the lowest of several.
 *
 * @param rolls Pupil roll of each wave.
 */
export function toClasses(
  rolls: readonly RawRoll[],
  names: ClassNames,
): Classes {
  const sorted = sortLabels(names.labels);
  const cellOfRow = rolls.map((roll, wave) =>
    cellsOfRoll(roll, wave, { names, rank: sorted.rank })
  );
  const { cells, classOfCell } = numberClasses(cellOfRow, {
    cellCount: rolls.length * names.schools.length * names.labels.length,
  });
  const classOfRow = cellOfRow.map((rows) =>
    rows.map((cell) => cell < 0 ? -1 : classOfCell[cell]!)
  );
  const { size, grade } = countPupils(rolls, classOfRow, cells.length);
  const labels = sorted.order.map((id) => names.labels[id]!);
  const table = toTable(cells, { labels, schools: names.schools }, grade);
  return { table, classOfRow, size };
}

/** Label numbers in the order of their names, and the rank of each number. */
function sortLabels(
  labels: readonly string[],
): { readonly order: readonly number[]; readonly rank: Int32Array } {
  const order = labels.map((_, id) => id)
    .sort((a, b) => labels[a]! < labels[b]! ? -1 : 1);
  const rank = new Int32Array(labels.length);
  order.forEach((id, place) => rank[id] = place);
  return { order, rank };
}

/** Cell wave × school × label rank of each row of a roll; −1 without a class. */
function cellsOfRoll(
  { rows, label, school }: RawRoll,
  wave: number,
  { names, rank }: { readonly names: ClassNames; readonly rank: Int32Array },
): Int32Array {
  const cells = new Int32Array(rows).fill(-1);
  for (let row = 0; row < rows; row++) {
    if (label[row]! < 0) continue;
    const site = wave * names.schools.length + school[row]!;
    cells[row] = site * names.labels.length + rank[label[row]!]!;
  }
  return cells;
}

/** Numbers the cells that have pupils, in ascending order. */
function numberClasses(
  cellOfRow: readonly Int32Array[],
  { cellCount }: { readonly cellCount: number },
): { readonly cells: readonly number[]; readonly classOfCell: Int32Array } {
  const occupied = new Uint8Array(cellCount);
  for (const rows of cellOfRow) {
    for (const cell of rows) if (cell >= 0) occupied[cell] = 1;
  }
  const classOfCell = new Int32Array(cellCount).fill(-1);
  const cells: number[] = [];
  for (let cell = 0; cell < cellCount; cell++) {
    if (occupied[cell]) classOfCell[cell] = cells.push(cell) - 1;
  }
  return { cells, classOfCell };
}

function countPupils(
  rolls: readonly RawRoll[],
  classOfRow: readonly Int32Array[],
  classes: number,
): { readonly size: Int32Array; readonly grade: Int8Array } {
  const size = new Int32Array(classes);
  const gradeCounts = new Int32Array(classes * GRADES);
  rolls.forEach((roll, wave) =>
    classOfRow[wave]!.forEach((index, row) => {
      if (index < 0) return;
      size[index]!++;
      const grade = roll.grade[row]!;
      if (grade >= 0) gradeCounts[index * GRADES + grade]!++;
    })
  );
  const grade = sharedInt8(classes);
  for (let index = 0; index < classes; index++) {
    grade[index] = commonest(
      gradeCounts.subarray(index * GRADES, (index + 1) * GRADES),
    );
  }
  return { size, grade };
}

/** Lowest place with the highest of the counts; −1 if all are 0. */
function commonest(counts: Int32Array): number {
  const most = counts.reduce((a, b) => a > b ? a : b, 0);
  return most === 0 ? -1 : counts.indexOf(most);
}

function toTable(
  cells: readonly number[],
  { labels, schools }: ClassNames,
  grade: Int8Array,
): ClassTable {
  const perWave = schools.length * labels.length;
  const wave = sharedUint8(cells.length);
  const school = sharedUint16(cells.length);
  cells.forEach((cell, index) => {
    wave[index] = Math.floor(cell / perWave);
    school[index] = Math.floor((cell % perWave) / labels.length);
  });
  const own = cells.map((cell) => labels[cell % labels.length]!);
  const ids = own.map((label, index) => `${schools[school[index]!]} ${label}`);
  return { ids, labels: own, wave, school, grade };
}
