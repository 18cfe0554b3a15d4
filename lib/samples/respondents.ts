import type { RespondentGroup } from "#lib/codebook/mod.ts";
import {
  createStream,
  exp,
  hashString,
  philoxInto,
} from "#lib/numerics/mod.ts";
import { PURPOSE, uniformFromWord } from "./draws.ts";
import type { People } from "./people.ts";

/** How likely people of a group are to answer. */
interface ResponsePattern {
  readonly rate: number;
  /** SD of the rate between schools. */
  readonly schoolSpread: number;
  /** Added for girls, taken off for boys. */
  readonly girls: number;
  /** Share of classes in which nobody has a sheet. */
  readonly classHoles: number;
  /** Logits per SD of the background index. */
  readonly perIndex: number;
}

const PATTERNS: Readonly<Record<RespondentGroup, ResponsePattern>> = {
  "pupils-0-3": pupils(0.925),
  "pupils-4-9": pupils(0.92),
  tests: pupils(0.92),
  "class-teachers": {
    rate: 0.985,
    schoolSpread: 0.01,
    girls: 0,
    classHoles: 0.14,
    perIndex: 0,
  },
  parents: {
    rate: 0.585,
    schoolSpread: 0.07,
    girls: 0,
    classHoles: 0,
    perIndex: 0.45,
  },
  staff: {
    rate: 0.72,
    schoolSpread: 0.08,
    girls: 0,
    classHoles: 0,
    perIndex: 0,
  },
  leaders: {
    rate: 0.9,
    schoolSpread: 0.03,
    girls: 0,
    classHoles: 0,
    perIndex: 0,
  },
};

function pupils(rate: number): ResponsePattern {
  return {
    rate,
    schoolSpread: 0.03,
    girls: 0.01,
    classHoles: 0.03,
    perIndex: 0,
  };
}

/** Teachers answer a little more often than pedagogues, by role 1 and 2. */
const ROLE_SHIFT = [0, 0.02, -0.05, 0] as const;
const LOWEST_RATE = 0.3;
const HIGHEST_RATE = 0.995;

/** What {@linkcode drawRespondents} needs to know besides the people. */
export interface ResponseSpec {
  readonly seed: number;
  readonly group: RespondentGroup;
  /** Index of the wave. */
  readonly wave: number;
  readonly schools: number;
  readonly classes: number;
  /** Schools that stay away from this wave. */
  readonly absent: ReadonlySet<number>;
}

function clampRate(rate: number): number {
  return Math.min(HIGHEST_RATE, Math.max(LOWEST_RATE, rate));
}

function schoolRates(pattern: ResponsePattern, spec: ResponseSpec): number[] {
  return Array.from({ length: spec.schools }, (_, school) => {
    if (spec.absent.has(school)) return 0;
    const stream = createStream(
      spec.seed,
      PURPOSE.schoolRate,
      hashString(spec.group),
      spec.wave,
      school,
    );
    return clampRate(pattern.rate + pattern.schoolSpread * stream.normal());
  });
}

function holesByClass(pattern: ResponsePattern, spec: ResponseSpec): boolean[] {
  return Array.from(
    { length: spec.classes },
    (_, index) =>
      pattern.classHoles > 0 &&
      createStream(
          spec.seed,
          PURPOSE.classHole,
          hashString(spec.group),
          spec.wave,
          index,
        ).uniform() < pattern.classHoles,
  );
}

/** Moves a probability by logits. */
function moveByLogits(rate: number, logits: number): number {
  const odds = rate / (1 - rate) * exp(logits);
  return odds / (1 + odds);
}

/**
 * Draws who of the invited answered.
 *
 * Given school, gender, role and – for parents – the family's background, the
 * answer does not depend on any true value.
 *
 * @returns Rows of `people`, ascending.
 */
export function drawRespondents(
  people: People,
  spec: ResponseSpec,
): Int32Array {
  const pattern = PATTERNS[spec.group];
  const rates = schoolRates(pattern, spec);
  const holes = holesByClass(pattern, spec);
  const group = hashString(spec.group);
  const words = new Uint32Array(4);
  const rows: number[] = [];
  for (let row = 0; row < people.count; row++) {
    let rate = rates[people.school[row]!]!;
    const classIndex = people.classIndex[row]!;
    if (rate === 0 || (classIndex >= 0 && holes[classIndex]!)) continue;
    if (people.gender[row]! >= 0) {
      rate += people.gender[row]! === 1 ? pattern.girls : -pattern.girls;
    }
    rate = clampRate(rate + ROLE_SHIFT[people.role[row]!]!);
    if (pattern.perIndex !== 0) {
      rate = moveByLogits(rate, pattern.perIndex * people.background[row]!);
    }
    philoxInto(
      words,
      people.person[row]!,
      group,
      spec.wave,
      0,
      spec.seed,
      PURPOSE.response,
    );
    if (uniformFromWord(words[0]!) < rate) rows.push(row);
  }
  return Int32Array.from(rows);
}
