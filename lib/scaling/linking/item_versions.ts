import type { ScaleResponses } from "../types.ts";

/** An item that has parameters of its own in one wave. */
export interface FreedItem {
  /** Id of the item in the codebook. */
  readonly item: string;
  /** Index of the wave. */
  readonly wave: number;
}

/** Id under which an item is calibrated in a wave where it is freed. */
export function versionId({ item, wave }: FreedItem): string {
  return `${item}@${wave}`;
}

/** Id in the codebook of an item or of one of its versions. */
export function itemOfVersion(id: string): string {
  return id.replace(/@\d+$/, "");
}

/**
 * Gives items a version of their own in some waves: the answers of that wave move
 * from the item's column to a new one at the end, under {@linkcode versionId}.
 *
 * The item keeps its id and its parameters in all other waves. Nothing is copied
 * but the columns concerned.
 *
 * @param freed Each pair of item and wave once; items that are not there are skipped.
 */
export function freeItems(
  responses: ScaleResponses,
  freed: readonly FreedItem[],
): ScaleResponses {
  const { group } = responses;
  const itemIds = [...responses.itemIds];
  const maxScores = [...responses.maxScores];
  const columns = [...responses.columns];
  for (const one of freed) {
    const at = itemIds.indexOf(one.item);
    if (at < 0) continue;
    const rest = columns[at]!.slice();
    const own = new Int8Array(rest.length).fill(-1);
    for (let p = 0; p < own.length; p++) {
      if (group[p] !== one.wave) continue;
      own[p] = rest[p]!;
      rest[p] = -1;
    }
    columns[at] = rest;
    itemIds.push(versionId(one));
    maxScores.push(maxScores[at]!);
    columns.push(own);
  }
  return {
    ...responses,
    itemIds,
    maxScores: Int32Array.from(maxScores),
    columns,
  };
}

/**
 * Number (weight) of answers to each item in each wave, items × waves.
 */
export function answersByWave(
  { columns, group, groupCount, persons, weight }: ScaleResponses,
): readonly Float64Array[] {
  return columns.map((column) => {
    const counts = new Float64Array(groupCount);
    for (let p = 0; p < persons; p++) {
      if (column[p]! >= 0) counts[group[p]!]! += weight ? weight[p]! : 1;
    }
    return counts;
  });
}
