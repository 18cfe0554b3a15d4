import { answerPatterns } from "../answer_patterns.ts";
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
  { mostPatterns, mostPersons, all = answerPatterns(responses).patterns }: {
    readonly mostPatterns: number;
    readonly mostPersons: number;
    /** The distinct patterns of `responses`, where they are known. */
    readonly all?: ScaleResponses;
  },
): ScaleResponses {
  if (all.persons <= mostPatterns) return all;
  const every = Math.max(1, Math.ceil(responses.persons / mostPersons));
  const rows = Int32Array.from(
    { length: Math.ceil(responses.persons / every) },
    (_, i) => i * every,
  );
  return answerPatterns(selectPersons(responses, rows)).patterns;
}
