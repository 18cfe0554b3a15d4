import { collapseResponses } from "../collapse_responses.ts";
import { selectPersons } from "../responses_of_scale.ts";
import type { ScaleResponses } from "../types.ts";
import type { PersonGrouping } from "./person_grouping.ts";

/** A group in one wave: the unit with a distribution of its own. */
export interface Cell {
  readonly group: number;
  readonly wave: number;
  /** Weight of the persons who answered something. */
  readonly persons: number;
}

/** The answers as weighted patterns, one "person" per pattern and cell. */
export interface PooledAnswers {
  /** Its groups are the cells. */
  readonly responses: ScaleResponses;
  readonly weight: Float64Array;
  readonly cells: readonly Cell[];
  readonly groups: number;
  /** Per pattern: number of the answered items' set, and the sum of the scores. */
  readonly booklet: Int32Array;
  readonly booklets: readonly (readonly number[])[];
  readonly total: Int32Array;
}

/** Cells beyond this do not fit the byte that holds a group. */
const MOST_CELLS = 255;

/** Numbers the pairs of group and wave that occur. */
function numberCells(
  responses: ScaleResponses,
  values: ArrayLike<number>,
): { readonly cell: Uint8Array; readonly pairs: readonly number[] } {
  const { group, groupCount, persons, scale } = responses;
  const occurring = new Set<number>();
  for (let p = 0; p < persons; p++) {
    occurring.add(values[p]! * groupCount + group[p]!);
  }
  const pairs = [...occurring].sort((a, b) => a - b);
  if (pairs.length > MOST_CELLS) {
    throw new RangeError(
      `Cannot compare groups on scale "${scale}": ${pairs.length} pairs of group and wave, at most ${MOST_CELLS} are allowed`,
    );
  }
  const numbers = new Map(pairs.map((pair, c) => [pair, c]));
  const cell = Uint8Array.from(
    { length: persons },
    (_, p) => numbers.get(values[p]! * groupCount + group[p]!)!,
  );
  return { cell, pairs };
}

/**
 * Collapses the answers of the grouped persons to weighted patterns per cell.
 *
 * Everything that compares groups needs only these: at most a few thousand rows
 * instead of all persons.
 */
export function poolAnswers(
  responses: ScaleResponses,
  { labels, values }: PersonGrouping,
): PooledAnswers {
  const known: number[] = [];
  for (let p = 0; p < responses.persons; p++) {
    if (values[p]! >= 0) known.push(p);
  }
  const kept = selectPersons(responses, Int32Array.from(known));
  const { cell, pairs } = numberCells(kept, known.map((p) => values[p]!));
  const rows = collapseResponses(
    { ...kept, group: cell, groupCount: pairs.length },
    "pattern",
  );
  const columns = kept.itemIds.map(() => new Int8Array(rows.rows).fill(-1));
  const group = new Uint8Array(rows.rows);
  const total = new Int32Array(rows.rows);
  const persons = new Float64Array(pairs.length);
  for (const segment of rows.segments) {
    for (let row = segment.start; row < segment.end; row++) {
      group[row] = segment.group;
      persons[segment.group]! += rows.weight[row]!;
      for (const i of rows.booklets[segment.booklet]!) {
        const score = rows.scores[row * rows.width + i]!;
        columns[i]![row] = score;
        total[row]! += score;
      }
    }
  }
  return {
    responses: {
      scale: kept.scale,
      itemIds: kept.itemIds,
      maxScores: kept.maxScores,
      columns,
      persons: rows.rows,
      group,
      groupCount: pairs.length,
      weight: rows.weight,
    },
    weight: rows.weight,
    cells: pairs.map((pair, c) => ({
      group: Math.floor(pair / responses.groupCount),
      wave: pair % responses.groupCount,
      persons: persons[c]!,
    })),
    groups: labels.length,
    booklet: rows.booklet,
    booklets: rows.booklets,
    total,
  };
}
