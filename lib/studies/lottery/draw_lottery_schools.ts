import type { RandomStream } from "#lib/numerics/mod.ts";

/** What being drawn does, and what goes wrong after the draw. */
export interface LotterySetting {
  /** Danish, for the reader. */
  readonly label: string;
  /** Mean effect over the schools of taking part, points. @default {0} */
  readonly effect?: number;
  /** SD of the effect between schools, points. @default {0} */
  readonly effectSpread?: number;
  /** Factor on the spread of pupils at schools that take part. @default {1} */
  readonly spreadFactor?: number;
  /** Schools that do not take part when they are drawn. @default {0} */
  readonly stayingAway?: number;
  /** Further share of pupils who answer if their school is drawn. @default {0} */
  readonly furtherAnswers?: number;
  /** Number of outcomes. @default {1} */
  readonly outcomes?: number;
  /** Whether the first outcome is the primary one, computed in other ways too. @default {"none"} */
  readonly primary?: "first" | "none";
}

/** Schools of the lottery. */
export const SCHOOLS = 22;
/** Schools drawn. */
export const PLACES = 10;
/** Share of pupils who answer whatever is drawn. */
export const ANSWERING = 0.85;

/** Pupils asked at each school: from 40 to 240. */
export const SIZES: readonly number[] = Array.from(
  { length: SCHOOLS },
  (_, i) => Math.round(40 + 200 * (i / (SCHOOLS - 1)) * (i / (SCHOOLS - 1))),
);

/** A school of the lottery, with what its part in it does. */
export interface SimulatedSchool {
  /** Whether it is drawn. */
  readonly treated: boolean;
  /** Whether it takes part. */
  readonly received: boolean;
  /** What being drawn does to it, points. */
  readonly gain: number;
  /** Pupils asked. */
  readonly invited: number;
  /** Pupils who answer after the draw. */
  readonly answered: number;
  /** How many of them only because their school was drawn. */
  readonly reluctant: number;
}

/** Marks some of so many at random. */
function markSome(
  count: number,
  some: number,
  stream: RandomStream,
): boolean[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i < some; i++) {
    const j = i + stream.integer(count - i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const marked = new Set(order.slice(0, some));
  return order.map((_, i) => marked.has(i));
}

function answeringOf(
  size: number,
  share: number,
  stream: RandomStream,
): number {
  let answered = 0;
  for (let i = 0; i < size; i++) if (stream.uniform() < share) answered++;
  return Math.max(2, answered);
}

/** Draws some of the schools, and what taking part would do at each. */
export function drawLotterySchools(
  {
    effect = 0,
    effectSpread = 0,
    stayingAway = 0,
    furtherAnswers = 0,
  }: LotterySetting,
  stream: RandomStream,
): readonly SimulatedSchool[] {
  const treated = markSome(SCHOOLS, PLACES, stream);
  const away = markSome(SCHOOLS, stayingAway, stream);
  const gains = SIZES.map(() => effectSpread * stream.normal());
  const mean = gains.reduce((total, gain) => total + gain, 0) / SCHOOLS;
  return SIZES.map((invited, i) => {
    const always = answeringOf(invited, ANSWERING, stream);
    const reluctant = treated[i] && furtherAnswers > 0
      ? Math.min(
        invited - always,
        answeringOf(invited, furtherAnswers, stream),
      )
      : 0;
    return {
      treated: treated[i]!,
      received: treated[i]! && !away[i],
      gain: away[i] ? 0 : effect + gains[i]! - mean,
      invited,
      answered: always + reluctant,
      reluctant,
    };
  });
}
