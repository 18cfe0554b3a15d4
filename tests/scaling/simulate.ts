import type { ScaleResponses } from "#lib/scaling/mod.ts";
import { responsesOf } from "#lib/studies/mod.ts";

export {
  drawAnswer,
  ITEMS,
  normals,
  responsesOf,
  simulateAnswers,
} from "#lib/studies/mod.ts";

/** Persons of a table of patterns such as {"01101": 7}. */
export function personsOfPatterns(
  patterns: Readonly<Record<string, number>>,
): ScaleResponses {
  const rows = Object.entries(patterns).flatMap(([pattern, n]) =>
    Array.from({ length: n }, () => pattern)
  );
  const columns = Array.from(
    { length: rows[0]!.length },
    (_, i) => rows.map((row) => Number(row[i])),
  );
  return responsesOf(columns);
}
