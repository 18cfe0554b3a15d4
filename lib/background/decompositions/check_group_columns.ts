import type { ReplicateData } from "#lib/inference/mod.ts";
import { factorOf, type GroupMoments, leadingCross } from "./group_moments.ts";
import { momentsOfRows, originRows, rowsOfGroup } from "./row_moments.ts";

/** Groups and what is to be compared in them. */
export interface GroupColumns {
  /** Names of columns that are 1 for the people of a group. */
  readonly groups: readonly string[];
  /** Names of the columns to be compared. */
  readonly columns: readonly string[];
}

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

/** Name of the first column that is constant or follows from those before it. */
function firstDependent(
  moments: GroupMoments,
  columns: readonly string[],
): string | null {
  for (let count = 2; count <= moments.columns; count++) {
    if (factorOf(leadingCross(moments, count), count) === null) {
      return columns[count - 2]!;
    }
  }
  return null;
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
  const used = Object.fromEntries(
    [...groups, ...columns].map((name) => [name, columnOf(data, name)]),
  );
  const { weights } = data.design;
  const source = { scores: weights, columns: used, weights };
  const { rows } = originRows(source, columns);
  for (const group of groups) {
    const members = rowsOfGroup(source, group).filter((i) => weights[i]! > 0);
    if (members.length <= columns.length + 1) {
      throw new RangeError(
        `Cannot decompose: group "${group}" has ${members.length} people, ${columns.length} columns need at least ${
          columns.length + 2
        }`,
      );
    }
    const dependent = firstDependent(momentsOfRows(rows, members), columns);
    if (dependent !== null) {
      throw new RangeError(
        `Cannot decompose: column "${dependent}" is constant in group "${group}" or follows from the columns before it, leave it out`,
      );
    }
  }
}
