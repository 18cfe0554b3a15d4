import type { ChangeMeasure } from "#lib/background/mod.ts";
import type { PeopleBehind } from "./counts.ts";
import type { ScaleInput } from "../scale_input.ts";

/** Which number's people are asked for. */
export interface BackgroundPlace {
  /** Number of the unit. */
  readonly unit: number;
  /** Index of the wave. */
  readonly wave: number;
  /** What is computed. */
  readonly measure: ChangeMeasure;
  /** From observed background alone, or from completed one. */
  readonly kind: "observed" | "imputed";
}

/** Pupils behind the measures of social background. */
export interface BackgroundCounts {
  /** Those behind one number. */
  behind(place: BackgroundPlace): PeopleBehind;
}

/** Pupils of a unit in a wave: all, with an index, with all components, lowest and highest education. */
interface Counts {
  all: number;
  known: number;
  lowest: number;
  highest: number;
}

const BY_QUARTER: readonly ChangeMeasure[] = [
  "quarter-gap",
  "upper-gap",
  "lower-gap",
  "resilience",
  "relative-risk",
  "attributable",
];

/** Counts the pupils of each unit of schools in each wave. */
export function countBackground(
  input: ScaleInput,
  units: readonly Int32Array[],
): BackgroundCounts {
  const { waves, schools, people, school } = input;
  const cells = Array.from(
    { length: schools * waves },
    (): Counts => ({ all: 0, known: 0, lowest: 0, highest: 0 }),
  );
  school.forEach((s, i) => {
    const cell = cells[s * waves + people.wave[i]!]!;
    cell.all++;
    if (!Number.isNaN(people.background[i]!)) cell.known++;
    if (people.education[i] === 0) cell.lowest++;
    if (people.education[i] === 2) cell.highest++;
  });
  const totals = units.map((unit) =>
    Array.from({ length: waves }, (_, wave) => {
      const total: Counts = { all: 0, known: 0, lowest: 0, highest: 0 };
      for (const s of unit) {
        const cell = cells[s * waves + wave]!;
        total.all += cell.all;
        total.known += cell.known;
        total.lowest += cell.lowest;
        total.highest += cell.highest;
      }
      return total;
    })
  );
  return {
    behind: ({ unit, wave, measure, kind }) =>
      behind(totals[unit]![wave]!, measure, kind),
  };
}

function behind(
  { all, known, lowest, highest }: Counts,
  measure: ChangeMeasure,
  kind: "observed" | "imputed",
): PeopleBehind {
  const unknown = all - known;
  if (measure === "education-gap") {
    // A group that is only imputed is nobody's: the known ones decide what is shown.
    const smallest = Math.min(lowest, highest);
    if (kind === "imputed") return { n: all, dropped: 0, smallest };
    const n = lowest + highest;
    return { n, dropped: all - n, smallest };
  }
  if (measure === "unknown-share") return { n: all, dropped: 0, smallest: all };
  if (measure === "unknown-gap") {
    return { n: all, dropped: 0, smallest: Math.min(known, unknown) };
  }
  const n = kind === "imputed" ? all : known;
  const smallest = BY_QUARTER.includes(measure) ? Math.floor(n / 4) : n;
  // Nobody is known: there is no answer to hide, whatever could be imputed.
  return { n, dropped: all - n, smallest: known === 0 ? 0 : smallest };
}
