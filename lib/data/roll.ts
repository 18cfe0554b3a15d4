import type { RawRoll } from "./raw_roll.ts";

/** One wave's roll, sorted by school, class, person. */
export interface Roll {
  readonly rows: number;
  /** Row of each key number; −1 where the person is not on this roll. */
  readonly rowOfKey: Int32Array;
  /** Number of the person, the same in all waves. */
  readonly person: Int32Array;
  readonly school: Uint16Array;
  readonly classIndex: Int32Array;
  readonly grade: Int8Array;
  readonly gender: Int8Array;
  readonly role: Int8Array;
}

/**
 * Sorts a raw roll, so that nothing that follows depends on the order of the
 * rows in the file.
 *
 * @param raw The roll as read.
 * @param keys Rank of every key, over all waves, and the class of each raw row;
 * without classes (staff) the order is school, person.
 */
export function toRoll(
  raw: RawRoll,
  { ranks, classOfRow }: {
    readonly ranks: Int32Array;
    readonly classOfRow?: Int32Array;
  },
): Roll {
  const order = rowOrder(raw, ranks, classOfRow);
  const rowOfKey = new Int32Array(ranks.length).fill(-1);
  order.forEach((from, row) => rowOfKey[raw.key[from]!] = row);
  return {
    rows: raw.rows,
    rowOfKey,
    person: order.map((from) => ranks[raw.key[from]!]!),
    school: Uint16Array.from(order, (from) => raw.school[from]!),
    classIndex: order.map((from) => classOfRow ? classOfRow[from]! : -1),
    grade: Int8Array.from(order, (from) => raw.grade[from]!),
    gender: Int8Array.from(order, (from) => raw.gender[from]!),
    role: Int8Array.from(order, (from) => raw.role[from]!),
  };
}

/** Raw rows in the order school, class, person. */
function rowOrder(
  raw: RawRoll,
  ranks: Int32Array,
  classOfRow: Int32Array | undefined,
): Int32Array {
  const rowOfRank = new Int32Array(ranks.length);
  const sortKeys = new Float64Array(raw.rows);
  // Classes over all waves and persons stay far below 2^53 / schools.
  const classes = 1 + (classOfRow ? maximum(classOfRow) + 1 : 0);
  for (let row = 0; row < raw.rows; row++) {
    const rank = ranks[raw.key[row]!]!;
    const classPlace = classOfRow ? classOfRow[row]! + 1 : 0;
    rowOfRank[rank] = row;
    sortKeys[row] = (raw.school[row]! * classes + classPlace) * ranks.length +
      rank;
  }
  sortKeys.sort();
  return Int32Array.from(sortKeys, (key) => rowOfRank[key % ranks.length]!);
}

function maximum(values: Int32Array): number {
  return values.reduce((most, value) => value > most ? value : most, -1);
}
