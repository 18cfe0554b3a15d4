import type { ScaleResponses } from "./types.ts";

/** An item whose parameters are free in one group (wave). */
export interface ItemInGroup {
  /** Id of the item. */
  readonly item: string;
  /** Number of the group. */
  readonly group: number;
}

/** Id under which an item has parameters of its own in one group: "item@group". */
export function splitItemId({ item, group }: ItemInGroup): string {
  return `${item}@${group}`;
}

function unknown(
  { scale, itemIds, groupCount }: ScaleResponses,
  { item, group }: ItemInGroup,
): never {
  throw new RangeError(
    `Cannot free item "${item}" in group ${group} of scale "${scale}": items are ${
      itemIds.join(", ")
    }, groups 0 to ${groupCount - 1}`,
  );
}

/**
 * Splits items whose parameters are not the same in all groups (partial invariance).
 *
 * The answers of the named group move to a new item `item@group` with parameters
 * of its own; the item itself keeps the answers of the other groups and goes on
 * linking them. A frozen scale keeps the item under its own name. Splitting twice
 * changes nothing.
 *
 * @throws {RangeError} If an item or group does not exist.
 */
export function splitItems(
  responses: ScaleResponses,
  freeInGroup: readonly ItemInGroup[],
): ScaleResponses {
  let result = responses;
  for (const part of freeInGroup) {
    const id = splitItemId(part);
    const at = result.itemIds.indexOf(part.item);
    if (at < 0 || !(part.group >= 0 && part.group < responses.groupCount)) {
      unknown(responses, part);
    }
    if (result.itemIds.includes(id)) continue;
    const { group } = responses;
    const column = result.columns[at]!;
    const elsewhere = column.slice();
    const inGroup = new Int8Array(column.length).fill(-1);
    for (let p = 0; p < column.length; p++) {
      if (group[p] !== part.group) continue;
      inGroup[p] = column[p]!;
      elsewhere[p] = -1;
    }
    result = {
      ...result,
      itemIds: [...result.itemIds, id],
      maxScores: Int32Array.of(...result.maxScores, result.maxScores[at]!),
      columns: [...result.columns.with(at, elsewhere), inGroup],
    };
  }
  return result;
}
