import { type Codebook, maxScore, type Scale } from "#lib/codebook/mod.ts";
import type { RespondentFrame } from "#lib/data/mod.ts";
import { gather } from "./gather.ts";
import type { ScaleResponses } from "./types.ts";

/**
 * The answers of a frame to one scale, all rows of the frame as persons.
 *
 * An item without a column counts as not asked. The columns are the frame's own,
 * not copies.
 *
 * @param waves Number of waves; they are the groups.
 */
export function responsesOfScale(
  frame: RespondentFrame,
  scale: Scale,
  { codebook, waves }: { readonly codebook: Codebook; readonly waves: number },
): ScaleResponses {
  return {
    scale: scale.id,
    itemIds: scale.items.map((item) => item.id),
    maxScores: Int32Array.from(scale.items, (item) => maxScore(codebook, item)),
    columns: scale.items.map((item) =>
      frame.answers.get(item.id) ?? new Int8Array(frame.rows).fill(-1)
    ),
    persons: frame.rows,
    group: frame.wave,
    groupCount: waves,
  };
}

/** Persons with at least one answer, ascending. */
export function answeredRows({ columns, persons }: ScaleResponses): Int32Array {
  const rows: number[] = [];
  for (let p = 0; p < persons; p++) {
    if (columns.some((column) => column[p]! >= 0)) rows.push(p);
  }
  return Int32Array.from(rows);
}

/** The same answers of some persons only. */
export function selectPersons(
  responses: ScaleResponses,
  rows: Int32Array,
): ScaleResponses {
  const { weight } = responses;
  return {
    ...responses,
    columns: responses.columns.map((column) =>
      gather(column, rows, new Int8Array(rows.length))
    ),
    persons: rows.length,
    group: gather(responses.group, rows, new Uint8Array(rows.length)),
    ...(weight &&
      { weight: gather(weight, rows, new Float64Array(rows.length)) }),
  };
}
