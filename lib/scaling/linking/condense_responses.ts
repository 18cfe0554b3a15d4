import { collapseResponses } from "../collapse_responses.ts";
import { selectPersons } from "../responses_of_scale.ts";
import type { ScaleResponses } from "../types.ts";

/**
 * The same answers with one weighted person per distinct pattern and wave, so
 * that many fits of the same answers cost little.
 *
 * Long tests have almost as many patterns as persons: more than `mostPersons`
 * are thinned to every k-th person, in the order of the data, which is by wave
 * and school. What is computed from them is then as uncertain as from so many.
 */
export function condenseResponses(
  responses: ScaleResponses,
  { mostPatterns, mostPersons }: {
    readonly mostPatterns: number;
    readonly mostPersons: number;
  },
): ScaleResponses {
  const all = patternsOf(responses);
  if (all.persons <= mostPatterns) return all;
  const every = Math.max(1, Math.ceil(responses.persons / mostPersons));
  const rows = Int32Array.from(
    { length: Math.ceil(responses.persons / every) },
    (_, i) => i * every,
  );
  return patternsOf(selectPersons(responses, rows));
}

function patternsOf(responses: ScaleResponses): ScaleResponses {
  const table = collapseResponses(responses, "pattern");
  const columns = responses.itemIds.map(() =>
    new Int8Array(table.rows).fill(-1)
  );
  const group = new Uint8Array(table.rows);
  for (const segment of table.segments) {
    for (let row = segment.start; row < segment.end; row++) {
      group[row] = segment.group;
      for (const i of table.booklets[segment.booklet]!) {
        columns[i]![row] = table.scores[row * table.width + i]!;
      }
    }
  }
  return {
    ...responses,
    columns,
    group,
    persons: table.rows,
    weight: table.weight,
  };
}
