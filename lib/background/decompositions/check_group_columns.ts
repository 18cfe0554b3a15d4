import type { ReplicateData } from "#lib/inference/mod.ts";

/** Groups and what is to be compared in them. */
export interface GroupColumns {
  /** Names of columns that are 1 for the people of a group. */
  readonly groups: readonly string[];
  /** Names of the columns to be compared. */
  readonly columns: readonly string[];
}

/** A column left over by those before it, relative, that counts as nothing. */
const NOTHING_LEFT = 1e-10;

function columnOf(
  { columns = {} }: ReplicateData,
  name: string,
): ArrayLike<number> {
  const column = columns[name];
  if (column === undefined) {
    throw new RangeError(
      `Cannot decompose: found no column "${name}", allowed are ${
        Object.keys(columns).join(", ")
      }`,
    );
  }
  return column;
}

/** What is left of a column, by rows, when its part along each of `others` is taken away. */
function leftOver(
  column: Float64Array,
  others: readonly Float64Array[],
): Float64Array {
  const rest = column.slice();
  for (const other of others) {
    let product = 0;
    for (let i = 0; i < rest.length; i++) product += rest[i]! * other[i]!;
    for (let i = 0; i < rest.length; i++) rest[i]! -= product * other[i]!;
  }
  return rest;
}

function normOf(column: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += column[i]! * column[i]!;
  return Math.sqrt(sum);
}

/**
 * Checks that the columns of each group tell people apart, and names the one that does not.
 *
 * @throws {RangeError} If a group has too few people, or a column is constant in it or
 * follows from the others.
 */
export function checkGroupColumns(
  data: ReplicateData,
  { groups, columns }: GroupColumns,
): void {
  for (const group of groups) {
    const member = columnOf(data, group);
    const rows: number[] = [];
    for (let i = 0; i < member.length; i++) {
      if (member[i] === 1 && data.design.weights[i]! > 0) rows.push(i);
    }
    if (rows.length <= columns.length + 1) {
      throw new RangeError(
        `Cannot decompose: group "${group}" has ${rows.length} people, ${columns.length} columns need at least ${
          columns.length + 2
        }`,
      );
    }
    const root = rows.map((i) => Math.sqrt(data.design.weights[i]!));
    const constant = Float64Array.from(root);
    const basis = [constant.map((x) => x / normOf(constant))];
    for (const name of columns) {
      const values = columnOf(data, name);
      const column = Float64Array.from(rows, (i, k) => values[i]! * root[k]!);
      const norm = normOf(column);
      // Twice, since once leaves rounding where columns are nearly dependent.
      const rest = leftOver(leftOver(column, basis), basis);
      const left = normOf(rest);
      if (!(left > NOTHING_LEFT * norm)) {
        throw new RangeError(
          `Cannot decompose: column "${name}" is constant in group "${group}" or follows from the columns before it, leave it out`,
        );
      }
      basis.push(rest.map((x) => x / left));
    }
  }
}
