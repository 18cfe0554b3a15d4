import type { RawRoll } from "./raw_roll.ts";
import { sharedInt8, sharedUint16, sharedUint8 } from "./shared_columns.ts";
import type { ClassTable } from "./types.ts";

/** The classes of all waves and the class of every pupil on the rolls. */
export interface Classes {
  readonly table: ClassTable;
  /** Per wave: class index of each row of the raw roll, −1 none. */
  readonly classOfRow: readonly Int32Array[];
  /** Pupils in each class. */
  readonly size: Int32Array;
}

/**
 * Makes the classes from the pupil rolls, in the order wave, school, name.
 * A class's grade is that of most of its pupils, the lowest of several.
 *
 * @param rolls Pupil roll of each wave.
 * @param names Class names by their number, and ids of the schools.
 */
export function toClasses(
  rolls: readonly RawRoll[],
  names: {
    readonly labels: readonly string[];
    readonly schools: readonly string[];
  },
): Classes {
  const { labels, schools } = names;
  const count = Math.max(labels.length, 1);
  const rank = new Int32Array(labels.length);
  const order = labels.map((_, id) => id)
    .sort((a, b) => labels[a]! < labels[b]! ? -1 : 1);
  order.forEach((id, place) => rank[id] = place);
  const cellOf = (roll: RawRoll, wave: number, row: number): number =>
    (wave * schools.length + roll.school[row]!) * count +
    rank[roll.label[row]!]!;

  const occupied = new Uint8Array(rolls.length * schools.length * count);
  eachPupil(rolls, (roll, wave, row) => occupied[cellOf(roll, wave, row)] = 1);
  const classOfCell = new Int32Array(occupied.length).fill(-1);
  const cells: number[] = [];
  for (let cell = 0; cell < occupied.length; cell++) {
    if (occupied[cell]) classOfCell[cell] = cells.push(cell) - 1;
  }

  const classOfRow = rolls.map((roll) => new Int32Array(roll.rows).fill(-1));
  const gradeCounts = new Int32Array(cells.length * 11);
  const size = new Int32Array(cells.length);
  eachPupil(rolls, (roll, wave, row) => {
    const index = classOfCell[cellOf(roll, wave, row)]!;
    classOfRow[wave]![row] = index;
    size[index]!++;
    const grade = roll.grade[row]!;
    if (grade >= 0) gradeCounts[index * 11 + grade]!++;
  });

  const perWave = schools.length * count;
  const table = {
    ids: [] as string[],
    labels: [] as string[],
    wave: sharedUint8(cells.length),
    school: sharedUint16(cells.length),
    grade: sharedInt8(cells.length),
  };
  cells.forEach((cell, index) => {
    const label = labels[order[cell % count]!]!;
    const school = Math.floor((cell % perWave) / count);
    table.ids.push(`${schools[school]} ${label}`);
    table.labels.push(label);
    table.wave[index] = Math.floor(cell / perWave);
    table.school[index] = school;
    table.grade[index] = commonest(gradeCounts, index * 11);
  });
  return { table, classOfRow, size };
}

function eachPupil(
  rolls: readonly RawRoll[],
  visit: (roll: RawRoll, wave: number, row: number) => void,
): void {
  rolls.forEach((roll, wave) => {
    for (let row = 0; row < roll.rows; row++) {
      if (roll.label[row]! >= 0) visit(roll, wave, row);
    }
  });
}

/** Lowest grade 0–10 with the highest of the 11 counts; −1 if all are 0. */
function commonest(counts: Int32Array, from: number): number {
  let best = -1;
  let most = 0;
  for (let grade = 0; grade < 11; grade++) {
    if (counts[from + grade]! > most) {
      most = counts[from + grade]!;
      best = grade;
    }
  }
  return best;
}
