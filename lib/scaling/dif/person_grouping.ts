import type { RespondentFrame } from "#lib/data/mod.ts";
import type { ScaleResponses } from "../types.ts";

/** Which group of a kind (gender, grade band, municipality, wave) a person belongs to. */
export interface PersonGrouping {
  /** Names of the groups, two or more. */
  readonly labels: readonly string[];
  /** Per person: 0…labels − 1, or −1 for persons who are left out. */
  readonly values: ArrayLike<number>;
}

/** What a frame can be grouped by. */
export type FrameGrouping = "gender" | "grade band" | "municipality" | "wave";

const GRADE_BANDS = ["0–3", "4–6", "7–9"] as const;

function bandOf(grade: number): number {
  if (grade < 0) return -1;
  return grade <= 3 ? 0 : grade <= 6 ? 1 : 2;
}

/**
 * Groups the rows of a frame, e.g. for {@linkcode differentialItemFunctioning}
 * of the answers that `responsesOfScale` gives.
 *
 * @param labels Names of municipalities or waves; numbered where absent.
 */
export function groupingOfFrame(
  frame: RespondentFrame,
  by: FrameGrouping,
  labels?: readonly string[],
): PersonGrouping {
  const numbered = (values: Uint8Array): PersonGrouping => ({
    labels: labels ??
      Array.from(
        { length: 1 + Math.max(0, ...new Set(values)) },
        (_, g) => `${by} ${g + 1}`,
      ),
    values,
  });
  switch (by) {
    case "gender":
      return { labels: labels ?? ["boys", "girls"], values: frame.gender };
    case "grade band":
      return {
        labels: labels ?? GRADE_BANDS,
        values: Int8Array.from(frame.grade, bandOf),
      };
    case "municipality":
      return numbered(frame.municipality);
    case "wave":
      return numbered(frame.wave);
  }
}

/**
 * Checks that a grouping fits the answers.
 *
 * @throws {RangeError} If there are fewer than two groups, the lengths differ or a
 * group does not exist.
 */
export function checkGrouping(
  { scale, persons }: ScaleResponses,
  { labels, values }: PersonGrouping,
): void {
  const fail = (found: string): never => {
    throw new RangeError(`Cannot compare groups on scale "${scale}": ${found}`);
  };
  if (labels.length < 2) fail(`${labels.length} groups, at least 2 are needed`);
  if (values.length !== persons) {
    fail(`groups of ${values.length} persons, expected ${persons}`);
  }
  for (let p = 0; p < persons; p++) {
    const g = values[p]!;
    if (!(Number.isInteger(g) && g >= -1 && g < labels.length)) {
      fail(
        `person ${p}: group ${g} is not from 0 to ${
          labels.length - 1
        }, or -1 for none`,
      );
    }
  }
}
