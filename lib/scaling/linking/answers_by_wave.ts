import type { ScaleResponses } from "../types.ts";

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
