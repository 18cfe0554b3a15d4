import { collapseResponses } from "./collapse_responses.ts";
import type { ScaleResponses } from "./types.ts";

/** The distinct answers of a scale. */
export interface AnswerPatterns {
  /** One weighted person per distinct pattern and group. */
  readonly patterns: ScaleResponses;
  /** Pattern of each person; −1 without an answer. */
  readonly patternOf: Int32Array;
}

/**
 * The same answers with one weighted person per distinct pattern and group.
 *
 * Whatever does not tell persons with the same answers apart (calibration, scores,
 * fit) comes out the same from a fraction of the rows.
 */
export function answerPatterns(responses: ScaleResponses): AnswerPatterns {
  const table = collapseResponses(responses, "pattern");
  const { rows, scores, width, weight } = table;
  const columns = responses.itemIds.map(() => new Int8Array(rows).fill(-1));
  const group = new Uint8Array(rows);
  for (const segment of table.segments) {
    group.fill(segment.group, segment.start, segment.end);
    for (const i of table.booklets[segment.booklet]!) {
      const column = columns[i]!;
      for (let row = segment.start; row < segment.end; row++) {
        column[row] = scores[row * width + i]!;
      }
    }
  }
  return {
    patterns: { ...responses, columns, group, persons: rows, weight },
    patternOf: table.rowOfPerson,
  };
}
