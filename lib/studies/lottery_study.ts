import {
  possibleDraws,
  randomisationTest,
  robustEffect,
} from "#lib/effects/mod.ts";
import { createStream } from "#lib/numerics/mod.ts";
import type { Study, StudyRow } from "./study.ts";

/** Holds the lottery's exact intervals against known effects. */
export const lotteryStudy: Study = {
  name: "lodtraekning",
  title: "Lodtrækningens 95 %-intervaller med 22 skoler, hvoraf 10 trækkes",
  run: () => SETTINGS.flatMap((setting) => lotteryCoverage(setting, 1000)),
};

/** How the schools of a simulated lottery are. */
export interface LotterySetting {
  /** Danish, for the reader. */
  readonly label: string;
  /** SD of what being drawn does to a school, in SDs of school means; its mean is 0. */
  readonly effectSpread: number;
  /** Factor between the SD of the smallest and of the largest schools' means. */
  readonly unequal: number;
  /** Whether the effect is the same everywhere, so that coverage is exact. */
  readonly isExact: boolean;
}

/** The settings that the study goes through. */
export const SETTINGS: readonly LotterySetting[] = [
  {
    label: "samme effekt overalt, lige store skoler",
    effectSpread: 0,
    unequal: 1,
    isExact: true,
  },
  {
    label: "samme effekt overalt, meget ulige skoler",
    effectSpread: 0,
    unequal: 4,
    isExact: true,
  },
  {
    label: "effekten er forskellig fra skole til skole",
    effectSpread: 1,
    unequal: 1,
    isExact: false,
  },
  {
    label: "effekten er forskellig, og skolerne er meget ulige",
    effectSpread: 1,
    unequal: 4,
    isExact: false,
  },
];

const SCHOOLS = 22;
const PLACES = 10;
/** Draws held per test: the tests stay exact with a sample of draws. */
const SAMPLES = 999;

/** One lottery: a population of schools whose mean effect is 0, and a draw. */
function simulateLottery(
  { effectSpread, unequal }: LotterySetting,
  replication: number,
): { treated: number[]; before: number[]; after: number[] } {
  const stream = createStream(2018, replication);
  const before: number[] = [], others: number[] = [], gain: number[] = [];
  for (let i = 0; i < SCHOOLS; i++) {
    const sd = 1 + (unequal - 1) * i / (SCHOOLS - 1);
    const school = stream.normal();
    before.push(0.8 * school + 0.3 * sd * stream.normal());
    others.push(0.8 * school + 0.3 * sd * stream.normal());
    gain.push(effectSpread * stream.normal());
  }
  const mean = gain.reduce((total, value) => total + value, 0) / SCHOOLS;
  const order = before.map((_, i) => i);
  for (let i = 0; i < PLACES; i++) {
    const j = i + stream.integer(SCHOOLS - i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const treated = before.map((_, i) => order.indexOf(i) < PLACES ? 1 : 0);
  const after = others.map((value, i) =>
    value + treated[i]! * (gain[i]! - mean)
  );
  return { treated, before, after };
}

/**
 * Share of intervals that hold the mean effect of 0, by the difference, by the
 * studentised difference, and by regression with CR2 errors.
 *
 * @param replications Simulated lotteries.
 */
export function lotteryCoverage(
  setting: LotterySetting,
  replications: number,
): readonly StudyRow[] {
  const held = { plain: 0, studentised: 0, robust: 0 };
  const holds = ([lower, upper]: readonly [number, number]) =>
    lower <= 0 && 0 <= upper ? 1 : 0;
  for (let replication = 0; replication < replications; replication++) {
    const { treated, before, after } = simulateLottery(setting, replication);
    const draws = possibleDraws(treated, {
      exactLimit: 1,
      samples: SAMPLES,
      seed: replication,
    });
    const outcome = { outcome: after, baseline: [before] };
    const { plain, studentised } = randomisationTest(outcome, draws);
    held.plain += holds(plain.interval);
    held.studentised += holds(studentised!.interval);
    held.robust += holds(robustEffect(outcome, draws).interval);
  }
  const margin = 3 * Math.sqrt(0.05 * 0.95 / replications);
  const exact = [0.95 - margin, 0.95 + margin] as const;
  const row = (
    name: string,
    count: number,
    band: readonly [number, number] | null,
  ): StudyRow => ({
    quantity: `dækning, ${name}`,
    setting: setting.label,
    value: count / replications,
    trials: replications,
    band,
  });
  return [
    row(
      "eksakt, studentiseret (trykt)",
      held.studentised,
      setting.isExact ? exact : [0.95 - margin - 0.01, 1],
    ),
    row("eksakt, forskel", held.plain, setting.isExact ? exact : null),
    row("regression med CR2", held.robust, null),
  ];
}
